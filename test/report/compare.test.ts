import { describe, expect, it } from 'vitest';
import type { PersonRows } from '../../src/packs/explanation.js';
import { possibleCauses } from '../../src/packs/lbp/compare/causes.js';
import { changesOf, type PersonChange } from '../../src/packs/lbp/compare/changes.js';
import type { LbpRows } from '../../src/packs/lbp/explain/lbp-rows.js';
import type { OutputRow } from '../../src/packs/table.js';
import { runDifferences } from '../../src/report/compare/causes.js';
import type { RunManifest } from '../../src/report/run-folder.js';

function input(table: string, path: string, bytes: number, sha256: string): RunManifest['inputs'][number] {
  return { table, path, bytes, sha256, rows_read: 0, rows_used: 0 };
}

const MANIFEST: RunManifest = {
  run_id: 'a',
  tool: { version: '1.0.0' },
  pack: { id: 'lbp', question: { year: 2025 } },
  measure: {
    id: 'LBP',
    heading: '',
    year: 2025,
    rules_version: '2025.1',
    status: 'confirmed',
    note: '',
  },
  notice: [],
  persons: {},
  warnings: [],
  data_quality: [],
  started: '2026-01-01',
  arguments: { mapping: {}, strict: false, out: 'a' },
  inputs: [
    input('medical_claim', 'jan.csv', 1, 'jan'),
    input('pharmacy_claim', 'rx.csv', 1, 'rx'),
    input('eligibility', 'e.csv', 1, 'e'),
  ],
  value_sets: { kind: 'open', files: [{ path: 'v.csv', name: 'v.csv', bytes: 1, sha256: 'v' }] },
  outputs: [],
};

/** All inputs new, and nothing else. */
const NEW_MONTH: RunManifest = {
  ...MANIFEST,
  arguments: { mapping: {}, strict: false, out: 'b' },
  inputs: [
    input('medical_claim', 'jan.csv', 1, 'jan'),
    input('medical_claim', 'feb.csv', 1, 'feb'),
    input('pharmacy_claim', 'rx.csv', 2, 'rx2'),
    input('eligibility', 'e.csv', 2, 'e2'),
  ],
};

function member(rest: OutputRow = {}): OutputRow {
  return {
    ...{ person_id: 'P', product_line: 'commercial', measurement_year: '2025', age: '40', age_band: '18-64' },
    ...{ index_date: '2025-03-01', index_claim_id: 'V', status: 'denominator', reasons: '', imaging: '0' },
    ...{ imaging_date: '', compliant: '1' },
    ...rest,
  };
}

function evidence(rule: string, rest: OutputRow = {}): OutputRow {
  return {
    ...{ person_id: 'P', product_line: 'commercial', rule, date: '2025-03-01', end_date: '' },
    ...{ code_system: 'ICD10CM', code: 'M5450', value_set: '', claim_id: 'V', claim_line_number: '1' },
    ...{ window_start: '', window_end: '', source: 'jan.csv', locator: '' },
    ...rest,
  };
}

const CANCER = evidence('cancer', { code: 'C61', date: '2025-02-01', claim_id: 'C', source: 'feb.csv' });
const NOBODY: LbpRows = { members: [], evidence: [], unreported: null };
const HEALTHY: LbpRows = { members: [member()], evidence: [evidence('index')], unreported: null };
const ILL: LbpRows = {
  members: [member({ status: 'excluded', reasons: 'cancer', compliant: '' })],
  evidence: [evidence('index'), CANCER],
  unreported: null,
};

/** By file, as the outputs of a run hold them. */
function byFile({ members, evidence: records, unreported }: LbpRows): PersonRows {
  return {
    'members.csv': members,
    'evidence.csv': records,
    'unreported.csv': unreported === null ? [] : [unreported],
  };
}

function changes(before: LbpRows, after: LbpRows, runs = NEW_MONTH): PersonChange[] {
  const person = { personId: 'P', before: byFile(before), after: byFile(after) };
  return changesOf(person, runDifferences(MANIFEST, runs));
}

describe('in what runs differ', () => {
  it('says nothing of the same again under other names', () => {
    const moved = MANIFEST.inputs.map((input) => ({ ...input, path: `elsewhere/${input.path}` }));
    const again = { ...MANIFEST, run_id: 'b', inputs: moved, arguments: { strict: false, mapping: {} } };
    expect(runDifferences(MANIFEST, again).causes).toEqual([]);
  });

  it('counts files by content', () => {
    expect(runDifferences(MANIFEST, NEW_MONTH).causes).toEqual([
      { cause: 'claims', how: '0 only before, 1 only after, 1 in both' },
      { cause: 'pharmacy', how: '1 only before, 1 only after, 0 in both' },
      { cause: 'eligibility', how: '1 only before, 1 only after, 0 in both' },
    ]);
  });

  it.each<[string, Partial<RunManifest>]>([
    ['measurement_year', { measure: { ...MANIFEST.measure, year: 2024, rules_version: '2024.1' } }],
    ['rules_version', { measure: { ...MANIFEST.measure, rules_version: '2025.2' } }],
    ['tool_version', { tool: { version: '1.0.1' } }],
    ['settings', { arguments: { ...MANIFEST.arguments, mapping: { columns: { person_id: 'M' } } } }],
    ['value_sets', { value_sets: { kind: 'open', files: [] } }],
  ])('names %s', (cause, rest) => {
    expect(runDifferences(MANIFEST, { ...MANIFEST, ...rest }).causes.map((one) => one.cause)).toEqual([
      cause,
    ]);
  });

  it('names no 837 or status file as anything but claims', () => {
    const x12 = {
      ...MANIFEST,
      inputs: [...MANIFEST.inputs, input('x12', 'a.837', 1, 'z')],
    };
    expect(runDifferences(MANIFEST, x12).causes.map(({ cause }) => cause)).toEqual(['claims']);
  });
});

describe('who changed', () => {
  it('is nobody where only paths differ', () => {
    const moved = { ...HEALTHY, evidence: [evidence('index', { source: 'elsewhere/jan.csv' })] };
    expect(changes(HEALTHY, moved)).toEqual([]);
  });

  it('is who entered and who left', () => {
    expect(changes(NOBODY, HEALTHY)).toMatchObject([
      {
        change: 'entered',
        before: { outcome: 'absent' },
        after: { outcome: 'denominator' },
        causes: ['claims'],
      },
    ]);
    expect(changes(HEALTHY, NOBODY)).toMatchObject([{ change: 'left', causes: ['claims'] }]);
  });

  it('is who has another status, with the record that made it', () => {
    expect(changes(HEALTHY, ILL)).toMatchObject([
      {
        change: 'status',
        after: { outcome: 'excluded', reasons: 'cancer' },
        causes: ['claims'],
        differences: ['cancer added: C61 on 2025-02-01 (claim C line 1), in a new or changed file'],
      },
    ]);
    expect(changes(ILL, HEALTHY)).toMatchObject([
      { change: 'status', differences: ['cancer removed: C61 on 2025-02-01 (claim C line 1)'] },
    ]);
  });

  it('is who is imaged in one run alone', () => {
    const imaged: LbpRows = {
      members: [member({ imaging: '1', imaging_date: '2025-03-04', compliant: '0' })],
      evidence: [...HEALTHY.evidence, evidence('imaging', { code: '72100', date: '2025-03-04' })],
      unreported: null,
    };
    expect(changes(HEALTHY, imaged)).toMatchObject([{ change: 'imaging', causes: ['claims'] }]);
  });

  it('is who has other details of the same outcome', () => {
    const earlier = evidence('index', { date: '2025-02-20', claim_id: 'U' });
    const moved = {
      ...HEALTHY,
      members: [member({ index_date: '2025-02-20', index_claim_id: 'U' })],
      evidence: [earlier],
    };
    expect(changes(HEALTHY, moved)).toMatchObject([
      {
        change: 'details',
        differences: [
          'index changed: M5450 on 2025-03-01 (claim V line 1) before, M5450 on 2025-02-20 (claim U line 1) after',
        ],
      },
    ]);
  });

  it('comes from enrollment where a product line or cover changed', () => {
    const medicaid = {
      ...HEALTHY,
      members: [member({ product_line: 'medicaid' })],
      evidence: [evidence('index', { product_line: 'medicaid' })],
    };
    expect(changes(HEALTHY, medicaid)).toMatchObject([
      { productLine: 'commercial', change: 'left', causes: ['eligibility'] },
      {
        productLine: 'medicaid',
        change: 'entered',
        causes: ['eligibility'],
        differences: ['product_line added: commercial before, medicaid after'],
      },
    ]);
    const unreported = {
      ...NOBODY,
      unreported: { person_id: 'P', reason: 'no_eligibility', index_date: '2025-03-01', index_claim_id: 'V' },
    };
    expect(changes(unreported, HEALTHY)).toMatchObject([
      {
        change: 'status',
        before: { outcome: 'unreported', reasons: 'no_eligibility' },
        causes: ['eligibility'],
        differences: ['no_eligibility removed'],
      },
    ]);
  });

  it('has no known cause where the manifests are alike', () => {
    expect(changes(HEALTHY, ILL, MANIFEST)).toMatchObject([{ change: 'status', causes: [] }]);
  });
});

describe('what a difference can come from', () => {
  it.each([
    ['enrollment', [evidence('enrollment', { claim_id: '', code: '', code_system: '' })], ['eligibility']],
    ['corticosteroids', [evidence('corticosteroids', { code_system: 'NDC' })], ['value_sets', 'pharmacy']],
    [
      'hospice',
      [evidence('hospice', { claim_id: '', code_system: '', code: '' })],
      ['value_sets', 'eligibility'],
    ],
    ['hospice', [evidence('hospice')], ['value_sets', 'claims']],
    [
      'osteoporosis',
      [evidence('osteoporosis'), evidence('osteoporosis', { code_system: 'NDC' })],
      ['value_sets', 'pharmacy', 'claims'],
    ],
    ['no_index_event', [], ['value_sets', 'claims']],
  ])('%s', (rule, rows, expected) => {
    const all = ['measurement_year', 'rules_version', 'tool_version', 'settings', ...expected];
    expect([...possibleCauses(rule, rows)].sort()).toEqual(all.sort());
  });
});
