import { mkdirSync } from 'node:fs';
import { LbpError } from '../errors.js';
import { planDeck } from '../extract/deck/deck-tables.js';
import { Engine } from '../extract/duckdb.js';
import { type Extraction, extract } from '../extract/extract.js';
import { builtInPayers } from '../inputs/deck/built-in.js';
import { DECK_REJECTS, type Deck, type DeckMember } from '../inputs/deck/deck.js';
import { DECK_FILES, type DeckFile } from '../inputs/deck/layout.js';
import { type Payers, readPayers } from '../inputs/deck/payers.js';
import type { MemberToScore, ScoreDifference, ScoreRow } from '../packs/deck.js';
import type { AnyPack } from '../packs/pack.js';
import type { WarningFacts } from '../packs/quality.js';
import { type InputFacts, type Manifest, rejectedShare } from '../report/manifest.js';
import type { OutputFolder } from '../report/output-folder.js';
import { REJECTS_TABLE, rejectRow } from '../report/rejects.js';
import { type Day, dayOfIso } from '../timeline/day.js';
import { deckOf, keyOf, pathIn, type ReadDeck, refuseLost, textOf } from './deck-files.js';
import { gatheringIn, writeTotals } from './gathering.js';
import { givenFiles } from './given-files.js';
import { fingerprint } from './input-files.js';
import { inOutputFolder, type RunListener } from './lifecycle.js';
import { rulesFacts } from './manifest-facts.js';
import { loadRules } from './rules.js';
import { warningsOfRun } from './run-warnings.js';
import type { DeckSettings } from './settings/deck-settings.js';

export interface DeckOutcome {
  /** `threshold` when the score differs from the key, or too many lines were rejected; the outputs are there all the same. */
  readonly exit: 'done' | 'threshold';
  readonly members: number;
  readonly score: readonly ScoreRow[];
  /** What the score says, as a phrase. */
  readonly summary: string;
  /** Null where no key was given. */
  readonly differences: readonly ScoreDifference[] | null;
  readonly isOverRejects: boolean;
  readonly manifest: Manifest;
}

/**
 * Runs a rule pack on a deck and writes its score, with the outputs of a run, to a new directory.
 *
 * @throws LbpError E304 for a pack that scores no decks, and for everything that keeps the run from being finished; then
 *   no output directory is left
 */
export async function runDeck(
  pack: AnyPack,
  { settings, question }: { readonly settings: DeckSettings; readonly question: unknown },
  listener: RunListener,
): Promise<DeckOutcome> {
  const { deck: scoring } = pack;
  if (scoring === null) throw new LbpError('E304', `${pack.id}: there are no decks of these rules.`);
  const given = (): Promise<string[]> => {
    const { deck: folder, key, layout, payers } = settings;
    const others = [...DECK_FILES.map((file) => pathIn(folder, file)), key, layout, payers];
    return givenFiles({ ...settings, others });
  };
  return inOutputFolder(settings, given, listener, async (at) => {
    at.stage('read value sets');
    const loaded = await loadRules(pack, question, settings);
    const { rules, selection } = loaded;

    at.stage('read deck');
    const payers =
      settings.payers === undefined
        ? builtInPayers()
        : readPayers(await textOf(settings.payers), settings.payers);
    const read = await deckOf(settings, Number(pack.asSettings(question)['year']), payers);
    const { deck, files } = read;
    refuseLost(deck, settings.deck);
    const key = settings.key === undefined ? null : await keyOf(settings.key, scoring);

    const engine = await at.openEngine(settings);
    const tables = at.temporary('deck');
    mkdirSync(tables, { mode: 0o700 });
    const plans = await planDeck(engine.current, deck, tables, {
      visit: files.indexOf('visit'),
      pharm: files.indexOf('pharm'),
      'member-en': files.indexOf('member-en'),
    });
    const { persons, ...extraction } = await extract(engine.current, {
      ...plans,
      files: files.map((file) => pathIn(settings.deck, file)),
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
    const score = membersOf(deck, payers).flatMap((member) => scorer.rows(member));
    writeRows(
      at.folder,
      scoring.scoreTable,
      score.map((row) => scoring.scoreTable.columns.map(({ name }) => row[name] ?? '')),
    );
    const differences =
      key === null
        ? null
        : scorer.compare(
            score,
            key.map(({ cells }) => cells),
          );
    if (differences !== null) writeRows(at.folder, scoring.differenceTable, differences.map(differenceCells));
    writeDeckRejects(at.folder, deck, settings);
    const inputs = await inputFacts(deck, files, settings.deck);
    const byPack = pack.warnings(totals, rules);
    const manifest: Manifest = at.writeManifest(settings, {
      ...rulesFacts(loaded),
      inputs,
      persons: pack.personFacts(totals, rules),
      engine: {
        ...{ name: 'duckdb', version: Engine.version },
        ...{ threads: settings.threads, memory: settings.memory },
      },
      warnings: [
        ...warningsOfRun({
          loaded,
          extraction: { ...extraction, accounts: inputs.map(accountOf) },
          inputs: { pharmacy: plans.pharmacy, files: [], copies: new Map() },
          byPack,
          claimFiles: [],
          replacedUnfinished: at.folder.replacedUnfinished,
        }),
        ...aboutDeck(read),
      ],
      // A deck is made of the oddest members there can be; that they are odd says nothing.
      data_quality: [],
    });
    const isOverRejects = inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
    const differs = differences !== null && differences.length > 0;
    return {
      exit: isOverRejects || differs ? 'threshold' : 'done',
      members: deck.members.size,
      ...{ score, summary: scorer.summary(score), differences, isOverRejects, manifest },
    };
  });
}

/** The members of a deck in the order of their ids. */
function membersOf(deck: Deck, payers: Payers): MemberToScore[] {
  const ids = [...deck.members.keys()].sort((a, b) => (a < b ? -1 : 1));
  return ids.flatMap((id) => {
    const member = deck.members.get(id);
    return member === undefined ? [] : [toScore(member, payers)];
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

function writeDeckRejects(folder: OutputFolder, { rejected }: Deck, settings: DeckSettings): void {
  const table = folder.table(REJECTS_TABLE);
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

function accountOf(input: InputFacts): Extraction['accounts'][number] {
  return {
    read: input.rows_read,
    used: input.rows_used,
    ignored: input.rows_ignored,
    rejected: input.rows_rejected,
  };
}

function aboutDeck({ deck, others }: ReadDeck): WarningFacts[] {
  const withoutCover = [...deck.members.values()].filter(({ cover }) => cover.length === 0).length;
  const found: WarningFacts[] = [
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
  return found.filter(({ count }) => count > 0);
}
