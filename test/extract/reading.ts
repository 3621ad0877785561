/**
 * Tables read without the engine: rows directly to timelines, by the rules page and docs/inputs.md, with
 * every code looked up in the directory and nothing left out. Shares nothing with src/extract and
 * src/inputs.
 */
import type { Day } from '../../src/timeline/day.js';
import type {
  Claim,
  ClaimLine,
  ClaimStatus,
  CodeSystem,
  EnrollmentFact,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
} from '../../src/timeline/person.js';
import { DIRECTORY } from './directory.js';
import { DIAGNOSES, PROCEDURES, type Row, type Tables } from './tables.js';

function cell(row: Row, column: string): string {
  return (row[column] ?? '').trim();
}

/**
 * Days that mean "no date" (docs/inputs.md, "Dates"): the first day of a year long ago, first days of
 * computer clocks ...
 */
const LONG_AGO =
  /^(?:0\d{3}|1[0-8]\d\d|190[01])-01-01$|^1899-12-3[01]$|^1111-11-11$|^1840-12-31$|^1858-11-17$/;
/** ... and the first and last day of a year far in the future. */
const FAR_AWAY = /^(?:2[1-9]\d\d|[3-9]\d{3})-(?:01-01|12-31)$|^2099-12-31$|^9999-|^2262-04-11$/;

function standsForNone(text: string, column: string): boolean {
  if (column === 'enrollment_start_date') return false;
  if (LONG_AGO.test(text)) return true;
  if (column === 'enrollment_end_date') return false;
  return FAR_AWAY.test(text) || (text === '1970-01-01' && column !== 'birth_date');
}

/** An ISO date as days since 1970-01-01; null if blank or meaning "no date", NaN if not a date. */
function dayIn(row: Row, column: string): Day | null {
  const text = cell(row, column);
  // Rows of zeros and of nines stand for no date, as words for nothing do.
  if (text === '' || /^0[0/:.t -]*z?$|^99[9/ -]*$|^(?:null|none|na|n\/a|nan|nat|unknown)$/i.test(text))
    return null;
  if (standsForNone(text, column)) return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return Number.NaN;
  const date = new Date(`${text}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isReal ? date.getTime() / 86_400_000 : Number.NaN;
}

const byCode = new Map(DIRECTORY.map((listed) => [`${listed.system} ${listed.code}`, listed]));
byCode.set('ICD10CM Z515', { system: 'ICD10CM', code: 'Z515', sets: [] });

function lookedUp(text: string, width: number, ...systems: readonly CodeSystem[]): ListedCode | null {
  const bare = text.toUpperCase().replace(/[. ]/g, '');
  if (bare === '') return null;
  for (const system of systems) {
    const found = byCode.get(`${system} ${bare.padStart(width, '0')}`);
    if (found !== undefined) return found;
  }
  return null;
}

const DATES = [
  'claim_start_date',
  'claim_end_date',
  'claim_line_start_date',
  'claim_line_end_date',
  'admission_date',
  'discharge_date',
];

/** Why a medical row is rejected, in the words of rejects.csv; null where it can be used. */
export function flawOfClaim(row: Row): string | null {
  if (cell(row, 'person_id') === '') return 'LBP-R01';
  if (cell(row, 'claim_id') === '') return 'LBP-R02';
  const days = new Map(DATES.map((column) => [column, dayIn(row, column)]));
  if ([...days.values()].some((day) => Number.isNaN(day))) return 'LBP-R04';
  const day = (column: string): Day | null => days.get(column) ?? null;
  if (day('claim_line_start_date') === null && day('claim_start_date') === null) return 'LBP-R03';
  const starts = ['claim_line_start_date', 'claim_start_date', 'admission_date'];
  const written = starts.filter((column) => day(column) !== null).map((column) => cell(row, column));
  if (written.some((text) => !/^(?:19|20)/.test(text))) return 'LBP-R10';
  const isReversed = (from: Day | null, to: Day | null): boolean => from !== null && to !== null && to < from;
  if (isReversed(day('claim_start_date'), day('claim_end_date'))) return 'LBP-R05';
  if (isReversed(day('admission_date'), day('discharge_date'))) return 'LBP-R05';
  return null;
}

export function isVoided(row: Row): boolean {
  return cell(row, 'claim_status').toLowerCase() === 'voided';
}

function statusOf(row: Row): ClaimStatus {
  const text = cell(row, 'claim_status').toLowerCase();
  return text === 'paid' ||
    text === 'denied' ||
    text === 'pending' ||
    text === 'suspended' ||
    text === 'supplemental'
    ? text
    : 'unknown';
}

function lineOf(row: Row): ClaimLine {
  const codes: LineCode[] = [];
  const add = (listed: ListedCode | null, position: number, ownDate: Day | null): void => {
    if (listed !== null) codes.push({ listed, position, ownDate });
  };
  for (const column of DIAGNOSES) {
    const position = Number(column.replace('diagnosis_code_', ''));
    add(lookedUp(cell(row, column), 0, 'ICD10CM'), position, null);
  }
  for (const number of PROCEDURES) {
    const code = lookedUp(cell(row, `procedure_code_${number}`), 0, 'ICD10PCS');
    add(code, 0, dayIn(row, `procedure_date_${number}`));
  }
  add(lookedUp(cell(row, 'hcpcs_code'), 0, 'CPT', 'HCPCS'), 0, null);
  add(lookedUp(cell(row, 'revenue_center_code'), 4, 'UBREV'), 0, null);
  add(lookedUp(cell(row, 'bill_type_code'), 4, 'UBTOB'), 0, null);
  const place = cell(row, 'place_of_service_code');
  return {
    number: cell(row, 'claim_line_number'),
    serviceDate: dayIn(row, 'claim_line_start_date') ?? dayIn(row, 'claim_start_date') ?? Number.NaN,
    placeOfService: place === '' ? '' : place.padStart(2, '0'),
    status: statusOf(row),
    codes,
    procedureCode: cell(row, 'hcpcs_code').toUpperCase().replaceAll('.', ''),
    revenueCode:
      cell(row, 'revenue_center_code') === '' ? '' : cell(row, 'revenue_center_code').padStart(4, '0'),
    facts: null,
    source: '',
    locator: '',
  };
}

function grouped(rows: readonly Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = cell(row, column);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function claimOf(id: string, rows: readonly Row[]): Claim {
  const stated = (column: string): Day[] =>
    rows.map((row) => dayIn(row, column)).filter((day) => day !== null);
  const earliest = (column: string): Day | null => {
    const days = stated(column);
    return days.length === 0 ? null : Math.min(...days);
  };
  const latest = (column: string): Day | null => {
    const days = stated(column);
    return days.length === 0 ? null : Math.max(...days);
  };
  return {
    id,
    start: earliest('claim_start_date'),
    end: latest('claim_end_date'),
    admission: earliest('admission_date'),
    discharge: latest('discharge_date'),
    lines: rows.map(lineOf),
  };
}

/** The eleven digits of an NDC, from those or a hyphenated form of ten or eleven; null for any other text. */
export function elevenDigits(text: string): string | null {
  if (/^\d{11}$/.test(text)) return text;
  const parts = text.split('-');
  const shape = parts.map((part) => (/^\d+$/.test(part) ? part.length : 0)).join('-');
  if (!['5-4-2', '4-4-2', '5-3-2', '5-4-1'].includes(shape)) return null;
  const [labeler = '', product = '', pack = ''] = parts;
  return `${labeler.padStart(5, '0')}${product.padStart(4, '0')}${pack.padStart(2, '0')}`;
}

function fillOf(row: Row): Fill | null {
  const ndc = elevenDigits(cell(row, 'ndc_code'));
  const drug = ndc === null ? undefined : byCode.get(`NDC ${ndc}`);
  const dispensed = dayIn(row, 'dispensing_date');
  if (drug === undefined || dispensed === null || isVoided(row)) return null;
  const supply = cell(row, 'days_supply');
  return {
    claimId: cell(row, 'claim_id'),
    lineNumber: cell(row, 'claim_line_number'),
    dispensed,
    drug,
    daysSupply: supply === '' ? null : Number(supply),
    source: '',
    locator: '',
  };
}

function isSameFill(a: Fill, b: Fill): boolean {
  return (
    a.claimId === b.claimId &&
    a.lineNumber === b.lineNumber &&
    a.dispensed === b.dispensed &&
    a.drug === b.drug &&
    a.daysSupply === b.daysSupply
  );
}

/** 9999-12-31, as days since 1970-01-01. */
const OPEN_END = 2_932_896;

function spanOf(row: Row): EnrollmentSpan {
  const payer = cell(row, 'payer_type').toLowerCase();
  return {
    start: dayIn(row, 'enrollment_start_date') ?? Number.NaN,
    end: dayIn(row, 'enrollment_end_date') ?? OPEN_END,
    productLine: payer === 'commercial' || payer === 'medicaid' || payer === 'medicare' ? payer : 'other',
    medicalBenefit: !['false', 'f', '0', 'no', 'n'].includes(cell(row, 'medical_benefit').toLowerCase()),
    plan: '',
    further: [],
    source: '',
    locator: '',
  };
}

/** Everyone with a usable claim line, by id. */
export function read(tables: Tables): Map<string, Person> {
  const lines = tables.medical.filter((row) => flawOfClaim(row) === null && !isVoided(row));
  const fills = grouped(tables.pharmacy, 'person_id');
  const enrolled = grouped(tables.eligibility, 'person_id');
  const people = new Map<string, Person>();
  for (const [id, rows] of grouped(lines, 'person_id')) {
    const own = enrolled.get(id) ?? [];
    const facts = (column: string): EnrollmentFact[] =>
      own
        .map((row) => dayIn(row, column))
        .filter((date) => date !== null)
        .map((date) => ({ date, source: '', locator: '' }));
    const births = own.map((row) => dayIn(row, 'birth_date')).filter((date) => date !== null);
    const drugs = (fills.get(id) ?? []).map(fillOf).filter((fill) => fill !== null);
    people.set(id, {
      id,
      sex: '',
      birth: births.length === 0 ? null : Math.min(...births),
      deaths: facts('death_date'),
      hospice: facts('hospice_date'),
      spans: own.map(spanOf),
      claims: [...grouped(rows, 'claim_id')].map(([claimId, its]) => claimOf(claimId, its)),
      fills: drugs.filter((fill, index) => drugs.findIndex((one) => isSameFill(one, fill)) === index),
    });
  }
  return people;
}
