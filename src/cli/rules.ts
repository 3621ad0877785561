import type { Command } from 'commander';
import { type ExitKind, LbpError } from '../errors.js';
import type { AnyPack } from '../packs/pack.js';
import { wholeNumber } from './options.js';

/** Adds `lbp rules`. */
export function addRules(program: Command, finish: (exit: ExitKind) => void): void {
  program
    .command('rules')
    .description(
      'Print the rules of a measurement year with labels, windows, value sets and references, or what changed between two years.',
    )
    .requiredOption('--year <year>', 'measurement year', wholeNumber)
    .option('--against <year>', 'print only what --year changes from this year', wholeNumber)
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      `
Examples:
  lbp rules --year 2025
  lbp rules --year 2025 --against 2024`,
    )
    .action(async (flags: RulesFlags) => finish(await rulesCommand(flags)));
}

interface RulesFlags {
  readonly year: number;
  readonly against?: number;
  readonly json?: true;
}

async function rulesCommand({ year, against, json }: RulesFlags): Promise<ExitKind> {
  const { PACKS } = await import('../packs/index.js');
  const { QuestionError } = await import('../packs/pack.js');
  const { blocksText } = await import('./blocks.js');
  const questionOf = (pack: AnyPack, flag: string, asked: number): unknown => {
    try {
      return pack.question({ year: asked });
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      throw new LbpError('E301', `${error.message.replace('--year', flag)}.`, { cause: error });
    }
  };
  for (const pack of PACKS) {
    const question = questionOf(pack, '--year', year);
    const described = pack.describe(
      question,
      against === undefined ? null : questionOf(pack, '--against', against),
    );
    if (described === null) continue;
    const text = json === true ? JSON.stringify(described.facts) : blocksText(described.blocks);
    process.stdout.write(`${text}\n`);
    return 'done';
  }
  throw new LbpError('E304', 'no rule pack has rules that go by years.');
}
