import { TABLES } from '../tables/columns.js';
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
  // Enrollment may have further columns, by which results are split.
  const unknown =
    table === undefined || table === 'eligibility'
      ? []
      : Object.keys(columns).filter((name) => !ours.includes(name));
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
