import { LbpError } from '../../errors.js';
import { looksLikeHeader, shownHeader } from '../../shown.js';
import { TABLES } from './columns.js';
import { PRESETS } from './presets.js';

/** The first line of a file, and rows to compare it with. */
interface Header {
  readonly path: string;
  readonly columns: readonly string[];
  readonly sample: readonly (readonly string[])[];
}

/**
 * The error for a file that lacks a required column, with the most likely cause: the separator, a line above
 * the header, no header, a layout that has a preset, or a different name.
 *
 * @param choices our columns, one of which is needed
 */
export function missingColumn(choices: readonly string[], header: Header): LbpError {
  const { path } = header;
  const [first = ''] = choices;
  return new LbpError(
    'E103',
    `${path}: no column for ${choices.join(' or ')} (found: ${likeliestFirst(choices, header)}). ${adviceFor(first, header)}`,
  );
}

/** The same for a column that the config names. */
export function missingMapped(column: string, named: string, header: Header): LbpError {
  return new LbpError(
    'E103',
    `${header.path}: no column ${named}, which columns.${column} in the config names (found: ${likeliestFirst([named, column], header)}). ${separatorAdvice(header) ?? 'Fix the name there.'}`,
  );
}

/** The same for a column that the user asked to count people by. */
export function missingRequestedColumn(name: string, header: Header): LbpError {
  return new LbpError(
    'E103',
    `${header.path}: no column ${name} (found: ${likeliestFirst([name], header)}). ${separatorAdvice(header) ?? 'Name a column of the file with --by.'}`,
  );
}

function adviceFor(column: string, header: Header): string {
  const { columns, sample } = header;
  const ofLayout = separatorAdvice(header);
  if (ofLayout !== null) return ofLayout;
  if (!looksLikeHeader(columns, sample)) return 'Give the file a header line.';
  const set = `columns.${column} in the config`;
  for (const [preset, mapping] of Object.entries(PRESETS)) {
    const named = mapping.columns?.[column];
    if (typeof named === 'string' && columns.some((name) => name.toLowerCase() === named)) {
      return `It has ${named}: set preset to ${preset}, or ${set}.`;
    }
  }
  return `Set ${set}.`;
}

/** Separators that are not tried on a header, including control characters. */
const SEPARATORS = ['^', '~', ':', '#', '!', '*', '\u0001', '\u001c', '\u001d', '\u001e', '\u001f', '\u0007'];

const OURS: ReadonlySet<string> = new Set(TABLES.flatMap(({ columns }) => columns.map(({ name }) => name)));

/** What to do about a first line that only tells Excel the separator; null for any other. */
export function hintAdvice([first = '']: readonly string[]): string | null {
  return /^sep=/i.test(first)
    ? 'Its first line is a hint for Excel (sep=) and not the header: remove that line.'
    : null;
}

/** Null if nothing suggests an unrecognized separator. */
function separatorAdvice({ columns }: Header): string | null {
  const line = columns.join(',');
  const hint = hintAdvice(columns);
  if (hint !== null) return hint;
  const bare = columns.map((name) => name.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  if (
    columns.length > 1 &&
    columns.some((name) => /^[^\p{L}\p{N}]|[^\p{L}\p{N}]$/u.test(name)) &&
    hasOurs(bare)
  ) {
    if (columns.some((name) => name.startsWith('"'))) {
      return 'A blank before a quote makes the quote part of the name: write the file without blanks behind its separators.';
    }
    return columns.some((name) => /^(['`]).*\1$/.test(name))
      ? 'Its quotes are not double ones, which makes them part of the names: write the file with double quotes, or with none.'
      : 'Its separator has more than one character: write the file with a separator of one.';
  }
  if (columns.length !== 1) return null;
  const ours = SEPARATORS.find((separator) => hasOurs(line.split(separator)));
  const likely = ours ?? SEPARATORS.find((separator) => line.split(separator).length > 2);
  return likely === undefined
    ? 'It has one column: if another character separates its columns, set delimiter in the config.'
    : `It has one column, and its separator looks like ${JSON.stringify(likely)}: set delimiter in the config to that.`;
}

function hasOurs(names: readonly string[]): boolean {
  return names.length > 1 && names.some((name) => OURS.has(name.trim().toLowerCase()));
}

/**
 * The names most similar to the missing one come first, so that they are among those shown; names that are
 * already our columns come last.
 */
function likeliestFirst(wanted: readonly string[], { columns, sample }: Header): string {
  const taken = (name: string): number => (OURS.has(name.toLowerCase()) ? 1 : 0);
  const order = columns
    .map((name, at) => ({
      at,
      likeness: Math.max(...wanted.map((one) => likeness(one, name))) - taken(name),
    }))
    .sort((a, b) => b.likeness - a.likeness || a.at - b.at);
  return shownHeader(
    order.map(({ at }) => columns[at] ?? ''),
    sample.map((row) => order.map(({ at }) => row[at] ?? '')),
  );
}

/** Words that layouts use as synonyms. */
const SAME: readonly (readonly string[])[] = [
  ['person', 'patient', 'member', 'mbr', 'bene', 'subscriber', 'enrollee', 'enrolid', 'pat'],
  ['id', 'key', 'no', 'num', 'nbr', 'number', 'identifier'],
  ['claim', 'clm', 'clmid', 'encounter'],
  ['date', 'dt', 'day'],
  ['start', 'from', 'begin', 'first', 'eff', 'effective', 'svcdate'],
  ['end', 'thru', 'through', 'last', 'term', 'exp', 'stop'],
  ['birth', 'dob', 'born', 'bday'],
  ['diagnosis', 'dx', 'diag', 'dgns', 'icd'],
  ['code', 'cd'],
  ['ndc', 'drug', 'product', 'prod'],
  ['dispensing', 'fill', 'filled', 'service', 'srvc', 'svc', 'rx'],
  ['payer', 'lob', 'plan', 'business', 'coverage', 'insurance'],
  ['enrollment', 'elig', 'eligibility', 'enroll', 'span', 'member'],
];

const GROUP_OF: ReadonlyMap<string, readonly number[]> = new Map(
  [...new Set(SAME.flat())].map((word) => [
    word,
    SAME.flatMap((words, at) => (words.includes(word) ? [at] : [])),
  ]),
);

/** From 0 to 1: the share of words in both names that the other also has, as the same word or a synonym. */
function likeness(wanted: string, name: string): number {
  const [asked, found] = [wordsOf(wanted), wordsOf(name)];
  const meant = found.flatMap((word) => GROUP_OF.get(word) ?? []);
  const shared = asked.filter(
    (word) => found.includes(word) || (GROUP_OF.get(word) ?? []).some((group) => meant.includes(group)),
  ).length;
  return shared === 0 ? 0 : (2 * shared) / (asked.length + found.length);
}

/** `PRNCPAL_DGNS_CD`, `claimStartDate`, `DX1` split into words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
