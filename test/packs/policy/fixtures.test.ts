/**
 * The folders of fixtures/policy, by the rules alone: their tables are read here in the plainest way, and given to the
 * pack as the extraction would give them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../src/packs/policy/pack.js';
import { questionOf } from '../../../src/packs/policy/question.js';
import { NOTHING_LISTED } from '../../../src/packs/sets.js';
import { writtenCells } from '../../../src/packs/table.js';
import type {
  Claim,
  ClaimLine,
  ClaimStatus,
  CodeSystem,
  ListedCode,
  Person,
} from '../../../src/timeline/person.js';
import { day } from './people.js';

const ROOT = fileURLToPath(new URL('../../../fixtures/policy/', import.meta.url));
const OPEN = fileURLToPath(new URL('../../../valuesets/open/', import.meta.url));

type Row = Readonly<Partial<Record<string, string>>>;

function rowsOf(path: string): Row[] {
  return existsSync(path) ? parse(readFileSync(path), { columns: true }) : [];
}

/** The codes that the open sets hold, by system and code. */
const CODES = new Map<string, ListedCode & { sets: string[] }>();
const NAMES = new Set<string>();
for (const folder of [OPEN, join(OPEN, 'medications')]) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    for (const row of rowsOf(join(folder, file))) {
      const set = row['Value Set Name'] ?? row['Medication List Name'] ?? '';
      const system = row['Code System'] as CodeSystem;
      const key = `${system} ${row['Code']}`;
      const known = CODES.get(key) ?? { system, code: row['Code'] ?? '', sets: [] };
      if (!known.sets.includes(set)) known.sets.push(set);
      CODES.set(key, known);
      NAMES.add(set);
    }
  }
}

/** A code as the directory has it, or a bare one: a policy can name codes that no set holds. */
function codeOf(systems: readonly CodeSystem[], text: string): ListedCode {
  const code = text.replace('.', '');
  const known = systems.map((system) => CODES.get(`${system} ${code}`)).find((one) => one !== undefined);
  return known ?? { system: systems[0] ?? 'CPT', code, sets: [] };
}

function lineOf(row: Row): ClaimLine {
  const text = (column: string): string => row[column] ?? '';
  const diagnoses = [1, 2, 3].map((place) => text(`diagnosis_code_${place}`));
  const modifiers = [1, 2, 3, 4, 5].map((place) => text(`hcpcs_modifier_${place}`).toUpperCase());
  const own = [
    ...(text('hcpcs_code') === '' ? [] : [codeOf(['CPT', 'HCPCS'], text('hcpcs_code'))]),
    ...(text('revenue_center_code') === '' ? [] : [codeOf(['UBREV'], text('revenue_center_code'))]),
  ];
  return {
    number: text('claim_line_number'),
    serviceDate: day(text('claim_start_date')),
    placeOfService: text('place_of_service_code'),
    status: (text('claim_status') || 'unknown') as ClaimStatus,
    codes: [
      ...diagnoses.flatMap((code, index) =>
        code === '' ? [] : [{ listed: codeOf(['ICD10CM'], code), position: index + 1, ownDate: null }],
      ),
      ...own.map((listed) => ({ listed, position: 0, ownDate: null })),
    ],
    procedureCode: text('hcpcs_code'),
    revenueCode: text('revenue_center_code'),
    facts: {
      claimType: text('claim_type'),
      billType: '',
      modifiers: modifiers.filter((modifier) => modifier !== ''),
      units: '',
      renderingNpi: text('rendering_npi'),
      billingNpi: text('billing_npi'),
      orderingNpi: text('ordering_npi'),
      allowedAmount: text('allowed_amount'),
      paidAmount: text('paid_amount'),
    },
    source: '',
    locator: '',
  };
}

function byClaim(rows: readonly Row[]): Map<string, Row[]> {
  const claims = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row['claim_id'] ?? '';
    claims.set(id, [...(claims.get(id) ?? []), row]);
  }
  return claims;
}

function claimsOf(rows: readonly Row[]): Claim[] {
  const date = (text: string | undefined): number | null => (text ? day(text) : null);
  return [...byClaim(rows)].map(([id, lines]) => ({
    id,
    start: date(lines[0]?.['claim_start_date']),
    end: date(lines[0]?.['claim_end_date']),
    admission: date(lines[0]?.['admission_date']),
    discharge: date(lines[0]?.['discharge_date']),
    lines: lines.map(lineOf),
  }));
}

function peopleIn(folder: string): Person[] {
  const claims = rowsOf(join(folder, 'medical_claim.csv')).filter((row) => row['claim_status'] !== 'voided');
  const [spans, fills] = ['eligibility.csv', 'pharmacy.csv'].map((name) => rowsOf(join(folder, name)));
  const ids = [...new Set(claims.map((row) => row['person_id'] ?? ''))].sort();
  const place = { source: '', locator: '' };
  return ids.map((id): Person => {
    const isOf = (row: Row): boolean => row['person_id'] === id;
    const own = spans?.filter(isOf) ?? [];
    const birth = own[0]?.['birth_date'];
    return {
      id,
      birth: birth === undefined ? null : day(birth),
      deaths: [],
      hospice: [],
      spans: own.map((row) => ({
        start: day(row['enrollment_start_date'] ?? ''),
        end: day(row['enrollment_end_date'] ?? ''),
        productLine: (row['payer_type'] ?? 'other') as 'commercial' | 'medicaid' | 'medicare' | 'other',
        plan: row['plan'] ?? '',
        medicalBenefit: true,
        ...place,
      })),
      claims: claimsOf(claims.filter(isOf)),
      fills: (fills ?? []).filter(isOf).map((row) => ({
        claimId: row['claim_id'] ?? '',
        lineNumber: row['claim_line_number'] ?? '',
        dispensed: day(row['dispensing_date'] ?? ''),
        drug: codeOf(['NDC'], row['ndc_code'] ?? ''),
        daysSupply: Number(row['days_supply']),
        ...place,
      })),
    };
  });
}

/** Both files of a folder, as the pack would have them written. */
function written(folder: string): Record<string, string> {
  const config: Row = JSON.parse(readFileSync(join(folder, 'lbp.json'), 'utf8'));
  const { policy = '', from, to } = config;
  const given: unknown = policy.endsWith('.json')
    ? JSON.parse(readFileSync(join(folder, policy), 'utf8'))
    : policy;
  const rules = POLICY.bind(questionOf({ policy: given, from, to }), {
    names: NAMES,
    listed: NOTHING_LISTED,
  });
  const tally = POLICY.tally(rules);
  const judged = peopleIn(folder).flatMap((person) => {
    const lines = POLICY.evaluate(person, rules);
    tally.add(person, lines);
    return lines;
  });
  const [lines] = POLICY.personTables;
  const [summary] = POLICY.totalTables;
  if (lines === undefined || summary === undefined) throw new Error('no tables');
  const text = (
    table: typeof lines | typeof summary,
    rows: readonly (readonly (string | number)[])[],
  ): string =>
    [table.columns.map(({ name }) => name), ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  return {
    'policy-lines.csv': text(
      lines,
      judged.flatMap((line) => lines.rows(line, rules)).map((cells) => writtenCells(lines, cells)),
    ),
    'policy-summary.csv': text(
      summary,
      (summary.rows(tally.totals, rules) ?? []).map((cells) => writtenCells(summary, cells)),
    ),
  };
}

const folders = readdirSync(ROOT).map((name) => join(ROOT, name));

describe('the folders of fixtures/policy', () => {
  it('are there, and say what they prove', () => {
    expect(folders.length).toBeGreaterThanOrEqual(36);
    const without = folders.filter((folder) => readFileSync(join(folder, 'case.md'), 'utf8').trim() === '');
    expect(without).toEqual([]);
  });

  it.each(folders.map((folder) => [basename(folder), folder] as const))('%s', (_, folder) => {
    const expected = Object.fromEntries(
      readdirSync(join(folder, 'expected')).map((name) => [
        name,
        readFileSync(join(folder, 'expected', name), 'utf8'),
      ]),
    );
    expect(new Set(Object.keys(expected))).toEqual(new Set(['policy-lines.csv', 'policy-summary.csv']));
    expect(written(folder)).toEqual(expected);
  });
});
