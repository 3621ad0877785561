import type { PersonTable } from '../../pack.js';
import type { Outcome } from '../decision.js';
import type { MeasureRules } from '../resolve.js';

/** A column of `--by` under its own name, unless members.csv already has a column of that name. */
function nameOf(column: string): string {
  return MEMBERS.columns.some(({ name }) => name === column) ? `by_${column}` : column;
}

/** members.csv: one row per person with an index event and product line (docs/outputs.md). */
export const MEMBERS: PersonTable<Outcome, MeasureRules> = {
  name: 'members.csv',
  about: 'one row per person and product line: status, reasons, imaging',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in the input' },
    { name: 'product_line', type: 'text', about: '`commercial`, `medicaid`, `medicare`' },
    { name: 'measurement_year', type: 'count', about: 'the year that was measured' },
    { name: 'age', type: 'count', about: 'whole years on 31 December' },
    {
      name: 'age_band',
      type: 'text',
      about: '`18-64`, `65-75`; until 2021 `18-50`; `other` outside the bands',
    },
    { name: 'index_date', type: 'date', about: 'the index episode start date (IESD)' },
    { name: 'index_claim_id', type: 'id', about: 'the claim of the qualifying line' },
    { name: 'index_diagnosis', type: 'code', about: 'its principal diagnosis, without the dot' },
    { name: 'index_code', type: 'code', about: 'the code that the line was billed with' },
    {
      name: 'status',
      type: 'text',
      about: '`denominator`, `excluded`, `ineligible`; with `--as-of` also `open`',
    },
    {
      name: 'reasons',
      type: 'list',
      about: 'every failed gate and every exclusion, in the order of the rules',
    },
    {
      name: 'imaging',
      type: 'flag',
      about: '1 where there was imaging from the IESD to day 28, whatever the status',
    },
    { name: 'imaging_date', type: 'date', about: 'day of the first imaging line' },
    { name: 'days_to_imaging', type: 'count', about: '0 to 28' },
    { name: 'imaging_code', type: 'code', about: 'code of the first imaging line' },
    { name: 'imaging_claim_id', type: 'id', about: 'claim of the first imaging line' },
    { name: 'compliant', type: 'flag', about: 'in the denominator 1 without imaging, 0 with; else blank' },
    { name: 'warnings', type: 'list', about: '`fill_without_days_supply`, or blank' },
    {
      name: 'index_npi',
      type: 'id',
      about: 'rendering provider of the qualifying line, else the billing one; blank where neither is stated',
    },
    {
      name: 'index_setting',
      type: 'text',
      about: 'where the qualifying line was given; blank where it states no place',
    },
    { name: 'imaging_npi', type: 'id', about: 'of the first imaging line, as index_npi' },
    {
      name: 'imaging_ordering_npi',
      type: 'id',
      about: 'who ordered it: the ordering provider of the line, else the referring one',
    },
    { name: 'imaging_modality', type: 'text', about: '`xray`, `ct`, `mri`, `other`' },
    {
      name: 'imaging_region',
      type: 'text',
      about: '`cervical`, `thoracic`, `lumbar`, `pelvis`, `whole`, `other`',
    },
    { name: 'plan', type: 'text', about: 'of the span that covers the index date' },
  ],
  further: ({ by }) =>
    by.map((column) => ({
      ...{ name: nameOf(column), type: 'text' },
      about: 'a column of `--by`: what the span that covers the index date states',
    })),
  rows: (decision, { year }) => {
    if (decision.kind === 'unreported') return [];
    const { personId, age, ageBand, index, status, reasons, imaging, warnings } = decision;
    const isImaged = imaging === null ? 0 : 1;
    return decision.covers.map(({ productLine, plan, by }) => [
      ...[personId, productLine, year.year, age, ageBand],
      ...[index.date, index.claimId, index.diagnosis, index.code],
      ...[status, reasons, isImaged],
      ...[imaging?.date ?? null, imaging?.days ?? null, imaging?.code ?? null, imaging?.claimId ?? null],
      ...[status === 'denominator' ? 1 - isImaged : null, warnings],
      ...[index.npi, index.setting],
      ...[imaging?.npi ?? null, imaging?.orderingNpi ?? null],
      ...[imaging?.modality ?? null, imaging?.region ?? null],
      ...[plan, ...by.map(([, value]) => value)],
    ]);
  },
};
