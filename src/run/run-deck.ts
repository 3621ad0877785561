import { mkdirSync } from 'node:fs';
import { LbpError } from '../errors.js';
import { filesOfDeck, keyOf } from '../extract/deck/deck-files.js';
import { type DeckFacts, readDeck } from '../extract/deck/read-deck.js';
import { Engine } from '../extract/duckdb.js';
import { extract } from '../extract/extract.js';
import type { ScoreDifference, ScoreRow } from '../packs/deck.js';
import type { AnyPack } from '../packs/pack.js';
import { type InputFacts, type Manifest, rejectedShare } from '../report/manifest.js';
import type { OutputFolder } from '../report/output-folder.js';
import { REJECTS_TABLE, rejectRow } from '../report/rejects.js';
import { readCodeYears } from '../valuesets/code-years.js';
import { gatheringIn, writeTotals } from './gathering.js';
import { givenFiles } from './given-files.js';
import { type Fingerprint, fingerprint } from './input-files.js';
import { inOutputFolder, type RunListener } from './lifecycle.js';
import { inputFacts, rulesFacts } from './manifest-facts.js';
import { loadRules } from './rules.js';
import { warningsOfRun } from './run-warnings.js';
import type { DeckSettings } from './settings/deck-settings.js';

export interface DeckOutcome {
  /** `threshold` if score and key differ, or too many lines were rejected; the outputs are still written. */
  readonly exit: 'done' | 'threshold';
  readonly members: number;
  readonly score: readonly ScoreRow[];
  /** The result of the score, as a phrase. */
  readonly summary: string;
  /** Null if there is no key. */
  readonly differences: readonly ScoreDifference[] | null;
  readonly isOverRejects: boolean;
  readonly manifest: Manifest;
}

/**
 * Runs a rule pack on a deck and writes its score, with the outputs of a run, to a new directory.
 *
 * @throws LbpError E304 for a pack that scores no decks, and other codes for anything that keeps the run from
 *   finishing; in either case no output directory is left
 */
export async function runDeck(
  pack: AnyPack,
  { settings, question }: { readonly settings: DeckSettings; readonly question: unknown },
  listener: RunListener,
): Promise<DeckOutcome> {
  const { deck: scoring } = pack;
  if (scoring === null) throw new LbpError('E304', `${pack.id}: there are no decks of these rules.`);
  const given = (): Promise<string[]> => givenFiles({ ...settings, others: filesOfDeck(settings) });
  return inOutputFolder(settings, given, listener, async (at) => {
    at.stage('read value sets');
    const loaded = await loadRules(pack, question, settings);
    const { rules, selection } = loaded;

    at.stage('read deck');
    const deck = await readDeck(settings, Number(pack.asSettings(question)['year']));
    const { files } = deck.facts;
    const columns = scoring.scoreTable.columns.map(({ name }) => name);
    const key = settings.key === undefined ? null : await keyOf(settings.key, columns, scoring.measure);

    const engine = await at.openEngine(settings);
    const tables = at.temporary('deck');
    mkdirSync(tables, { mode: 0o700 });
    const plans = await deck.tables(engine.current, tables);
    const { persons, ...extraction } = await extract(engine.current, {
      ...plans,
      files: files.map(({ path }) => path),
      selection,
      narrowing: true,
      onStage: at.stage,
    });
    const gathering = gatheringIn(at.folder, pack, rules);
    const scorer = scoring.begin(rules);
    for await (const person of persons) {
      gathering.add(person);
      scorer.add(person);
    }
    gathering.flush();
    const { totals } = gathering;
    writeTotals(at.folder, pack, rules, totals);

    at.stage('write outputs');
    const score = deck.members.flatMap((member) => scorer.rows(member));
    writeRows(
      at.folder,
      scoring.scoreTable,
      score.map((row) => columns.map((name) => row[name] ?? '')),
    );
    const differences =
      key === null
        ? null
        : scorer.compare(
            score,
            key.map(({ cells }) => cells),
          );
    if (differences !== null) writeRows(at.folder, scoring.differenceTable, differences.map(differenceCells));
    writeDeckRejects(at.folder, deck.facts, settings.rejectRows);
    const inputs = await inputsOfDeck(deck.facts);
    const byPack = pack.warnings(totals, rules);
    const codeYears = await readCodeYears();
    const manifest: Manifest = at.writeManifest(settings, {
      ...rulesFacts(loaded, codeYears),
      inputs,
      persons: pack.personFacts(totals, rules),
      engine: {
        ...{ name: 'duckdb', version: Engine.version },
        ...{ threads: settings.threads, memory: settings.memory },
      },
      warnings: [
        ...warningsOfRun({
          findings: [],
          ...{ loaded, codeYears },
          extraction: { ...extraction, accounts: files.map(({ account }) => account) },
          inputs: { pharmacy: plans.pharmacy, files: [], copies: new Map() },
          byPack,
          claimFiles: [],
          replacedUnfinished: at.folder.replacedUnfinished,
        }),
        ...deck.facts.findings,
      ],
      // A deck consists of odd members on purpose, so findings about its data mean nothing.
      data_quality: [],
    });
    const isOverRejects = inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
    const differs = differences !== null && differences.length > 0;
    return {
      exit: isOverRejects || differs ? 'threshold' : 'done',
      members: deck.members.length,
      ...{ score, summary: scorer.summary(score), differences, isOverRejects, manifest },
    };
  });
}

function writeRows(
  folder: OutputFolder,
  table: Parameters<OutputFolder['table']>[0],
  rows: readonly (readonly string[])[],
): void {
  const output = folder.table(table);
  output.addAll(rows);
  output.flush();
}

function differenceCells({ memberId, payer, column, key, score, decidedBy }: ScoreDifference): string[] {
  return [memberId, payer, column, key, score, decidedBy];
}

function writeDeckRejects(folder: OutputFolder, { rejects }: DeckFacts, limit: number): void {
  const table = folder.table(REJECTS_TABLE);
  for (const row of rejects.slice(0, limit)) table.add(rejectRow(row));
  table.flush();
}

async function inputsOfDeck({ files }: DeckFacts): Promise<InputFacts[]> {
  const hashes = new Map<string, Fingerprint>();
  for (const { path } of files) hashes.set(path, await fingerprint(path));
  const accounts = files.map(({ account }) => account);
  return inputFacts(files, accounts, null, hashes);
}
