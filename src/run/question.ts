import type { AnyPack } from '../packs/pack.js';

/**
 * The question of a pack by flag name: `{ year: 2025 }`; options that affect only the outputs are left out.
 */
export function questionFacts(pack: AnyPack, question: unknown): Readonly<Record<string, unknown>> {
  const settings = pack.asSettings(question);
  const names = pack.command.options
    .filter(({ isOfQuestion }) => isOfQuestion)
    .map(({ flag }) => /^--([\w-]+)/.exec(flag)?.[1] ?? '');
  return Object.fromEntries(
    names.filter((name) => settings[name] !== undefined).map((name) => [name, settings[name]]),
  );
}

/** The same as flags: `--year 2025`. */
export function questionFlags(pack: AnyPack, question: unknown): string[] {
  return Object.entries(questionFacts(pack, question)).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
}
