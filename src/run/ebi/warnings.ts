import type { ActivityColumn } from '../../inputs/activity/columns.js';
import type { WarningFacts } from '../../packs/quality.js';
import type { InputFacts } from '../../report/manifest.js';
import { copyWarnings } from '../second-reading.js';
import type { ActivityInputs } from './activity-inputs.js';
import type { DecidedRecords } from './decide-records.js';

/** Optional columns, and the effect on records if they are missing. */
const DOES_WITHOUT: readonly (readonly [ActivityColumn, string, string])[] = [
  ['diagnoses', 'LBP-W802', 'no record of theirs can be excluded for cancer'],
  ['administrative_category', 'LBP-W803', 'no record of theirs can be excluded as private'],
  ['activity_date', 'LBP-W804', 'the financial year of their records is unknown'],
];

/**
 * What a reader of the results should know about the inputs (docs/ebi.md, "Warnings").
 *
 * @param facts of the files, in their order
 */
export function ebiWarnings(
  inputs: ActivityInputs,
  { totals, records, badDates }: DecidedRecords,
  facts: readonly InputFacts[],
  rejected: number,
  replacedUnfinished: boolean,
): WarningFacts[] {
  const all = records.reduce((sum, count) => sum + count, 0);
  const isNobody = totals.steps.procedure === all;
  const repeated = repeatedFiles(facts);
  const found: WarningFacts[] = [
    {
      code: 'LBP-W501',
      text: 'the unfinished output of a run that was killed was replaced',
      count: replacedUnfinished ? 1 : 0,
    },
    { code: 'LBP-W101', text: 'records rejected; see rejects.csv', count: rejected },
    {
      code: 'LBP-W801',
      text: 'no record has a procedure code of lower back imaging, so nothing can be flagged; are these the columns of procedures, coded in OPCS-4?',
      count: isNobody ? all : 0,
    },
    {
      code: 'LBP-W801',
      text: 'files of activity, and no record in any of them, so nothing can be flagged',
      count: all === 0 ? inputs.files.length : 0,
    },
    ...DOES_WITHOUT.map(([column, code, consequence]) => {
      const paths = withoutColumn(inputs, column);
      const text = `files have no column for ${column}, and ${consequence}: ${listed(paths)}`;
      return { code, text, count: paths.length };
    }),
    {
      code: 'LBP-W802',
      text: 'records with imaging of the lower back whose diagnoses are not codes of ICD-10, so that cancer cannot exclude them',
      count: totals.unread.diagnoses,
    },
    {
      code: 'LBP-W803',
      text: 'records with imaging of the lower back whose administrative category is not a number, so that they cannot be excluded as private',
      count: totals.unread.categories,
    },
    {
      code: 'LBP-W805',
      text: `records with a date that is not valid, or is before 1900 or after 2099; their financial year is unknown; first: ${badDates.first}`,
      count: badDates.count,
    },
    {
      code: 'LBP-W806',
      text: `files that hold the same as another, so that its records count again: ${listed(repeated)}`,
      count: repeated.length,
    },
    ...copyWarnings(inputs),
  ];
  return found.filter(({ count }) => count > 0);
}

function withoutColumn({ groups, files }: ActivityInputs, column: ActivityColumn): string[] {
  return groups
    .filter(({ activity }) => !activity.has(column))
    .flatMap((group) => group.files.map(({ fileNo }) => files[fileNo]?.path ?? ''));
}

/** Files with the bytes of an earlier one, and with its name but for the ending of a compressed file. */
function repeatedFiles(facts: readonly InputFacts[]): string[] {
  const known = new Set<string>();
  return facts.flatMap(({ path, sha256, rows_read }) => {
    if (rows_read === 0) return [];
    const marks = [sha256, path.replace(/\.(?:gz|zst)$/i, '')];
    const isKnown = marks.some((mark) => known.has(mark));
    for (const mark of marks) known.add(mark);
    return isKnown ? [path] : [];
  });
}

/** The most paths that a warning names. */
const PATHS_SHOWN = 3;

function listed(paths: readonly string[]): string {
  const more = paths.length - PATHS_SHOWN;
  return `${paths.slice(0, PATHS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
