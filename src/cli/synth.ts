import { type Command, Option } from 'commander';
import { LbpError } from '../errors.js';
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
    .option(
      '--activity',
      'SUS and HES extracts of hospital activity in England, an attendance and a spell for each person, in place of a plan; the financial year begins in --year',
    )
    .option('--force', 'replace a synthetic plan')
    .option('--json', 'one JSON object on stdout')
    .addHelpText(
      'after',
      `
Examples:
  lbp synth --members 20000 --year 2025 --out plan
  lbp synth --members 20000 --year 2025 --out plan-edi --x12
  lbp synth --activity --members 20000 --year 2024 --out activity`,
    )
    .action(async (flags: SynthFlags) => {
      if (flags.activity === true) return synthActivity(flags);
      const { synthesize } = await import('../synth/synthesize.js');
      const made = await synthesize(flags);
      say(
        flags.json === true
          ? JSON.stringify(made)
          : `${made.members} people, ${made.claimLines} claim lines, ${made.fills} fills, ${made.spans} enrollment spans\n${made.files.join('\n')}`,
      );
    });
}

async function synthActivity(flags: SynthFlags): Promise<void> {
  const { members: records, seed, year, out, force, json, format, x12 } = flags;
  if (x12 === true || format !== 'csv') {
    throw new LbpError('E304', '--activity makes CSV files. Leave --x12 and --format out.');
  }
  const { synthesizeActivity } = await import('../synth/activity/synthesize-activity.js');
  const made = await synthesizeActivity({ records, seed, year, out, force: force ?? false });
  const text = `${made.rows} records of ${records} attendances and ${records} spells\n${made.files.join('\n')}`;
  process.stdout.write(`${json === true ? JSON.stringify(made) : text}\n`);
}

interface SynthFlags {
  readonly members: number;
  readonly year: number;
  readonly seed: number;
  readonly out: string;
  readonly format: 'csv' | 'parquet';
  readonly x12?: boolean;
  readonly activity?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}
