import type { Remark, RemarkedRows, Remarks } from '../extract/remarks.js';
import type { WarningFacts } from '../packs/quality.js';
import { shown } from '../shown.js';

const TEXTS: Readonly<Record<Remark, { readonly code: string; readonly text: string }>> = {
  no_date: {
    code: 'LBP-W141',
    text: 'rows of candidates with placeholders in place of a date, which are read as blank',
  },
  open_end: {
    code: 'LBP-W142',
    text: 'enrollment spans of candidates without an end, which are taken as open',
  },
  unsaid_benefit: {
    code: 'LBP-W153',
    text: 'enrollment rows of candidates with a blank medical_benefit, which counts as yes, where others say yes and none says no; if a blank means no, map it with values.medical_benefit: {"": "false"}',
  },
  long_stay: {
    code: 'LBP-W143',
    text: 'claim lines of candidates that state a stay or a claim of more than 366 days; they count as stated',
  },
  outside_claim: {
    code: 'LBP-W144',
    text: 'claim lines of candidates dated, or with a procedure dated, more than 31 days before the start or after the end of their claim; they count on the day that is stated',
  },
  taken_back: {
    code: 'LBP-W145',
    text: 'rows of candidates that a voided row, a negative amount or another bill of their claim takes back; they do not count',
  },
  reversal_alone: {
    code: 'LBP-W146',
    text: 'rows of candidates that take back something not found or not certain: voids, negative amounts, supplies or quantities; what they may take back still counts',
  },
  replacement_alone: {
    code: 'LBP-W147',
    text: 'claim lines of candidates on bills that replace another which is not found under their claim_id; they count, and so does an earlier bill under another id',
  },
  bad_amount: {
    code: 'LBP-W151',
    text: 'rows of candidates with an amount or a quantity that is no number; it takes nothing back, and what it may take back counts',
  },
  several_ends: {
    code: 'LBP-W152',
    text: 'enrollment spans of candidates that other rows state with the same start, payer type and plan and a later end; the last end counts, and may be that of an older copy',
  },
  shared_id: {
    code: 'LBP-W150',
    text: 'claim ids of candidates under which lines name several billing providers or begin more than 366 days apart, which may be several claims; they are read as one',
  },
};

/** The warnings about rows that a run uses anyway, each with a count and the place of the first. */
export function remarkWarnings(
  remarks: Remarks,
  files: readonly { readonly path: string }[],
): WarningFacts[] {
  return [...remarks.rows].map(([remark, { count, first }]) => {
    const { code, text } = TEXTS[remark];
    const dates = [...remarks.noDates].map(([column, rows]) => `${column} ${rows}`).join(', ');
    return {
      code,
      text: `${text}${remark === 'no_date' ? `: ${dates}` : ''}; ${placeOf(first, files)}`,
      count,
    };
  });
}

function placeOf(
  { fileNo, claimId }: RemarkedRows['first'],
  files: readonly { readonly path: string }[],
): string {
  return `the first in ${files[fileNo]?.path ?? 'an input'}${claimId === '' ? '' : `, claim ${claimId}`}`;
}

/**
 * The warning about principal diagnoses in the categories of events that are no codes: with a character glued on or
 * mistyped, each may be an event that is missed.
 */
export function unknownPrincipals(
  { principals }: Pick<Remarks, 'principals'>,
  files: readonly { readonly path: string }[],
  isNoCode: (code: string) => boolean,
): WarningFacts {
  const found = [...principals].filter(([code]) => isNoCode(code));
  const words = new Map(found.map(([code, { count }]) => [`${code.slice(0, 3)}.${code.slice(3)}`, count]));
  const [first] = found.map(([, rows]) => rows.first).sort((a, b) => a.fileNo - b.fileNo);
  const place = first === undefined ? '' : `; ${placeOf(first, files)}`;
  return {
    code: 'LBP-W115',
    text: `rows with a principal diagnosis that begins as an event's does and is an ICD-10-CM code of no year; they make no event${listedWords(words)}${place}`,
    count: found.reduce((sum, [, { count }]) => sum + count, 0),
  };
}

/** How many words a message lists; with more different values than the second number, it lists none. */
const WORDS_LISTED = 10;
const MOST_WORDS = 50;

/** Words with their counts, the most frequent first: `: reversed 3, x 1`; empty without words. */
export function listedWords(words: ReadonlyMap<string, number>): string {
  if (words.size === 0) return '';
  if (words.size > MOST_WORDS) return `: more than ${MOST_WORDS} different words`;
  const sorted = [...words].sort(([a, rows], [b, others]) => others - rows || (a < b ? -1 : 1));
  const listed = sorted.slice(0, WORDS_LISTED).map(([word, rows]) => `${shown(word)} ${rows}`);
  return `: ${listed.join(', ')}${words.size > WORDS_LISTED ? ` and ${words.size - WORDS_LISTED} more` : ''}`;
}
