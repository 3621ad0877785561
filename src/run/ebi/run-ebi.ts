import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LbpError } from '../../errors.js';
import { type Account, accountsFrom } from '../../extract/accounts.js';
import { brokenRecords } from '../../extract/activity/broken-records.js';
import { Engine } from '../../extract/duckdb.js';
import type { Block } from '../../packs/blocks.js';
import { GUIDANCE } from '../../packs/ebi/guidance.js';
import { ACTIVITY } from '../../packs/ebi/outputs/activity.js';
import { type ReadingFacts, readingFacts, screenOf } from '../../packs/ebi/outputs/screen.js';
import { STEPS_TABLE, stepRows } from '../../packs/ebi/outputs/steps.js';
import { summaryCells, summaryRows, summaryTable } from '../../packs/ebi/outputs/summary.js';
import { ebiSections } from '../../packs/ebi/report.js';
import type { WarningFacts } from '../../packs/quality.js';
import { REPORT_PAGE } from '../../report/html/report-name.js';
import { type InputFacts, type ManifestHead, type PackFacts, rejectedShare } from '../../report/manifest.js';
import { OutputFile } from '../../report/output-folder.js';
import { REJECTS_TABLE, rejectRow } from '../../report/rejects.js';
import { expandPaths, type Fingerprint, lookAtTables, refuseChanged } from '../input-files.js';
import { inOutputFolder, type RunListener, type Work } from '../lifecycle.js';
import { readTwice } from '../second-reading.js';
import { ACTIVITY_FILES, type ActivityInputs, planActivityInputs } from './activity-inputs.js';
import { decideRecords } from './decide-records.js';
import type { EbiSettings } from './settings.js';
import { ebiWarnings } from './warnings.js';

/** manifest.json of `lbp ebi`: the inputs, with their accounts, and the results. No patient data. */
export interface EbiManifest extends ManifestHead {
  readonly pack: PackFacts;
  /** The code of the intervention, and the name of the flag in the published script. */
  readonly intervention: { readonly code: string; readonly flag: string };
  readonly notice: readonly string[];
  readonly inputs: readonly InputFacts[];
  /** As in ebi-steps.csv. */
  readonly steps: Readonly<Record<string, number>>;
  /** Records flagged under every reading of the guidance, and the difference from this run. */
  readonly readings: readonly ReadingFacts[];
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly threads: number;
    readonly memory: string;
  };
  readonly warnings: readonly WarningFacts[];
}

export interface EbiOutcome {
  /** `threshold` if an input has more rejected records than allowed; the outputs are still written. */
  readonly exit: 'done' | 'threshold';
  readonly manifest: EbiManifest;
  readonly screen: readonly Block[];
}

const NOTICE = 'For review of activity; decides neither care nor funding.';

/**
 * Flags the activity that the guidance covers, and writes the outputs to a new directory.
 *
 * @throws LbpError for anything that keeps the run from finishing, in which case no output directory is left
 */
export async function runEbi(settings: EbiSettings, listener: RunListener): Promise<EbiOutcome> {
  const given = (): Promise<string[]> => expandPaths(settings.activity);
  return inOutputFolder(settings, given, listener, async (at) => {
    const { reading, by } = settings;
    const question = { guidance: GUIDANCE, reading, by };
    const temporary = at.temporary('temporary');
    mkdirSync(temporary, { mode: 0o700 });
    const engine = await at.openEngine(settings);
    at.stage('look at files');
    const planned = await planActivityInputs(engine.current, settings);
    const looks = lookAtTables(planned.files);
    const flagged = join(temporary, ACTIVITY.name);
    const copies = join(temporary, 'copies');
    const { inputs, ...decided } = await readTwice(
      { reader: ACTIVITY_FILES, inputs: planned, looks, folder: copies, engine, onStage: at.stage },
      async (current, readable) => {
        at.stage('read activity', () => current.percent);
        rmSync(flagged, { force: true });
        const rows = new OutputFile(join(settings.out, ACTIVITY.name), ACTIVITY.name, flagged);
        try {
          return { ...(await decideRecords(current, readable, question, rows)), inputs: readable };
        } finally {
          rows.close();
        }
      },
    );
    const accounts = accountsOf(inputs, decided.records);
    refuseUnusable(inputs, accounts);

    at.stage('write outputs');
    renameSync(flagged, join(at.partial, ACTIVITY.name));
    await at.folder.adopt(ACTIVITY.name);
    const steps = stepRows(decided.totals.steps);
    const summary = summaryRows(decided.totals.cells, by, settings.suppress);
    const stepsTable = at.folder.table(STEPS_TABLE);
    stepsTable.addAll(steps);
    stepsTable.flush();
    const summaryFile = at.folder.table(summaryTable(by));
    summaryFile.addAll(summary.map(summaryCells));
    summaryFile.flush();
    await writeRejects(at, planned, accounts, settings.rejectRows);

    if (settings.report) {
      const { sectionsPage } = await import('../../report/html/report-page.js');
      const sections = ebiSections({
        ...{ ...question, summary, totals: decided.totals },
        ...{ isSuppressed: settings.suppress, notice: [NOTICE] },
      });
      const title = `EBI ${GUIDANCE.code} lower back imaging: report`;
      const lead = [`Run of ${at.started.toISOString().slice(0, 10)}.`];
      at.folder.file(REPORT_PAGE).write(await sectionsPage(title, lead, sections));
    }

    const facts = inputFacts(inputs, accounts, await looks);
    refuseChanged(inputs.files, new Map(facts.map((input) => [input.path, input])));
    const rejected = accounts.reduce((sum, account) => sum + rejectedOf(account), 0);
    const manifest: EbiManifest = at.writeManifest(settings, {
      pack: packFacts(settings),
      intervention: { code: GUIDANCE.code, flag: GUIDANCE.flag },
      notice: [NOTICE],
      inputs: facts,
      steps: Object.fromEntries(steps),
      readings: readingFacts(decided.totals, reading),
      engine: {
        name: 'duckdb',
        version: Engine.version,
        threads: settings.threads,
        memory: settings.memory,
      },
      warnings: ebiWarnings(inputs, decided, facts, rejected, at.folder.replacedUnfinished),
    });
    const isOver = facts.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
    const screen = screenOf(decided.totals, summary, question);
    return { exit: isOver ? 'threshold' : 'done', manifest, screen };
  });
}

function packFacts({ reading, by, suppress }: EbiSettings): PackFacts {
  const { document, version } = GUIDANCE;
  return { id: 'ebi', document, version, question: { ...reading, by, suppress } };
}

/** The records of each file: decided by the rule, or broken. */
function accountsOf({ files, copies }: ActivityInputs, records: readonly number[]): Account[] {
  return accountsFrom(files.length, [
    ...records.map((rows, fileNo) => ({ fileNo, outcome: '', rows })),
    ...[...copies.values()].flatMap(({ fates }) => fates),
  ]);
}

/**
 * Rejects input that could only produce a wrong answer.
 *
 * @throws LbpError E107 for a completely unreadable file, E108 if no record of any file is usable
 */
function refuseUnusable({ files }: ActivityInputs, accounts: readonly Account[]): void {
  files.forEach(({ path, isEmpty }, fileNo) => {
    if (isEmpty || accounts[fileNo]?.read !== 0) return;
    throw new LbpError(
      'E107',
      `${path}:1: no record can be read below the header. Correct its quotes, or write the file again.`,
    );
  });
  const read = accounts.reduce((sum, account) => sum + account.read, 0);
  const used = accounts.reduce((sum, account) => sum + account.used, 0);
  if (read > 0 && used === 0) {
    throw new LbpError(
      'E108',
      `${files[0]?.path ?? ''}: none of the ${read} records can be used. Correct the file, or its delimiter in the config.`,
    );
  }
}

async function writeRejects(
  at: Work,
  { groups, files }: ActivityInputs,
  accounts: readonly Account[],
  limit: number,
): Promise<void> {
  const table = at.folder.table(REJECTS_TABLE);
  let left = limit;
  for (const group of groups) {
    for (const { fileNo } of group.files) {
      const account = accounts[fileNo];
      if (account === undefined || rejectedOf(account) === 0) continue;
      for await (const broken of brokenRecords(files[fileNo]?.path ?? '', group, left)) {
        table.add(rejectRow({ ...broken, claimId: '' }));
        left -= 1;
      }
    }
  }
  table.flush();
}

function rejectedOf({ rejected }: Account): number {
  return Object.values(rejected).reduce((sum, rows) => sum + rows, 0);
}

function inputFacts(
  { files }: ActivityInputs,
  accounts: readonly Account[],
  hashes: ReadonlyMap<string, Fingerprint>,
): InputFacts[] {
  return files.map(({ path, table }, fileNo) => {
    const account = accounts[fileNo];
    const hash = hashes.get(path);
    return {
      table,
      path,
      bytes: hash?.bytes ?? 0,
      sha256: hash?.sha256 ?? '',
      rows_read: account?.read ?? 0,
      rows_used: account?.used ?? 0,
      rows_ignored: account?.ignored ?? {},
      rows_rejected: account?.rejected ?? {},
    };
  });
}
