import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isoDay } from '../calendar.js';
import { LbpError } from '../errors.js';
import { type Account, accountsFrom, together } from '../extract/accounts.js';
import { Engine } from '../extract/duckdb.js';
import { type Extraction, extract } from '../extract/extract.js';
import { withX12Claims } from '../extract/x12/claim-plan.js';
import { readX12, type X12Claims } from '../extract/x12/read-x12.js';
import { evaluate } from '../measure/evaluate.js';
import { intakePeriod } from '../measure/index-episode.js';
import { type MeasureRules, MissingSetsError, resolveRules } from '../measure/resolve.js';
import { rulesOfYear } from '../measure/years/index.js';
import type { YearRules } from '../measure/years/year-rules.js';
import { COVERAGE_COLUMNS, type CoverageRow, CoverageTally, coverageCells } from '../report/coverage.js';
import { type InputFacts, type Manifest, OPEN_NOTICE, rejectedShare } from '../report/manifest.js';
import { OutputFolder } from '../report/output-folder.js';
import { RunReport } from '../report/run-report.js';
import type { Tally } from '../report/tally.js';
import { type Directory, loadDirectory } from '../valuesets/directory.js';
import { toolVersion } from '../version.js';
import { writeVersions } from './claim-versions.js';
import { type FileBytes, type Fingerprint, lookAtBytes } from './input-files.js';
import { type InputKind, type Inputs as PlannedInputs, planInputs } from './inputs.js';
import { warningsOfRun } from './run-warnings.js';
import type { Settings } from './settings.js';
import { Stopwatch } from './stopwatch.js';
import { writeRejects } from './write-rejects.js';
import { x12Facts } from './x12-facts.js';

/** The inputs of a run once the 837 files among them are read. */
interface Inputs extends PlannedInputs {
  readonly claims: X12Claims | null;
}

/** Where a command finds its value sets. */
type DirectorySettings = Pick<Settings, 'valueSets' | 'medications' | 'crosswalk'>;

/** Told how a run gets on; for a person who watches. */
export interface RunListener {
  /** @param percent reports how far the stage is, 0 to 100, where that is known */
  onStage(stage: string, percent: () => number | null): void;
}

export interface RunOutcome {
  /** `threshold` when an input has more rejected rows than allowed; the outputs are there all the same. */
  readonly exit: 'done' | 'threshold';
  readonly rules: MeasureRules;
  readonly tally: Tally;
  /** Null where it was not asked for. */
  readonly coverage: readonly CoverageRow[] | null;
  readonly manifest: Manifest;
}

/**
 * Computes the measure and writes the outputs to a new directory.
 *
 * @throws LbpError for everything that keeps the run from being finished; then no output directory is left
 */
export async function runMeasure(settings: Settings, listener: RunListener): Promise<RunOutcome> {
  const started = new Date();
  const watch = new Stopwatch();
  const stage = (name: string, percent: () => number | null = () => null): void => {
    watch.begin(name);
    listener.onStage(name, percent);
  };

  stage('read value sets');
  const year = yearRules(settings.year);
  const directory = await loadDirectory(pathsOf(settings));
  const rules = resolved(year, directory);

  const folder = OutputFolder.create(settings.out, settings.force);
  const spill = join(folder.partial, 'spill');
  const x12Folder = join(folder.partial, 'x12');
  try {
    mkdirSync(spill, { mode: 0o700 });
    const engine = await Engine.open({ threads: settings.threads, memory: settings.memory, spill });
    try {
      stage('look at files');
      const planned = await planInputs(engine, settings);
      // 837 files are hashed as they are read.
      const tables = planned.files.filter(({ table }) => table !== 'x12');
      const hashing = lookAtBytes(tables.map(({ path }) => path));
      // Awaited below; without this a failure of the engine would leave it unhandled.
      hashing.catch(() => undefined);

      const x12 =
        planned.x12.length === 0
          ? null
          : await readX12(engine, {
              ...planned,
              files: planned.x12,
              folder: x12Folder,
              threads: settings.threads,
              rejectRows: settings.rejectRows,
              strict: settings.strict,
              onStage: (name, percent) => stage(name, percent),
            });
      const medical =
        x12 === null
          ? planned.medical
          : await withX12Claims(planned.medical, x12, join(x12Folder, 'claims.csv'));
      const inputs: Inputs = { ...planned, medical, claims: x12 };

      const { persons, ...extracted } = await extract(engine, {
        ...inputs,
        files: inputs.files.map(({ path }) => path),
        plainFiles: async () => plainFiles(planned, await hashing),
        codes: directory.codes,
        rules,
        intake: intakeOf(year),
        narrowing: true,
        onStage: (name) => stage(name, () => engine.percent),
      });
      const extraction = { ...extracted, accounts: allAccounts(inputs, extracted.accounts) };
      refuseUnusable(inputs, extraction);
      const report = new RunReport(folder, rules);
      const coverage = settings.coverage ? new CoverageTally(rules) : null;
      for await (const person of persons) {
        report.add(evaluate(person, rules));
        coverage?.add(person);
      }
      report.finish();
      if (coverage !== null) writeCoverage(folder, coverage.rows());

      stage('write outputs');
      await writeRejects(engine, folder, {
        plans: [inputs.medical, inputs.pharmacy, inputs.eligibility, inputs.claimStatus],
        accounts: extraction.accounts,
        files: inputs.files,
        claims: x12,
        limit: settings.rejectRows,
      });
      if (x12 !== null) await writeVersions(folder, x12);
      const facts = inputFacts(inputs, extraction, await hashing);
      const manifest: Manifest = {
        ...identity(settings, rules, directory, started),
        inputs: facts,
        persons: report.persons,
        engine: {
          name: 'duckdb',
          version: Engine.version,
          threads: settings.threads,
          memory: settings.memory,
        },
        timings_ms: watch.done(),
        peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
        warnings: warningsOfRun({
          rules,
          directory,
          inputs,
          extraction,
          report,
          x12,
          replacedUnfinished: folder.replacedUnfinished,
        }),
        outputs: folder.written(),
      };
      folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
      engine.close();
      for (const temporary of [spill, x12Folder]) rmSync(temporary, { recursive: true, force: true });
      folder.finish();
      const isOver = facts.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      return {
        exit: isOver ? 'threshold' : 'done',
        rules,
        tally: report.tally,
        coverage: coverage?.rows() ?? null,
        manifest,
      };
    } finally {
      engine.close();
    }
  } catch (error) {
    folder.abandon();
    throw error;
  }
}

function writeCoverage(folder: OutputFolder, rows: readonly CoverageRow[]): void {
  const table = folder.table('coverage.csv', COVERAGE_COLUMNS);
  table.addAll(rows.map(coverageCells));
  table.flush();
}

export function yearRules(year: number): YearRules {
  try {
    return rulesOfYear(year);
  } catch (cause) {
    const message = cause instanceof RangeError ? cause.message : String(cause);
    throw new LbpError('E301', `--year ${year}: ${message}.`, { cause });
  }
}

export function pathsOf({
  valueSets,
  medications,
  crosswalk,
}: DirectorySettings): Parameters<typeof loadDirectory>[0] {
  return {
    ...(valueSets === undefined ? {} : { valueSets }),
    ...(medications === undefined ? {} : { medications }),
    ...(crosswalk === undefined ? {} : { crosswalk }),
  };
}

export function resolved(year: YearRules, directory: Directory): MeasureRules {
  try {
    return resolveRules(year, directory.setNames);
  } catch (error) {
    if (!(error instanceof MissingSetsError)) throw error;
    const where = directory.files
      .map(({ path }) => path)
      .slice(0, 3)
      .join(', ');
    const lists = error.rules.map(({ rule, sets }) => `${rule} (${sets.join(', ')})`).join('; ');
    throw new LbpError(
      'E202',
      `${where}: no value set or medication list for the ${year.year} rules ${lists}. Give the files that hold them with --value-sets and --medications.`,
    );
  }
}

export function intakeOf(year: YearRules): { first: string; last: string } {
  const { start, end } = intakePeriod(year);
  return { first: isoDay(start ?? end), last: isoDay(end) };
}

/** Input that could only give a wrong answer: codes of another kind, or a table without one usable row. */
function refuseUnusable(inputs: Inputs, { accounts, diagnosisShapes }: Omit<Extraction, 'persons'>): void {
  const { letter, digit } = diagnosisShapes;
  if (digit > letter) {
    const path = inputs.files.find(({ table }) => table === 'medical_claim' || table === 'x12')?.path ?? '';
    throw new LbpError(
      'E106',
      `${path}: ${digit} of ${letter + digit} principal diagnoses are no ICD-10-CM codes (they begin with a digit, as SNOMED and ICD-9 codes do). Give claims coded in ICD-10-CM, or map columns.diagnosis_code_1.`,
    );
  }
  inputs.files.forEach(({ path, isEmpty }, fileNo) => {
    if (!isEmpty && accounts[fileNo]?.read === 0) {
      throw new LbpError(
        'E107',
        `${path}:1: no record can be read below the header. Mend its quotes, or write the file again.`,
      );
    }
  });
  for (const table of ['medical_claim', 'x12', 'pharmacy_claim', 'eligibility'] satisfies InputKind[]) {
    const { read, rejected: byReason } = accounts
      .filter((_, fileNo) => inputs.files[fileNo]?.table === table)
      .reduce(together, { read: 0, used: 0, ignored: {}, rejected: {} });
    const rejected = Object.entries(byReason);
    if (read > 0 && rejected.reduce((sum, [, rows]) => sum + rows, 0) === read) {
      const path = inputs.files.find((file) => file.table === table)?.path ?? '';
      const reasons = rejected.map(([reason, rows]) => `${reason} ${rows}`).join(', ');
      throw new LbpError(
        'E108',
        `${path}: none of the ${read} rows can be used (${reasons}). Mend the file, or its mapping in the config.`,
      );
    }
  }
}

/** The accounts of the extraction, with the rows of 837 and claim-status files that never came to it. */
function allAccounts({ claims, files }: Inputs, extracted: readonly Account[]): Account[] {
  const fates = claims === null ? [] : [...claims.lineFates, ...claims.statusFates];
  return accountsFrom(files.length, fates).map((account, fileNo) => {
    const known = extracted[fileNo];
    return known === undefined ? account : together(known, account);
  });
}

/** By file number. */
function plainFiles({ files }: PlannedInputs, hashes: ReadonlyMap<string, FileBytes>): ReadonlySet<number> {
  return new Set(
    [...files.keys()].filter((fileNo) => hashes.get(files[fileNo]?.path ?? '')?.isPlain === true),
  );
}

function inputFacts(
  inputs: Inputs,
  { accounts }: Omit<Extraction, 'persons'>,
  hashes: ReadonlyMap<string, Fingerprint>,
): InputFacts[] {
  return inputs.files.map(({ path, table }, fileNo) => {
    const account = accounts[fileNo];
    const x12 = inputs.claims?.files.find((file) => file.fileNo === fileNo);
    const hash = x12 ?? hashes.get(path);
    return {
      table,
      path,
      bytes: hash?.bytes ?? 0,
      sha256: hash?.sha256 ?? '',
      rows_read: account?.read ?? 0,
      rows_used: account?.used ?? 0,
      rows_ignored: account?.ignored ?? {},
      rows_rejected: account?.rejected ?? {},
      ...(x12 === undefined ? {} : { x12: x12Facts(x12) }),
    };
  });
}

export function identity(
  settings: object,
  { year }: MeasureRules,
  directory: Directory,
  started: Date,
): Pick<Manifest, 'run_id' | 'tool' | 'measure' | 'notice' | 'started' | 'arguments' | 'value_sets'> {
  const open = directory.files.filter((file) => file.origin === 'open').length;
  return {
    run_id: randomUUID(),
    tool: { name: 'lbp', version: toolVersion() },
    measure: {
      id: 'LBP',
      year: year.year,
      rules_version: `${year.year}.${year.revision}`,
      status: year.status,
      note: year.statusNote,
      terms: year.terms,
    },
    notice: [
      'Not certified by NCQA. HEDIS is a registered trademark of NCQA.',
      ...(open > 0 ? [OPEN_NOTICE] : []),
    ],
    started: started.toISOString(),
    arguments: { ...settings },
    value_sets: {
      kind: open === 0 ? 'licensed' : open === directory.files.length ? 'open' : 'mixed',
      demonstration_lists: directory.demonstrationLists,
      files: directory.files,
      skipped_code_systems: Object.fromEntries(directory.skipped),
    },
  };
}
