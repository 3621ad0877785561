import { mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { planDeck } from '../extract/deck/deck-tables.js';
import { Engine } from '../extract/duckdb.js';
import { type Extraction, extract } from '../extract/extract.js';
import { builtInLayout, builtInPayers } from '../inputs/deck/built-in.js';
import { DECK_REJECTS, type Deck, type DeckMember, readDeck } from '../inputs/deck/deck.js';
import { type KeyRow, readKey } from '../inputs/deck/key.js';
import { DECK_FILES, type DeckFile, readLayout } from '../inputs/deck/layout.js';
import { type Payers, readPayers } from '../inputs/deck/payers.js';
import { evaluate, type Judgement, judge } from '../packs/lbp/evaluate.js';
import { RunReport } from '../packs/lbp/outputs/run-report.js';
import {
  MEASURE,
  type MemberToScore,
  SCORE_COLUMNS,
  type ScoreRow,
  scoreRows,
} from '../packs/lbp/outputs/score.js';
import {
  compareScore,
  DIFFERENCE_COLUMNS,
  differenceRow,
  type ScoreDifference,
} from '../packs/lbp/outputs/score-differences.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, type Manifest, rejectedShare } from '../report/manifest.js';
import { OutputFolder } from '../report/output-folder.js';
import { REJECT_COLUMNS, rejectRow } from '../report/rejects.js';
import { type Day, dayOfIso } from '../timeline/day.js';
import type { Directory } from '../valuesets/directory.js';
import { fingerprint } from './input-files.js';
import { loadRules } from './measure-rules.js';
import { identity, type RunListener } from './run-measure.js';
import { warningsOfRun } from './run-warnings.js';
import { intakeOf } from './scripted-extraction.js';
import type { DeckSettings } from './settings.js';
import { Stopwatch } from './stopwatch.js';

export interface DeckOutcome {
  /** `threshold` when the score differs from the key, or too many lines were rejected; the outputs are there all the same. */
  readonly exit: 'done' | 'threshold';
  readonly members: number;
  readonly score: readonly ScoreRow[];
  /** Null where no key was given. */
  readonly differences: readonly ScoreDifference[] | null;
  readonly isOverRejects: boolean;
  readonly manifest: Manifest;
}

/**
 * Runs the measure on a deck and writes its score, with the outputs of a run, to a new directory.
 *
 * @throws LbpError for everything that keeps the run from being finished; then no output directory is left
 */
export async function runDeck(settings: DeckSettings, listener: RunListener): Promise<DeckOutcome> {
  const started = new Date();
  const watch = new Stopwatch();
  const stage = (name: string, percent: () => number | null = () => null): void => {
    watch.begin(name);
    listener.onStage(name, percent);
  };

  stage('read value sets');
  const { directory, rules } = await loadRules(settings);

  stage('read deck');
  const payers =
    settings.payers === undefined
      ? builtInPayers()
      : readPayers(await textOf(settings.payers), settings.payers);
  const { deck, files, others } = await deckOf(settings, payers);
  refuseLost(deck, settings.deck);
  const key = settings.key === undefined ? null : await keyOf(settings.key);

  const folder = OutputFolder.create(settings.out, settings.force);
  const temporary = join(folder.partial, 'deck');
  const spill = join(folder.partial, 'spill');
  try {
    for (const path of [temporary, spill]) mkdirSync(path, { mode: 0o700 });
    const engine = await Engine.open({ threads: settings.threads, memory: settings.memory, spill });
    try {
      const numbers = {
        visit: files.indexOf('visit'),
        pharm: files.indexOf('pharm'),
        'member-en': files.indexOf('member-en'),
      };
      const plans = await planDeck(engine, deck, temporary, numbers);
      const { persons, ...extraction } = await extract(engine, {
        ...plans,
        files: files.map((file) => pathIn(settings.deck, file)),
        codes: directory.codes,
        rules,
        intake: intakeOf(rules.year),
        narrowing: true,
        onStage: stage,
      });
      const report = new RunReport(folder, rules);
      const judgements = new Map<string, Judgement | null>();
      for await (const person of persons) {
        report.add(evaluate(person, rules));
        judgements.set(person.id, judge(person, rules));
      }
      report.finish();

      stage('write outputs');
      const judgementOf = (id: string): Judgement | null => judgements.get(id) ?? null;
      const score = scoreOf(deck, payers, judgementOf, rules);
      writeScore(folder, score);
      const differences =
        key === null
          ? null
          : compareScore(
              score,
              key.map(({ cells }) => cells),
              judgementOf,
            );
      if (differences !== null) writeDifferences(folder, differences);
      writeRejects(folder, deck, settings);
      const inputs = await inputFacts(deck, files, settings.deck);
      const manifest: Manifest = {
        ...identity(settings, rules, directory, started),
        inputs,
        persons: report.persons,
        engine: {
          name: 'duckdb',
          version: Engine.version,
          threads: settings.threads,
          memory: settings.memory,
        },
        timings_ms: watch.done(),
        peak_memory_bytes: process.resourceUsage().maxRSS * 1024,
        warnings: warningsOf({
          rules,
          directory,
          extraction,
          report,
          deck,
          plans,
          inputs,
          others,
          replacedUnfinished: folder.replacedUnfinished,
        }),
        // A deck is made of the oddest members there can be; that they are odd says nothing.
        data_quality: [],
        outputs: folder.written(),
      };
      folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
      engine.close();
      for (const path of [temporary, spill]) rmSync(path, { recursive: true, force: true });
      folder.finish();
      const isOverRejects = inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
      const differs = differences !== null && differences.length > 0;
      return {
        exit: isOverRejects || differs ? 'threshold' : 'done',
        members: deck.members.size,
        score,
        differences,
        isOverRejects,
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

interface ReadDeck {
  readonly deck: Deck;
  /** Those that are there. */
  readonly files: readonly DeckFile[];
  /** What else the folder holds. */
  readonly others: readonly string[];
}

async function deckOf(settings: DeckSettings, payers: Payers): Promise<ReadDeck> {
  const layout =
    settings.layout === undefined
      ? builtInLayout(settings.year)
      : readLayout(await textOf(settings.layout), settings.layout);
  const found = await readdir(settings.deck).catch((cause: unknown) => {
    throw new LbpError('E101', `${settings.deck}: no such folder. Give the folder of a deck.`, { cause });
  });
  const files = DECK_FILES.filter((file) => file !== 'pharm' || found.includes(`${file}.txt`));
  const read = (file: DeckFile): Promise<string> => textOf(pathIn(settings.deck, file));
  const text = {
    'member-gm': await read('member-gm'),
    'member-en': await read('member-en'),
    visit: await read('visit'),
    pharm: files.includes('pharm') ? await read('pharm') : null,
  };
  const isRead = (name: string): boolean =>
    DECK_FILES.some((file) => name === `${file}.txt`) ||
    (settings.key !== undefined && resolve(settings.key) === resolve(settings.deck, name));
  return {
    deck: readDeck(text, layout, payers, settings.deck),
    files,
    others: found.filter((name) => !isRead(name)).sort(),
  };
}

/** A file without one line that can be used could only give a wrong score. */
function refuseLost(deck: Deck, folder: string): void {
  for (const file of DECK_FILES) {
    const rejected = deck.rejected.filter((line) => line.file === file);
    if (rejected.length === 0 || rejected.length < deck.linesRead[file]) continue;
    const reasons = [...new Set(rejected.map(({ reject }) => reject))].join(', ');
    throw new LbpError(
      'E108',
      `${pathIn(folder, file)}: none of the ${rejected.length} lines can be used (${reasons}). Mend the file, or give its layout with --layout.`,
    );
  }
}

function pathIn(folder: string, file: DeckFile): string {
  return join(folder, `${file}.txt`);
}

/** One character for each byte: places on a line are counted in bytes. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (cause) {
    throw new LbpError('E101', `${path}: no such file, or one that cannot be opened. Check the path.`, {
      cause,
    });
  }
}

async function keyOf(path: string): Promise<KeyRow[]> {
  return readKey(await textOf(path), path, SCORE_COLUMNS, MEASURE);
}

function scoreOf(
  deck: Deck,
  payers: Payers,
  judgementOf: (memberId: string) => Judgement | null,
  { year }: MeasureRules,
): ScoreRow[] {
  const ids = [...deck.members.keys()].sort((a, b) => (a < b ? -1 : 1));
  return ids.flatMap((id) => {
    const member = deck.members.get(id);
    return member === undefined ? [] : scoreRows(toScore(member, payers), judgementOf(id), year);
  });
}

/** Dates of a deck are checked when it is read. */
function day(iso: string): Day {
  return dayOfIso(iso) ?? 0;
}

function toScore({ id, gender, birth, cover }: DeckMember, payers: Payers): MemberToScore {
  return {
    id,
    gender,
    birth: day(birth),
    cover: cover.flatMap(({ start, end, payer }) =>
      (payers.get(payer) ?? []).map(({ productLine, scoredAs }) => ({
        start: day(start),
        end: day(end),
        productLine,
        payer: scoredAs,
      })),
    ),
  };
}

function writeScore(folder: OutputFolder, score: readonly ScoreRow[]): void {
  const table = folder.table('score.txt', SCORE_COLUMNS);
  table.addAll(score.map((row) => SCORE_COLUMNS.map((column) => row[column])));
  table.flush();
}

function writeDifferences(folder: OutputFolder, differences: readonly ScoreDifference[]): void {
  const table = folder.table('differences.csv', DIFFERENCE_COLUMNS);
  table.addAll(differences.map(differenceRow));
  table.flush();
}

function writeRejects(folder: OutputFolder, { rejected }: Deck, settings: DeckSettings): void {
  const table = folder.table('rejects.csv', REJECT_COLUMNS);
  for (const { file, line, claimId, reject, raw } of rejected.slice(0, settings.rejectRows)) {
    const { code, about } = DECK_REJECTS[reject];
    table.add(rejectRow({ file: pathIn(settings.deck, file), line, claimId, code, reason: about, raw }));
  }
  table.flush();
}

async function inputFacts(deck: Deck, files: readonly DeckFile[], folder: string): Promise<InputFacts[]> {
  return Promise.all(
    files.map(async (file) => {
      const path = pathIn(folder, file);
      const rejected: Record<string, number> = {};
      for (const line of deck.rejected.filter((one) => one.file === file)) {
        rejected[line.reject] = (rejected[line.reject] ?? 0) + 1;
      }
      const lost = Object.values(rejected).reduce((sum, lines) => sum + lines, 0);
      return {
        table: file,
        path,
        ...(await fingerprint(path)),
        rows_read: deck.linesRead[file],
        rows_used: deck.linesRead[file] - lost,
        rows_ignored: {},
        rows_rejected: rejected,
      };
    }),
  );
}

interface DeckFacts {
  readonly rules: MeasureRules;
  readonly directory: Directory;
  readonly extraction: Omit<Extraction, 'persons'>;
  readonly report: RunReport;
  readonly deck: Deck;
  readonly plans: Awaited<ReturnType<typeof planDeck>>;
  readonly inputs: readonly InputFacts[];
  readonly others: readonly string[];
  readonly replacedUnfinished: boolean;
}

function warningsOf({ deck, plans, inputs, others, extraction, ...facts }: DeckFacts): WarningFacts[] {
  const accounts = inputs.map((input) => ({
    read: input.rows_read,
    used: input.rows_used,
    ignored: input.rows_ignored,
    rejected: input.rows_rejected,
  }));
  const withoutCover = [...deck.members.values()].filter(({ cover }) => cover.length === 0).length;
  const own: WarningFacts[] = [
    {
      code: 'LBP-W511',
      text: `files of the deck that are not read: ${others.join(', ')}`,
      count: others.length,
    },
    {
      code: 'LBP-W512',
      text: 'visits whose diagnoses and procedures are ICD-9 and are not read',
      count: deck.icd9Visits,
    },
    {
      code: 'LBP-W513',
      text: 'members without enrolment, who have no row in the score',
      count: withoutCover,
    },
  ];
  return [
    ...warningsOfRun({
      ...facts,
      extraction: { ...extraction, accounts },
      inputs: { ...plans, claimStatus: null, x12: [], files: [], copies: new Map() },
      x12: null,
    }),
    ...own.filter(({ count }) => count > 0),
  ];
}
