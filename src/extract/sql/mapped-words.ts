import { normalWord } from '../../codes/normal-word.js';
import { BENEFIT_WORDS, CLAIM_STATUSES, PAYER_TYPES, VOID_WORDS } from '../../inputs/tables/columns.js';
import { NO_WORD } from '../../inputs/tables/no-date.js';
import type { TablePlan } from '../../inputs/tables/plan.js';
import { type Dialect, literal } from './dialect.js';

/*
 * What the words of files mean: the user's mapping first, then our own words. Each is an expression of the column with
 * a cell's word in lower case, which is NULL for a blank.
 */

type Values = TablePlan['values'];

/** NULL for a word that is no status, and for a blank. */
export function statusOf(word: string, values: Values, dialect: Dialect): string {
  const words = [...CLAIM_STATUSES.map(itself), ...VOID_WORDS.map((one) => [one, 'voided'] as const)];
  return mapped(word, values.claim_status, words, dialect);
}

export function isVoidedBy(word: string, { claim_status: values = {} }: Values, dialect: Dialect): string {
  const given = new Map(Object.entries(values).map(([from, to]) => [normalWord(from), to]));
  const own = ['voided', ...VOID_WORDS].filter((one) => !given.has(one));
  const all = [...own, ...[...given].flatMap(([from, to]) => (to === 'voided' ? [from] : []))];
  const tests = all.map((one) => `${word} = ${dialect.literal(one)}`);
  return `coalesce(${tests.join(' OR ') || 'FALSE'}, FALSE)`;
}

/** NULL for a word that is no payer type, and for a blank unless the user maps it. */
export function payerOf(word: string, values: Values, dialect: Dialect): string {
  return mapped(word, values.payer_type, PAYER_TYPES.map(itself), dialect);
}

/** Coverage is medical if blank, unless the user maps that; NULL for a word that means neither yes nor no. */
export function benefitOf(word: string, values: Values, dialect: Dialect): string {
  const { yes, no } = BENEFIT_WORDS;
  const words = [...yes.map((one) => [one, 'true'] as const), ...no.map((one) => [one, 'false'] as const)];
  return `CASE ${mapped(word, values.medical_benefit, words, dialect)} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE
          ELSE CASE WHEN ${isBlank(word, dialect)} THEN ${meaningOfBlank(values) ?? 'true'} END END`;
}

/** Whether a benefit is blank, and counts as medical for no other reason. */
export function isUnsaidBenefit(word: string, values: Values, dialect: Dialect): string {
  return meaningOfBlank(values) === undefined ? `(${isBlank(word, dialect)})` : 'FALSE';
}

function meaningOfBlank({ medical_benefit: values = {} }: Values): string | undefined {
  return Object.entries(values).find(([from]) => normalWord(from) === '')?.[1];
}

function isBlank(word: string, dialect: Dialect): string {
  return `${word} IS NULL OR ${dialect.matches(word, NO_WORD)}`;
}

/** A word in our words; NULL for any other. */
function mapped(
  word: string,
  values: Readonly<Record<string, string>> | undefined,
  known: readonly (readonly [from: string, to: string])[],
  dialect: Dialect,
): string {
  const words = new Map(known);
  for (const [from, to] of Object.entries(values ?? {})) words.set(normalWord(from), to);
  const cases = [...words].map(([from, to]) => `WHEN ${dialect.literal(from)} THEN ${literal(to)}`);
  // CASE instead of IN, which DuckDB would turn into a join that runs for every row.
  const meaning = `CASE ${word} ${cases.join(' ')} END`;
  const ofBlank = words.get('');
  return ofBlank === undefined
    ? meaning
    : `CASE WHEN ${word} IS NULL THEN ${literal(ofBlank)} ELSE ${meaning} END`;
}

function itself(word: string): readonly [from: string, to: string] {
  return [word, word];
}
