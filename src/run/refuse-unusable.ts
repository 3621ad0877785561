import { LbpError } from '../errors.js';
import { addAccounts } from '../extract/accounts.js';
import { columnWords } from '../extract/column-words.js';
import type { Engine } from '../extract/duckdb.js';
import type { Extraction } from '../extract/extract.js';
import { referencesIn } from '../inputs/layouts/columns-read.js';
import type { PlannedLayout } from '../inputs/layouts/planned.js';
import type { TablePlan } from '../inputs/tables/plan.js';
import { columnsOf, ROW_CHECKS } from '../inputs/tables/row-checks.js';
import { CLAIM_FILES, CLAIM_KINDS } from '../report/input-kinds.js';
import type { Inputs } from './extraction-of-run.js';

/**
 * Rejects input that could only produce a wrong answer: codes of another kind, or a table without a single
 * usable row.
 *
 * @throws LbpError E106, E107, E108
 */
export async function refuseUnusable(
  engine: Engine,
  inputs: Inputs,
  { accounts, diagnosisShapes }: Omit<Extraction, 'persons'>,
): Promise<void> {
  const { code, misshapen } = diagnosisShapes;
  if (misshapen > code) {
    const file = inputs.files.find(({ table }) => CLAIM_KINDS.includes(table));
    // The columns of claim files cannot be mapped.
    const advice =
      file?.table === CLAIM_FILES
        ? 'Give claims coded in ICD-10-CM, with nothing but codes in HI'
        : 'Give claims coded in ICD-10-CM, or map columns.diagnosis_code_1';
    throw new LbpError(
      'E106',
      `${file?.path ?? ''}: ${misshapen} of ${code + misshapen} principal diagnoses are not ICD-10-CM codes (a letter, a digit and one to five more of both, as SNOMED and ICD-9 codes are not). ${advice}.`,
    );
  }
  inputs.files.forEach(({ path, isEmpty }, fileNo) => {
    if (!isEmpty && accounts[fileNo]?.read === 0) {
      throw new LbpError(
        'E107',
        `${path}:1: no record can be read below the header. Correct its quotes, or write the file again.`,
      );
    }
  });
  for (const table of [...CLAIM_KINDS, 'pharmacy_claim', 'eligibility']) {
    const { read, rejected: byReason } = accounts
      .filter((_, fileNo) => inputs.files[fileNo]?.table === table)
      .reduce(addAccounts, { read: 0, used: 0, ignored: {}, rejected: {} });
    const rejected = Object.entries(byReason);
    if (read > 0 && rejected.reduce((sum, [, rows]) => sum + rows, 0) === read) {
      const path = inputs.files.find((file) => file.table === table)?.path ?? '';
      const reasons = rejected.map(([reason, rows]) => `${reason} ${rows}`).join(', ');
      throw new LbpError(
        'E108',
        `${path}: none of the ${read} rows can be used (${reasons}). ${await adviceOn(engine, inputs, table, rejected)}`,
      );
    }
  }
}

/** The most different values of a column of words; a column with more is probably the wrong column. */
const MOST_WORDS = 50;
const WORDS_SHOWN = 5;

/** The remedy for the most frequent reason. */
async function adviceOn(
  engine: Engine,
  inputs: Inputs,
  table: string,
  rejected: readonly (readonly [string, number])[],
): Promise<string> {
  const [reason = ''] = rejected.toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const plan = [inputs.medical, inputs.pharmacy, inputs.eligibility].find((one) => one?.table.name === table);
  if (plan === undefined || plan === null) return 'Correct the file, or its mapping in the config.';
  const conditions = ROW_CHECKS[plan.table.name]
    .filter(({ outcome }) => outcome === reason)
    .flatMap(({ any }) => any);
  for (const condition of conditions) {
    if (condition.is === 'unknown word') return wordAdvice(engine, plan, condition.column);
  }
  const checked = [...new Set(conditions.flatMap(columnsOf))];
  const isCut = conditions.some(({ is }) => is === 'cut number');
  if (inputs.layout !== null && !isCut) return layoutAdvice(inputs.layout, table, checked);
  const columns = checked.filter((column) => plan.groups.some(({ sources }) => sources.has(column)));
  if (conditions.some(({ is }) => is === 'no date')) {
    return `Set dates in the config for ${columns.join(', ')}, or map other columns.`;
  }
  if (isCut) {
    return `A spreadsheet has cut the last digits of ${columns.join(', ')}: export them again, as text.`;
  }
  const keys = columns.map((column) => `columns.${column}`).join(', ');
  return keys === '' ? 'Correct the file, or its mapping in the config.' : `Look at ${keys} in the config.`;
}

/** In a layout, columns of the files make ours, and the keys of the config for columns and dates do not apply. */
function layoutAdvice({ layout, kinds }: PlannedLayout, table: string, columns: readonly string[]): string {
  const made = layout.kinds.filter((kind) => kind.table === table && kinds.some((one) => one.kind === kind));
  const sources = made.flatMap(({ joins = [], columns: ours = {}, person = '@person' }) =>
    columns.flatMap((column) =>
      referencesIn(ours[column] ?? column).map((name) => {
        const join = joins.find((one) => name.startsWith(`${one.name}.`));
        if (join !== undefined) return `${name.slice(join.name.length + 1)} of ${join.kind}`;
        return name === '@person' ? person : name;
      }),
    ),
  );
  const named = sources.length === 0 ? 'what identifies their rows' : [...new Set(sources)].join(', ');
  return `See whether all files are given, and how they write ${named}.`;
}

/** The unknown words; values of a column that does not hold words are not quoted. */
async function wordAdvice(engine: Engine, plan: TablePlan, column: string): Promise<string> {
  const words = await columnWords(engine, plan, column, MOST_WORDS + 1);
  if (words.length > MOST_WORDS) {
    return `Its ${column} has more than ${MOST_WORDS} different values: see whether columns.${column} in the config names the right column.`;
  }
  const quoted = words
    .slice(0, WORDS_SHOWN)
    .map(({ word, rows }) => `${word === '' ? '(blank)' : JSON.stringify(word.slice(0, 40))} ${rows}`);
  const more = words.length > WORDS_SHOWN ? `, and ${words.length - WORDS_SHOWN} more` : '';
  const given = quoted.length === 0 ? '' : ` Its words are ${quoted.join(', ')}${more}.`;
  return `Map the words of ${column} with values.${column} in the config.${given}`;
}
