import type { ColumnSource, FileGroup, TablePlan } from '../../inputs/tables/plan.js';
import { layoutOf } from './lines/days.js';
import type { CandidateColumn, LineSpec, SpecDate } from './lines/line-spec.js';

/** What bears on the fate of a row (the outcomes in sql/relations.ts), by the names of our columns. */
interface Fate {
  readonly stated: readonly string[];
  readonly dates: readonly { readonly name: string; readonly isEnd?: true }[];
  readonly needed: readonly (readonly string[])[];
  readonly inOrder: readonly (readonly [string, string])[];
  readonly elevenDigits?: string;
  readonly told: string;
}

const FATES: Readonly<Record<TablePlan['table']['name'], Fate | null>> = {
  medical_claim: {
    stated: ['claim_id', 'person_id'],
    dates: [
      { name: 'claim_line_start_date' },
      { name: 'claim_line_end_date', isEnd: true },
      { name: 'claim_start_date' },
      { name: 'claim_end_date', isEnd: true },
      { name: 'admission_date' },
      { name: 'discharge_date', isEnd: true },
    ],
    needed: [['claim_line_start_date', 'claim_start_date']],
    inOrder: [
      ['claim_start_date', 'claim_end_date'],
      ['admission_date', 'discharge_date'],
    ],
    told: 'claim_status',
  },
  pharmacy_claim: {
    stated: ['claim_id', 'person_id'],
    dates: [{ name: 'dispensing_date' }],
    needed: [['dispensing_date']],
    inOrder: [],
    elevenDigits: 'ndc_code',
    told: 'claim_status',
  },
  eligibility: {
    stated: ['person_id'],
    dates: [
      { name: 'birth_date' },
      { name: 'death_date', isEnd: true },
      { name: 'enrollment_start_date', isEnd: true },
      { name: 'enrollment_end_date', isEnd: true },
      { name: 'hospice_date', isEnd: true },
    ],
    needed: [['birth_date'], ['enrollment_start_date'], ['enrollment_end_date']],
    inOrder: [
      ['birth_date', 'enrollment_end_date'],
      ['birth_date', 'death_date'],
      ['enrollment_start_date', 'enrollment_end_date'],
    ],
    told: 'payer_type',
  },
  claim_status: null,
};

/** The beginnings of codes that make somebody a candidate, by the column in which they stand. */
export interface CandidateStems {
  readonly column: string;
  readonly stems: readonly string[];
}

/** Which lines of a table the engine is to see. */
export type Wanted =
  /** Every line that is not usual, all that could make somebody a candidate among them. */
  | { readonly lines: 'unusual'; readonly candidates: readonly CandidateStems[] }
  /** Those of people and those that are not usual; the others are counted. */
  | { readonly lines: 'of people and unusual'; readonly people: LineSpec['people'] }
  /** Those of people, and those of which it is not seen whose they are, in files that are known to be plain. */
  | {
      readonly lines: 'of people';
      readonly people: LineSpec['people'];
      readonly plain: ReadonlySet<number>;
    };

/** One byte, and none of those in the numbers that are written beside what is kept of a line. */
const SEPARATOR = /^[^\w\u0080-\uffff]$/;

/**
 * Null where the lines of a group cannot be sifted: not CSV, sifted before, a separator that is no such byte, dates whose
 * length differs, or constants where the spec needs columns.
 */
export function specOf(group: FileGroup, table: TablePlan['table']['name'], wanted: Wanted): LineSpec | null {
  const fate = FATES[table];
  if (
    group.format !== 'csv' ||
    group.weightColumn !== undefined ||
    fate === null ||
    !SEPARATOR.test(group.delimiter)
  )
    return null;
  const column = (name: string): number | null => columnOf(group.sources.get(name));
  const names = fate.dates.filter(({ name }) => group.sources.has(name));
  const stated = fate.stated.map(column);
  const dates = names.map(({ name, isEnd }) => dateOf(group.sources.get(name), isEnd === true));
  const principal = wanted.lines === 'unusual' ? column('diagnosis_code_1') : null;
  const candidates = (wanted.lines === 'unusual' ? wanted.candidates : []).flatMap(
    ({ column: name, stems }): CandidateColumn[] => {
      const found = column(name);
      return found === null ? [] : [{ column: found, stems }];
    },
  );
  const elevenDigits = fate.elevenDigits === undefined ? null : column(fate.elevenDigits);
  const told = column(fate.told);
  if (
    !stated.every((found) => found !== null) ||
    !dates.every((date) => date !== null) ||
    (wanted.lines === 'unusual' && principal === null) ||
    (fate.elevenDigits !== undefined && elevenDigits === null)
  ) {
    return null;
  }
  const numberOf = (name: string): number => names.findIndex((date) => date.name === name);
  const isThere = (name: string): boolean => numberOf(name) >= 0;
  const needsAll = wanted.lines === 'of people';
  const inCandidates = candidates.map((one) => one.column);
  const bearing = [...stated, ...dates.map((date) => date.column), principal, ...inCandidates, told];
  const used = [...group.sources.values()].map(columnOf);
  const copied = new Set((wanted.lines === 'unusual' ? bearing : used).filter((found) => found !== null));
  return {
    separator: group.delimiter.charCodeAt(0),
    columns: group.columns.length,
    person: column('person_id') ?? 0,
    fileNumber: group.fileNoColumn === undefined ? null : group.columns.indexOf(group.fileNoColumn),
    stated,
    dates,
    needed: fate.needed.map((choices) => choices.filter(isThere).map(numberOf)),
    inOrder: fate.inOrder
      .filter((pair) => pair.every(isThere))
      .map(([first, second]) => [numberOf(first), numberOf(second)]),
    elevenDigits,
    told,
    principal,
    candidates,
    people: wanted.lines === 'unusual' ? null : wanted.people,
    isCounted: !needsAll,
    copied: [...copied].sort((a, b) => a - b),
  };
}

function columnOf(source: ColumnSource | undefined): number | null {
  return source?.from === 'column' ? source.index : null;
}

function dateOf(source: ColumnSource | undefined, isEnd: boolean): SpecDate | null {
  if (source?.from !== 'column' || source.dateFormat === null) return null;
  const layout = layoutOf(source.dateFormat);
  return layout === null ? null : { column: source.index, layout, isEnd };
}

const FILE_NO = 'number of the file';
const WEIGHT = 'lines that it stands for';

/**
 * The group that holds what was kept of some files of another.
 *
 * @param isEmpty whether a column holds nothing in all that was kept; it is as if the files had it not
 */
export function keptGroup(
  group: FileGroup,
  { copied }: LineSpec,
  files: FileGroup['files'],
  isEmpty: (column: number) => boolean,
): FileGroup {
  const sources = [...group.sources].flatMap(([name, source]): [string, ColumnSource][] => {
    if (source.from === 'constant') return [[name, source]];
    const index = isEmpty(source.index) ? -1 : copied.indexOf(source.index);
    return index < 0 ? [] : [[name, { ...source, index }]];
  });
  const { longestRecord: _, ...rest } = group;
  return {
    ...rest,
    columns: [...copied.map((index) => group.columns[index] ?? ''), FILE_NO, WEIGHT],
    sources: new Map(sources),
    files,
    fileNoColumn: FILE_NO,
    weightColumn: WEIGHT,
  };
}
