import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../errors.js';
import { together } from '../extract/accounts.js';
import type { Extraction } from '../extract/extract.js';
import { COVERAGE_COLUMNS, type CoverageRow, coverageCells } from '../packs/lbp/outputs/coverage-table.js';
import { RunReport } from '../packs/lbp/outputs/run-report.js';
import type { Tally } from '../packs/lbp/outputs/tally.js';
import { findingsOf } from '../packs/lbp/quality/findings.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import { type InputFacts, type Manifest, OPEN_NOTICE, rejectedShare } from '../report/manifest.js';
import { OutputFolder } from '../report/output-folder.js';
import type { Directory } from '../valuesets/directory.js';
import { toolVersion } from '../version.js';
import { writeVersions } from './claim-versions.js';
import { evaluateBuckets } from './evaluate-buckets.js';
import { extractionOf, type Inputs, TEMPORARY } from './extraction-of-run.js';
import { Gathering } from './gathering.js';
import { type Fingerprint, refuseChanged } from './input-files.js';
import type { InputKind } from './inputs.js';
import { loadRules } from './measure-rules.js';
import { commonFacts, dayAt, factsFromRun } from './quality-facts.js';
import { warningsOfRun } from './run-warnings.js';
import { RenewableEngine } from './second-reading.js';
import type { Settings } from './settings.js';
import { Stopwatch } from './stopwatch.js';
import { writeRejects } from './write-rejects.js';
import { x12Facts, x12Warnings } from './x12-facts.js';

/** Told how a run gets on; for a person who watches. */
export interface RunListener {
  /** @param percent reports how far the stage is, 0 to 100, where that is known */
  onStage(stage: string, percent: () => number | null): void;
  /** Every line of Spark's log, which may quote rows; only where it was asked for. */
  onSparkLog?(line: string): void;
  /** Spark waits for workers, and will wait for ever. */
  onSparkWaiting?(): void;
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

  const folder = OutputFolder.create(settings.out, settings.force);
  const { partial } = folder;
  const spill = join(partial, TEMPORARY.spill);
  try {
    mkdirSync(spill, { mode: 0o700 });
    stage('read value sets');
    // Side by side: the engine starts on another thread.
    const opening = RenewableEngine.open({ threads: settings.threads, memory: settings.memory, spill });
    const loading = loadRules(settings);
    // Its failure is met below; an engine that fails first must not leave it without anyone to meet it.
    loading.catch(() => undefined);
    const engine = await opening;
    try {
      const { directory, rules } = await loading;
      const surroundings = { rules, directory, partial, stage, listener };
      const extracted = await extractionOf(engine, settings, surroundings);
      const { inputs, madeBy } = extracted;
      const { persons, ...extraction } = extracted.extraction;
      const x12 = inputs.claims;
      refuseUnusable(inputs, extraction);
      const report = new RunReport(folder, rules);
      const gathering = new Gathering(report, rules, settings.coverage);
      const { buckets } = extraction;
      if (buckets === null || buckets.numbers.length < 2 || engine.current.threads === 1) {
        for await (const person of persons) gathering.add(person);
      } else {
        const { setNames, usedByLbp: listed } = directory;
        const { memory, coverage: hasCoverage } = settings;
        await evaluateBuckets(
          { buckets, year: rules.year.year, setNames, listed, hasCoverage, memory, spill },
          engine.current.threads,
          (gathered) => gathering.addAll(gathered),
        );
      }
      const { seen, coverage } = gathering;
      report.finish();
      if (coverage !== null) writeCoverage(folder, coverage.rows());

      stage('write outputs');
      await writeRejects(engine.current, folder, {
        plans: [inputs.medical, inputs.pharmacy, inputs.eligibility, inputs.claimStatus],
        accounts: extraction.accounts,
        files: inputs.files,
        claims: x12,
        limit: settings.rejectRows,
      });
      if (x12 !== null) await writeVersions(folder, x12);
      const facts = inputFacts(inputs, extraction, await extracted.hashes);
      const atHand = inputs.files.filter(({ isLocal }) => isLocal);
      refuseChanged(atHand, new Map(facts.map((input) => [input.path, input])));
      const common = commonFacts(inputs, { directory, rules }, x12 === null ? [] : x12Warnings(x12));
      const quality = findingsOf(
        factsFromRun({ ...inputs, extraction, persons: report.persons, seen, common, today: dayAt(started) }),
      );
      const manifest: Manifest = {
        ...identity(withoutSecrets(settings), rules, directory, started),
        inputs: facts,
        persons: report.persons,
        engine: {
          ...madeBy,
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
        data_quality: quality.map(({ code, severity, text, size }) => ({ code, severity, text, size })),
        outputs: folder.written(),
      };
      folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
      engine.close();
      for (const temporary of Object.values(TEMPORARY))
        rmSync(join(partial, temporary), { recursive: true, force: true });
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

/**
 * Refuses input that could only give a wrong answer: codes of another kind, or a table without one usable row.
 *
 * @throws LbpError E106, E107, E108
 */
export function refuseUnusable(
  inputs: Inputs,
  { accounts, diagnosisShapes }: Omit<Extraction, 'persons'>,
): void {
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

/** Settings as they may be written down: keys and passwords stand in some of those of Spark. */
function withoutSecrets(settings: Settings): Settings {
  const conf = settings.spark.conf.map((setting) => {
    const [name = ''] = setting.split('=', 1);
    return /secret|password|token|key|credential/i.test(name) ? `${name}=(hidden)` : setting;
  });
  return { ...settings, spark: { ...settings.spark, conf } };
}
