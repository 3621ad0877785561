import type { Diagnoses, Procedure } from './claim.js';
import { readDayBytes, type Ymd } from './dates.js';
import { endOfComponent, type Segment, tagOf } from './segment.js';

/** What a code of an HI segment is to the claim. */
export type Role =
  | 'principal'
  | 'other'
  | 'admitting'
  | 'reason'
  | 'external'
  | 'principal procedure'
  | 'other procedure';

/** One code of an HI segment under a qualifier that is read. */
export interface HealthCode {
  readonly role: Role;
  /** True under the qualifiers of ICD-9. */
  readonly icd9: boolean;
  readonly code: string;
  /** Of a procedure. */
  readonly date: Ymd;
}

interface Qualifier {
  readonly role: Role;
  readonly icd9: boolean;
}

/** What a qualifier makes of a code. Those that are not here (occurrences, values, conditions, DRG) are not read. */
const QUALIFIERS: ReadonlyMap<number, Qualifier> = new Map([
  [tagOf('ABK'), { role: 'principal', icd9: false }],
  [tagOf('BK'), { role: 'principal', icd9: true }],
  [tagOf('ABF'), { role: 'other', icd9: false }],
  [tagOf('BF'), { role: 'other', icd9: true }],
  [tagOf('ABJ'), { role: 'admitting', icd9: false }],
  [tagOf('BJ'), { role: 'admitting', icd9: true }],
  [tagOf('APR'), { role: 'reason', icd9: false }],
  [tagOf('PR'), { role: 'reason', icd9: true }],
  [tagOf('ABN'), { role: 'external', icd9: false }],
  [tagOf('BN'), { role: 'external', icd9: true }],
  [tagOf('BBR'), { role: 'principal procedure', icd9: false }],
  [tagOf('BR'), { role: 'principal procedure', icd9: true }],
  [tagOf('BBQ'), { role: 'other procedure', icd9: false }],
  [tagOf('BQ'), { role: 'other procedure', icd9: true }],
]);

export type DiagnosisWarning =
  | 'principal_repeated'
  | 'icd10_under_icd9_qualifier'
  | 'icd9_code'
  | 'diagnosis_unreadable';

/** Reads the composite of an HI segment from `from` to `to`; undefined when its qualifier is not read or it holds no code. */
export function readHealthCode(
  segment: Segment,
  from: number,
  to: number,
  separator: number,
): HealthCode | undefined {
  const { bytes } = segment;
  let packed = 0;
  let at = from;
  while (at < to && at < from + 4 && bytes[at] !== separator) {
    packed = (packed << 8) | (bytes[at] ?? 0);
    at += 1;
  }
  const qualifier = QUALIFIERS.get(packed);
  if (qualifier === undefined || at >= to) return undefined;
  const end = endOfComponent(bytes, at + 1, to, separator);
  const code = cleanCode(segment.text.slice(at + 1, end));
  if (code === '') return undefined;
  const { role, icd9 } = qualifier;
  return { role, icd9, code, date: isProcedure(role) ? procedureDate(bytes, end, to, separator) : 0 };
}

/** Components 3 and 4: `D8` and the day. */
function procedureDate(bytes: Uint8Array, end: number, to: number, separator: number): Ymd {
  if (bytes[end + 1] !== 68 || bytes[end + 2] !== 56) return 0;
  const day = endOfComponent(bytes, end + 1, to, separator) + 1;
  return endOfComponent(bytes, day, to, separator) - day === 8 ? readDayBytes(bytes, day) : 0;
}

/** Upper case, without dots and blanks: how every code is compared. */
export function cleanCode(text: string): string {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const plain = (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
    if (!plain) return text.replace(/[.\s]/g, '').toUpperCase();
  }
  return text;
}

/** The classifications a code can belong to by its shape: bit 1 ICD-10, bit 2 ICD-9. */
const NO_SHAPE = 0;
const ICD10 = 1;
const ICD9 = 2;

/** V and E codes of ICD-9 have the shape of ICD-10 too: V5811, E8888. Every other letter is ICD-10 only. */
function shapeOf(code: string): number {
  const { length } = code;
  const first = code.charCodeAt(0);
  const isLetter = first >= 65 && first <= 90;
  let digits = isLetter ? 0 : isDigit(first) ? 1 : -9;
  for (let i = 1; i < length; i += 1) if (isDigit(code.charCodeAt(i))) digits += 1;
  if (!isLetter) return digits === length && length >= 3 && length <= 5 ? ICD9 : NO_SHAPE;
  const icd10 = length >= 3 && length <= 7 && isDigit(code.charCodeAt(1)) ? ICD10 : NO_SHAPE;
  if (digits < length - 1) return icd10;
  if (first === 86) return length >= 3 && length <= 5 ? icd10 | ICD9 : icd10;
  return first === 69 && isIcd9E(code) ? icd10 | ICD9 : icd10;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** E codes of ICD-9 run from E000 to E030 and from E800 to E999. */
function isIcd9E(code: string): boolean {
  return /^E(?:0[0-3]|[89][0-9])[0-9]{1,2}$/.test(code);
}

/**
 * Sorts the codes of a claim into their roles.
 *
 * The first principal is the principal diagnosis; some senders repeat its qualifier for every code, so later ones are
 * others. ICD-9 qualifiers are often a habit and not a statement: a code that can only be ICD-10 is taken as such, and
 * then so are its neighbours on the claim whose shape fits both.
 *
 * @param warn is told each finding once per claim
 */
export function sortDiagnoses(
  codes: readonly HealthCode[],
  warn: (warning: DiagnosisWarning) => void,
): Diagnoses {
  const sorted: Diagnoses = { principal: '', others: [], admitting: '', reasonsForVisit: [], icd9: false };
  const mislabelled = codes.some(
    ({ role, icd9, code }) => icd9 && !isProcedure(role) && shapeOf(code) === ICD10,
  );
  if (mislabelled) warn('icd10_under_icd9_qualifier');
  let repeated = false;
  let unreadable = false;
  let external: string[] | undefined;
  for (const { role, icd9, code } of codes) {
    if (isProcedure(role)) continue;
    const shape = shapeOf(code);
    if (shape === NO_SHAPE) unreadable = true;
    else if (isIcd9(shape, icd9, mislabelled)) sorted.icd9 = true;
    if (role === 'external') external = [...(external ?? []), code];
    else if (place(sorted, role, code)) repeated = true;
  }
  if (external !== undefined) sorted.others.push(...external);
  if (repeated) warn('principal_repeated');
  if (sorted.icd9) warn('icd9_code');
  if (unreadable) warn('diagnosis_unreadable');
  return sorted;
}

function isProcedure(role: Role): role is 'principal procedure' | 'other procedure' {
  return role === 'principal procedure' || role === 'other procedure';
}

/** Puts a code where its role says; true when it is one principal diagnosis too many. */
function place(
  sorted: Diagnoses,
  role: 'principal' | 'other' | 'admitting' | 'reason',
  code: string,
): boolean {
  switch (role) {
    case 'principal':
      if (sorted.principal !== '') {
        sorted.others.push(code);
        return true;
      }
      sorted.principal = code;
      return false;
    case 'other':
      sorted.others.push(code);
      return false;
    case 'reason':
      sorted.reasonsForVisit.push(code);
      return false;
    case 'admitting':
      sorted.admitting ||= code;
      return false;
  }
}

/** What fits both shapes is what its qualifier says, unless the claim's qualifiers are known to be wrong. */
function isIcd9(shape: number, icd9Qualifier: boolean, mislabelled: boolean): boolean {
  return shape === ICD9 || (shape === (ICD9 | ICD10) && icd9Qualifier && !mislabelled);
}

const NO_PROCEDURES: readonly Procedure[] = [];

/** Procedures (ICD-10-PCS) in their order, the principal one first, each with its own date where it has one. */
export function sortProcedures(codes: readonly HealthCode[]): readonly Procedure[] {
  let procedures: Procedure[] | undefined;
  for (const { role, code, date } of codes) {
    if (!isProcedure(role)) continue;
    procedures ??= [];
    if (role === 'principal procedure') procedures.unshift({ code, date });
    else procedures.push({ code, date });
  }
  return procedures ?? NO_PROCEDURES;
}
