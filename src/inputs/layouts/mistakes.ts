import { DIAGNOSES, TABLES } from '../tables/columns.js';
import { isCodes, referencesIn, referencesOf } from './columns-read.js';
import type { Kind } from './layout.js';

/*
 * What is wrong in one kind of a user-defined layout. A name that nothing has would be blank in every row, without a
 * word.
 */

const PLACES: readonly string[] = ['@person', '@file', '@row'];

/**
 * The mistakes in a kind, each as a phrase.
 *
 * @param kinds all kinds of the layout
 */
export function mistakesOf(kind: Kind, kinds: readonly Kind[]): string[] {
  return [...ofNames(kind), ...ofReferences(kind), ...ofPersons(kind, kinds)];
}

function ofNames({ table, columns = {}, joins = [], diagnoses, procedures }: Kind): string[] {
  const ours = TABLES.find(({ name }) => name === table)?.columns.map(({ name }) => name) ?? [];
  // Enrollment may have further columns, by which results are split, but none that is nearly one of ours.
  const unknown =
    table === undefined
      ? []
      : Object.keys(columns).filter(
          (name) =>
            !ours.includes(name) && (table !== 'eligibility' || ours.some((one) => isMisspelled(name, one))),
        );
  const coded = joins.filter(({ as }) => as === 'codes').map(({ name }) => name);
  const codes = [...(diagnoses?.others ?? []), ...(procedures === undefined ? [] : [procedures])];
  return [
    ...joins.flatMap(({ name, as, code }) =>
      as === 'codes' && code === undefined ? [`joins the codes of ${name} without code`] : [],
    ),
    ...unknown.map((name) => `columns has ${name}, and ${table} has no such column`),
    ...codes.flatMap((value) =>
      isCodes(value) && !coded.includes(value.codes)
        ? [`takes the codes of ${value.codes}, and joins no codes of that name`]
        : [],
    ),
  ];
}

/** The most characters by which a misspelled name differs, and the length from which names are compared. */
const MOST_WRONG = 2;
const FEWEST = 8;

function isMisspelled(name: string, right: string): boolean {
  return right.length >= FEWEST && charactersBetween(name.toLowerCase(), right) <= MOST_WRONG;
}

/** The fewest characters to add, drop or replace to make one text the other. */
function charactersBetween(one: string, other: string): number {
  let costs = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [place, character] of [...one].entries()) {
    const next = [place + 1];
    for (const [at, wanted] of [...other].entries()) {
      const replaced = (costs[at] ?? 0) + (character === wanted ? 0 : 1);
      next.push(Math.min(replaced, (costs[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    costs = next;
  }
  return costs.at(-1) ?? 0;
}

/**
 * The columns that the table of a kind needs and the kind does not state; of each entry, one would do. Equipment and the
 * like may have no diagnoses.
 */
export function unstatedColumns({ table, columns = {}, spans }: Kind): readonly (readonly string[])[] {
  const stated = [
    ...[...Object.keys(columns), ...DIAGNOSES.slice(0, 1)],
    ...(spans === undefined ? [] : ['enrollment_start_date', 'enrollment_end_date']),
  ];
  const { required = [] } = TABLES.find(({ name }) => name === table) ?? {};
  return required.filter((choices) => !choices.some((name) => stated.includes(name)));
}

function ofReferences(kind: Kind): string[] {
  const { diagnoses, procedures, spans, joins = [], ...rest } = kind;
  // Where a name can stand for several columns.
  const numbered = [
    ...(diagnoses?.others ?? []).flatMap((value) => (isCodes(value) ? [] : referencesIn(value))),
    ...(procedures === undefined || isCodes(procedures)
      ? []
      : [procedures.code, procedures.date ?? '@row'].flatMap(referencesIn)),
    ...referencesOf({ name: kind.name, match: kind.match, spans: spans ?? [] }),
  ];
  const single = referencesOf(
    diagnoses === undefined ? rest : { ...rest, diagnoses: { ...diagnoses, others: [] } },
  );
  const joined = joins.flatMap(({ on, code, order, date }) =>
    [...on.flat(), code ?? '@row', order ?? '@row', date ?? '@row'].flatMap(referencesIn),
  );
  const once = [...new Set([...single, ...joined])];
  const all = [...new Set([...once, ...numbered])];
  return [
    ...all
      .filter((name) => name.startsWith('@') && !PLACES.includes(name))
      .map((name) => `reads ${name}, and there are only ${PLACES.join(', ')}`),
    ...once
      .filter((name) => name.includes('#'))
      .map((name) => `reads ${name}, where # can stand for no number`),
  ];
}

/** Each side of a join has people of its own. */
function ofPersons(kind: Kind, kinds: readonly Kind[]): string[] {
  const { joins = [] } = kind;
  const isRead = (references: readonly string[]): boolean => references.includes('@person');
  const here = [
    ...referencesOf(kind),
    ...joins.flatMap(({ on }) => on.flatMap(([mine]) => referencesIn(mine))),
  ];
  const there = joins.filter(({ on }) => isRead(on.flatMap(([, theirs]) => referencesIn(theirs))));
  const without = [
    ...(isRead(here) ? [kind] : []),
    ...there.flatMap((join) => kinds.filter(({ name }) => name === join.kind)),
  ].filter(({ person }) => person === undefined);
  return [...new Set(without)].map(({ name }) => `reads @person of ${name}, which has no person`);
}
