import { DECK_REJECTS, type Deck, type DeckMember, type RejectedLine } from '../../inputs/deck/deck.js';
import type { DeckFile } from '../../inputs/deck/layout.js';
import type { Payers } from '../../inputs/deck/payers.js';
import { type Day, dayOfIso } from '../../timeline/day.js';
import type { ProductLine } from '../../timeline/person.js';
import type { Account } from '../accounts.js';
import type { Engine } from '../duckdb.js';
import type { RejectedRow } from '../rejects.js';
import { type DeckPaths, type DeckText, deckText, pathIn, refuseLost } from './deck-files.js';
import { type DeckPlans, planDeck } from './tables.js';

/**
 * A deck in the form that the rest of the program reads: tables, the members to score, and one object of
 * facts.
 */
export interface ReadDeck {
  /** In the order of their ids. */
  readonly members: readonly MemberOfDeck[];
  readonly facts: DeckFacts;
  /**
   * Writes the tables, whose rows carry the file numbers of the facts.
   *
   * @param folder a new folder for them
   */
  tables(engine: Engine, folder: string): Promise<DeckPlans>;
}

export interface DeckFacts {
  /** The files that exist, each with the outcomes of its lines. */
  readonly files: readonly { readonly table: string; readonly path: string; readonly account: Account }[];
  readonly findings: readonly { readonly code: string; readonly text: string; readonly count: number }[];
  readonly rejects: readonly RejectedRow[];
}

/** A member as stated in a deck. */
export interface MemberOfDeck {
  readonly id: string;
  readonly gender: string;
  readonly birth: Day;
  readonly cover: readonly {
    readonly start: Day;
    readonly end: Day;
    readonly productLine: ProductLine | 'other';
    /** The payer in the score; empty for coverage that is not reported. */
    readonly payer: string;
  }[];
}

/**
 * Reads a deck.
 *
 * @param year picks the built-in layout, unless `paths` names a layout
 * @throws LbpError E101, E108 for a file without a usable line, E120, E121
 */
export async function readDeck(paths: DeckPaths, year: number): Promise<ReadDeck> {
  const text = await deckText(paths, year);
  const { deck, files, payers } = text;
  refuseLost(deck, paths.deck);
  return {
    members: membersOf(deck, payers),
    facts: {
      files: files.map((file) => ({
        ...{ table: file, path: pathIn(paths.deck, file) },
        account: accountOf(deck, file),
      })),
      findings: findingsOf(text),
      rejects: deck.rejected.map((line) => rejectedRow(line, paths.deck)),
    },
    tables: (engine, folder) =>
      planDeck(engine, deck, folder, {
        visit: files.indexOf('visit'),
        pharm: files.indexOf('pharm'),
        'member-en': files.indexOf('member-en'),
      }),
  };
}

function membersOf(deck: Deck, payers: Payers): MemberOfDeck[] {
  const ids = [...deck.members.keys()].sort((a, b) => (a < b ? -1 : 1));
  return ids.flatMap((id) => {
    const member = deck.members.get(id);
    return member === undefined ? [] : [memberOf(member, payers)];
  });
}

function memberOf({ id, gender, birth, cover }: DeckMember, payers: Payers): MemberOfDeck {
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

/** The dates of a deck were checked when it was read. */
function day(iso: string): Day {
  return dayOfIso(iso) ?? 0;
}

function accountOf(deck: Deck, file: DeckFile): Account {
  const lost = deck.rejected.filter((line) => line.file === file);
  const rejected: Record<string, number> = {};
  for (const { reject } of lost) rejected[reject] = (rejected[reject] ?? 0) + 1;
  const read = deck.linesRead[file];
  return { read, used: read - lost.length, ignored: {}, rejected };
}

function rejectedRow({ file, line, claimId, reject, raw }: RejectedLine, folder: string): RejectedRow {
  const { code, about } = DECK_REJECTS[reject];
  return { file: pathIn(folder, file), line, claimId, code, reason: about, raw };
}

function findingsOf({ deck, others }: DeckText): DeckFacts['findings'] {
  const withoutCover = [...deck.members.values()].filter(({ cover }) => cover.length === 0).length;
  const found = [
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
      text: 'members without enrollment, who have no row in the score',
      count: withoutCover,
    },
  ];
  return found.filter(({ count }) => count > 0);
}
