import { ICD9, ICD10, NO_SHAPE, shapeOf } from './codes.js';
import { readDayBytes, type Ymd } from './dates.js';
import { BLANK, type Piece, type Pieces } from './pieces.js';
import { endOfComponent, type Segment, tagOf } from './segment.js';

/** The role of an HI code on the claim. */
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
  /** True for the ICD-9 qualifiers. */
  readonly icd9: boolean;
  readonly code: Piece;
  /** See `shapeOf`; none for a procedure. */
  readonly shape: number;
  /** For a procedure. */
  readonly date: Ymd;
}

/** The codes of a claim that go into its rows. Admitting diagnoses and reasons for visit stay in `codes`. */
export interface Diagnoses {
  /** Blank if the claim has none. */
  principal: Piece;
  /** Other diagnoses in order, then the external causes. */
  readonly others: Piece[];
  /** True when at least one code is a real ICD-9 code. */
  icd9: boolean;
  /** In order, the principal one first, each with its own date if it has one. */
  readonly procedures: HealthCode[];
}

export const NO_DIAGNOSES: Diagnoses = { principal: BLANK, others: [], icd9: false, procedures: [] };

interface Qualifier {
  readonly role: Role;
  readonly icd9: boolean;
}

/**
 * The meaning of each qualifier. Qualifiers that are missing here (occurrences, values, conditions, DRG) are
 * not read.
 */
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

/**
 * Reads the composite of an HI segment from `from` to `to`; undefined when its qualifier is not read or it holds no
 * code.
 */
export function readHealthCode(
  segment: Segment,
  from: number,
  to: number,
  separator: number,
  pieces: Pieces,
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
  pieces.code(segment, at + 1, end);
  const code = pieces.close();
  if (pieces.isBlank(code)) return undefined;
  const { role, icd9 } = qualifier;
  if (isProcedure(role))
    return { role, icd9, code, shape: NO_SHAPE, date: procedureDate(bytes, end, to, separator) };
  return { role, icd9, code, shape: shapeOf(pieces.bytes, pieces.from(code), pieces.to(code) - 1), date: 0 };
}

/** Components 3 and 4: `D8` and the day. */
function procedureDate(bytes: Uint8Array, end: number, to: number, separator: number): Ymd {
  if (bytes[end + 1] !== 68 || bytes[end + 2] !== 56) return 0;
  const day = endOfComponent(bytes, end + 1, to, separator) + 1;
  return endOfComponent(bytes, day, to, separator) - day === 8 ? readDayBytes(bytes, day) : 0;
}

/**
 * Sorts the codes of a claim into their roles.
 *
 * The first principal is the principal diagnosis; some senders repeat its qualifier for every code, so later
 * ones count as others. ICD-9 qualifiers are often just a habit: a code that can only be ICD-10 is read as
 * ICD-10, and then so are other codes on the claim whose shape fits both.
 *
 * @param warn is called with each finding once per claim
 */
export function sortDiagnoses(
  codes: readonly HealthCode[],
  warn: (warning: DiagnosisWarning) => void,
): Diagnoses {
  const sorted: Diagnoses = { principal: BLANK, others: [], icd9: false, procedures: [] };
  const mislabeled = codes.some(({ icd9, shape }) => icd9 && shape === ICD10);
  if (mislabeled) warn('icd10_under_icd9_qualifier');
  let repeated = false;
  let unreadable = false;
  let external: Piece[] | undefined;
  for (const code of codes) {
    const { role, icd9, shape } = code;
    if (isProcedure(role)) {
      if (role === 'principal procedure') sorted.procedures.unshift(code);
      else sorted.procedures.push(code);
      continue;
    }
    if (shape === NO_SHAPE) unreadable = true;
    else if (isIcd9(shape, icd9, mislabeled)) sorted.icd9 = true;
    if (role === 'external') external = [...(external ?? []), code.code];
    else if (role === 'principal' && sorted.principal === BLANK) sorted.principal = code.code;
    else if (role === 'principal' || role === 'other') {
      sorted.others.push(code.code);
      repeated ||= role === 'principal';
    }
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

/**
 * A code that fits both shapes follows its qualifier, unless the claim's qualifiers are known to be wrong.
 */
function isIcd9(shape: number, icd9Qualifier: boolean, mislabeled: boolean): boolean {
  return shape === ICD9 || (shape === (ICD9 | ICD10) && icd9Qualifier && !mislabeled);
}
