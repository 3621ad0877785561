import { describe, expect, it } from 'vitest';
import { type CandidateStems, lineFilterOf } from '../../../src/extract/prefilter/line-filter-of.js';
import type { LineFilter } from '../../../src/extract/prefilter/lines/line-filter.js';
import {
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type Table,
} from '../../../src/inputs/tables/columns.js';
import type { Mapping } from '../../../src/inputs/tables/mapping.js';
import { type FileFacts, planTable } from '../../../src/inputs/tables/plan.js';

const CLAIM = {
  claim_id: 'C1',
  person_id: 'P1',
  claim_start_date: '2024-03-01',
  diagnosis_code_1: 'R51',
  claim_status: 'paid',
};
const FILL = { claim_id: 'C1', person_id: 'P1', dispensing_date: '2024-03-01', ndc_code: '00054001825' };
const SPAN = {
  person_id: 'P1',
  birth_date: '1980-01-01',
  enrollment_start_date: '2023-01-01',
  enrollment_end_date: '2024-12-31',
  payer_type: 'commercial',
};

/** The filter of a table with this one row, in the scan in which countable lines of it are counted. */
function filterFor(
  table: Table,
  row: Readonly<Record<string, string>>,
  mapping: Mapping = {},
  facts: Partial<FileFacts> = {},
  candidates: readonly CandidateStems[] = [{ column: 'diagnosis_code_1', cell: 'diagnosis', stems: ['M54'] }],
): LineFilter | null {
  const columns = Object.keys(row);
  const file: FileFacts = {
    path: 'table.csv',
    format: 'csv',
    delimiter: ',',
    columns,
    types: columns.map(() => 'text'),
    sample: [Object.values(row)],
    ...facts,
  };
  const plan = planTable(table, [file], mapping, 0);
  const wanted =
    table === MEDICAL_CLAIM
      ? ({ lines: 'of candidates', candidates } as const)
      : ({ lines: 'of people, others counted', people: null } as const);
  const [group] = plan.groups;
  return group === undefined ? null : lineFilterOf(group, plan, wanted);
}

describe('files whose lines can be filtered', () => {
  it.each<[string, Table, Readonly<Record<string, string>>]>([
    ['claims', MEDICAL_CLAIM, CLAIM],
    ['claims without a status', MEDICAL_CLAIM, { ...CLAIM, claim_status: '' }],
    ['fills', PHARMACY_CLAIM, FILL],
    ['enrollment', ELIGIBILITY, SPAN],
  ])('%s', (_, table, row) => {
    expect(filterFor(table, row)).toMatchObject({ columns: Object.keys(row).length, separator: 0x2c });
  });

  it.each([',', '|', '\t', ';', ' ', '-', '.', "'", '\\', '#', '\u0001'])('separated by %j', (delimiter) => {
    expect(filterFor(MEDICAL_CLAIM, CLAIM, {}, { delimiter })).toMatchObject({
      separator: delimiter.charCodeAt(0),
    });
  });

  it.each(['2024-03-01', '20240301', '03/13/2024', '13/03/2024'])('with dates as %s', (claim_start_date) => {
    expect(filterFor(MEDICAL_CLAIM, { ...CLAIM, claim_start_date })).not.toBeNull();
  });

  it('with a constant where nothing is asked for', () => {
    const { claim_status: _, ...row } = CLAIM;
    const mapping = { constants: { claim_status: 'voided', hcpcs_code: '99213' } };
    expect(filterFor(MEDICAL_CLAIM, row, mapping)).toMatchObject({ words: [] });
    expect(filterFor(ELIGIBILITY, SPAN, { constants: { payer_type: 'medicaid' } })).toMatchObject({
      words: [],
    });
  });

  it('with several of our columns in one of theirs', () => {
    const mapping = { columns: { claim_line_start_date: 'claim_start_date', claim_id: 'person_id' } };
    expect(filterFor(MEDICAL_CLAIM, CLAIM, mapping)).toMatchObject({ copied: [1, 2, 3, 4] });
  });
});

describe('files that are the engine’s alone', () => {
  it.each(['7', '0', 'w', 'c', '_', 'é', '€'])('separated by %j', (delimiter) => {
    expect(filterFor(MEDICAL_CLAIM, CLAIM, {}, { delimiter })).toBeNull();
  });

  it('Parquet', () => {
    expect(filterFor(MEDICAL_CLAIM, CLAIM, {}, { format: 'parquet', delimiter: '' })).toBeNull();
  });

  it.each(['13-Mar-2024', '2024-03-01 00:00:00'])('with dates as %s', (date) => {
    expect(filterFor(MEDICAL_CLAIM, { ...CLAIM, claim_start_date: date })).toBeNull();
    expect(filterFor(PHARMACY_CLAIM, { ...FILL, dispensing_date: date })).toBeNull();
    expect(filterFor(ELIGIBILITY, { ...SPAN, hospice_date: date })).toBeNull();
  });

  it.each([
    'claim_id',
    'person_id',
    'claim_start_date',
    'claim_line_end_date',
    'discharge_date',
    'diagnosis_code_1',
  ])('with a constant %s of claims', (column) => {
    expect(filterFor(MEDICAL_CLAIM, CLAIM, { constants: { [column]: '2024-03-01' } })).toBeNull();
  });

  it.each(['claim_id', 'person_id', 'dispensing_date', 'ndc_code'])(
    'with a constant %s of fills',
    (column) => {
      expect(filterFor(PHARMACY_CLAIM, FILL, { constants: { [column]: '2024-03-01' } })).toBeNull();
    },
  );

  it.each(['person_id', 'birth_date', 'hospice_date', 'enrollment_end_date'])(
    'with a constant %s of enrollment',
    (column) => {
      expect(filterFor(ELIGIBILITY, SPAN, { constants: { [column]: '2024-03-01' } })).toBeNull();
    },
  );

  it('with a constant in a column whose codes make candidates', () => {
    const candidates = [{ column: 'hcpcs_code', cell: 'procedure', stems: ['721'] } as const];
    const of = (mapping: Mapping): LineFilter | null =>
      filterFor(MEDICAL_CLAIM, CLAIM, mapping, {}, candidates);
    expect(of({ constants: { hcpcs_code: '72148' } })).toBeNull();
    expect(of({ constants: { revenue_center_code: '0450' } })).not.toBeNull();
    expect(of({})).toMatchObject({ candidates: [] });
  });

  it('filtered before, but those made from other files are', () => {
    const plan = planTable(
      MEDICAL_CLAIM,
      [
        {
          path: 'claims.csv',
          format: 'csv',
          delimiter: ',',
          columns: Object.keys(CLAIM),
          types: [],
          sample: [Object.values(CLAIM)],
        },
      ],
      {},
      0,
    );
    const [group] = plan.groups;
    if (group === undefined) throw new Error('no group');
    const wanted = { lines: 'of candidates', candidates: [] } as const;
    const made = { ...group, columns: [...group.columns, 'number'], fileNoColumn: 'number' };
    expect(lineFilterOf(made, plan, wanted)?.fileNumber).toBe(group.columns.length);
    expect(lineFilterOf(group, plan, wanted)?.fileNumber).toBeNull();
    expect(lineFilterOf({ ...made, weightColumn: 'number' }, plan, wanted)).toBeNull();
  });
});
