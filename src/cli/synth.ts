import { type Command, Option } from 'commander';
import { wholeNumber } from './options.js';
import { say } from './streams.js';

/** Adds `lbp synth`. */
export function addSynth(program: Command): void {
  program
    .command('synth')
    .description('Make a synthetic plan: eligibility, medical and pharmacy claims.')
    .requiredOption('--members <n>', 'how many people', wholeNumber)
    .requiredOption('--year <year>', 'measurement year', wholeNumber)
    .option('--seed <n>', 'the same seed gives the same plan', wholeNumber, 1)
    .requiredOption('--out <dir>', 'folder to make')
    .addOption(
      new Option('--format <format>', 'format of the tables').choices(['csv', 'parquet']).default('csv'),
    )
    .option(
      '--x12',
      'medical claims as 837P and 837I files in edi/, with their statuses in claim_status.csv, in place of medical_claim',
    )
    .option('--force', 'replace a synthetic plan')
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      `
Examples:
  lbp synth --members 20000 --year 2025 --out plan
  lbp synth --members 20000 --year 2025 --out plan-edi --x12`,
    )
    .action(async (flags: SynthFlags) => {
      const { synthesize } = await import('../synth/synthesize.js');
      const made = await synthesize(flags);
      say(
        flags.json === true
          ? JSON.stringify(made)
          : `${made.members} people, ${made.claimLines} claim lines, ${made.fills} fills, ${made.spans} enrolment spans\n${made.files.join('\n')}`,
      );
    });
}

interface SynthFlags {
  readonly members: number;
  readonly year: number;
  readonly seed: number;
  readonly out: string;
  readonly format: 'csv' | 'parquet';
  readonly x12?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}
