import { Command, CommanderError } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addRules } from '../../src/cli/rules.js';
import type { ExitKind } from '../../src/errors.js';

afterEach(() => vi.restoreAllMocks());

/** What the command prints on stdout. @throws what the command throws */
async function rules(...args: readonly string[]): Promise<{ text: string; exit: ExitKind | null }> {
  let text = '';
  let exit: ExitKind | null = null;
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  const program = new Command('lbp').exitOverride().configureOutput({ writeErr: () => undefined });
  addRules(program, (kind) => {
    exit = kind;
  });
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(['rules', ...args], { from: 'user' });
  return { text, exit };
}

describe('lbp rules', () => {
  it('prints a year whole', async () => {
    const { text, exit } = await rules('--year', '2025');
    expect(exit).toBe('done');
    expect(text).toMatch(/^LBP measurement year 2025, rules 2025\.2 \(confirmed\)\n/);
    expect(text).toMatch(/^HIV +hiv +one record +any time to day 28 +3$/m);
    expect(text).toMatch(
      /^continuous enrollment +enrollment +medical benefit on every day +day -180 to day 28 +2\.7$/m,
    );
    expect(text).toMatch(/^imaging of the spine +imaging +.* day 0 to day 28 +4$/m);
  });

  it('prints what changed between two years, and nothing else', async () => {
    const { text } = await rules('--year', '2023', '--against', '2022');
    expect(text).toMatch(/^death +death +added .*1 January to 31 December +3$/m);
    expect(text).toMatch(/laboratory lines give diagnoses +yes +no +3\.1$/m);
    expect(text).not.toMatch(/cancer/);
  });

  it('prints one JSON object with --json', async () => {
    const { text } = await rules('--year', '2023', '--against', '2022', '--json');
    const facts: unknown = JSON.parse(text);
    expect(facts).toMatchObject({
      year: 2023,
      against: { year: 2022, rules_version: '2022.2' },
      changes: [
        { id: 'year', change: 'changed' },
        {
          ...{ id: 'death', kind: 'exclusion', label: 'death', change: 'added' },
          details: [
            {
              id: 'window',
              before: null,
              after: { value: { from: 'first_day_of_year', to: 'last_day_of_year', closed: true } },
              reference: { section: '3' },
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['--year', ['--year', '2030']],
    ['--against', ['--year', '2025', '--against', '2030']],
  ])('refuses a year without rules, naming %s', async (flag, args) => {
    await expect(rules(...args)).rejects.toThrow(
      `LBP-E301 ${flag} 2030: there are no rules for 2030; the years`,
    );
  });

  it.each([[[]], [['--year', 'last']]])('does not run with %j', async (args) => {
    await expect(rules(...args)).rejects.toThrow(CommanderError);
  });
});
