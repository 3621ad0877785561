import {
  type CodeLife,
  type FiscalYear,
  textOfBounds,
  type YearBounds,
} from '../../src/valuesets/code-life.js';
import { byCodeUnit } from '../../src/valuesets/order.js';
import type { Change } from './changes.js';
import { csv } from './csv.js';

/** Years that the tables leave open or do not reach, but that are public elsewhere. */
const KNOWN: ReadonlyMap<string, { readonly first?: FiscalYear; readonly last?: FiscalYear }> = new Map([
  // Split on 1 October 2017.
  ['M4806', { last: 2017 }],
  ['M48061', { first: 2018 }],
  ['M48062', { first: 2018 }],
  // Split on 1 October 2021.
  ['M545', { last: 2021 }],
  ['M5450', { first: 2022 }],
  ['M5451', { first: 2022 }],
  ['M5459', { first: 2022 }],
  // These were added on 1 April 2022, after that year's table was made. No other available table missed later
  // codes of its year: the code counts that CMS published for the following years rule that out.
  ['Z28310', { first: 2022 }],
  ['Z28311', { first: 2022 }],
  ['Z2839', { first: 2022 }],
]);

/**
 * The years of every code that a table holds, that the list of changes adds, or whose year is known from
 * elsewhere.
 *
 * @param tables the billable codes of each available fiscal year
 * @throws Error naming a code that left the tables and came back, or whose known year the tables contradict
 */
export function codeLives(
  tables: ReadonlyMap<FiscalYear, ReadonlySet<string>>,
  changes: readonly Change[],
): Map<string, CodeLife> {
  const years = [...tables.keys()].sort((a, b) => a - b);
  const lives = new Map<string, CodeLife>();
  for (const code of new Set([...tables.values()].flatMap((codes) => [...codes]))) {
    lives.set(
      code,
      lifeInTables(
        code,
        years.map((year) => ({ year, has: tables.get(year)?.has(code) === true })),
      ),
    );
  }
  const newest = Math.max(...years);
  for (const { year, action, code } of changes.filter(({ year }) => year > newest)) {
    const life = lives.get(code);
    if (action === 'add' && life === undefined) lives.set(code, { first: exactly(year), last: null });
    if (action === 'delete' && life?.last === null) lives.set(code, { ...life, last: exactly(year - 1) });
  }
  for (const [code, known] of KNOWN) lives.set(code, refined(code, lives.get(code), known));
  return lives;
}

function lifeInTables(
  code: string,
  tables: readonly { readonly year: FiscalYear; readonly has: boolean }[],
): CodeLife {
  const from = tables.findIndex(({ has }) => has);
  const to = tables.findLastIndex(({ has }) => has);
  if (tables.slice(from, to).some(({ has }) => !has))
    throw new Error(`${code} left the tables and came back`);
  const yearOf = (index: number): FiscalYear | undefined => tables[index]?.year;
  return {
    first: between(yearOf(from - 1), yearOf(from)),
    last: between(yearOf(to), yearOf(to + 1), -1),
  };
}

/**
 * The years after the first table up to the second, or, with -1, from the first up to the year before the
 * second.
 */
function between(one: FiscalYear | undefined, other: FiscalYear | undefined, shift = 0): YearBounds | null {
  if (one === undefined || other === undefined) return null;
  return { earliest: one + 1 + shift, latest: other + shift };
}

function exactly(year: FiscalYear): YearBounds {
  return { earliest: year, latest: year };
}

function refined(
  code: string,
  life: CodeLife | undefined,
  { first, last }: { readonly first?: FiscalYear; readonly last?: FiscalYear },
): CodeLife {
  const bounds = life ?? { first: null, last: null };
  const isTooLate = first !== undefined && bounds.first !== null && first > bounds.first.latest;
  const isTooEarly = last !== undefined && bounds.last !== null && last < bounds.last.earliest;
  if (isTooLate || isTooEarly) throw new Error(`the tables contradict the known year of ${code}`);
  return {
    first: first === undefined ? bounds.first : exactly(first),
    last: last === undefined ? bounds.last : exactly(last),
  };
}

/**
 * The table of code years: one line for the codes of a category that were added and deleted in the same
 * years.
 */
export function codeYearsCsv(lives: ReadonlyMap<string, CodeLife>): string {
  const lines = new Map<string, string[]>();
  for (const code of [...lives.keys()].sort(byCodeUnit)) {
    const life = lives.get(code);
    const key = [
      code.slice(0, 3),
      textOfBounds(life?.first ?? null),
      textOfBounds(life?.last ?? null),
    ].join();
    const line = lines.get(key) ?? [];
    lines.set(key, line);
    line.push(code);
  }
  return csv(
    ['Category', 'First Year', 'Last Year', 'Codes'],
    [...lines.keys()].sort(byCodeUnit).map((key) => [...key.split(','), lines.get(key)?.join(' ') ?? '']),
  );
}
