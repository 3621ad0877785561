import type { Diagnoses, Procedure } from './claim.js';
import { readDay } from './dates.js';
import { component } from './segment.js';

/** One code of an HI segment with the qualifier it came under. */
export interface HealthCode {
  readonly qualifier: string;
  readonly code: string;
  /** Components 3 and 4, which date a procedure. */
  readonly format: string;
  readonly date: string;
}

/** What a qualifier makes of a code. Qualifiers that are not here (occurrences, values, conditions, DRG) are not read. */
const ROLES = {
  ABK: { role: 'principal', icd9: false },
  BK: { role: 'principal', icd9: true },
  ABF: { role: 'other', icd9: false },
  BF: { role: 'other', icd9: true },
  ABJ: { role: 'admitting', icd9: false },
  BJ: { role: 'admitting', icd9: true },
  APR: { role: 'reason', icd9: false },
  PR: { role: 'reason', icd9: true },
  ABN: { role: 'external', icd9: false },
  BN: { role: 'external', icd9: true },
} as const satisfies Record<string, { role: string; icd9: boolean }>;

const PROCEDURES: ReadonlySet<string> = new Set(['BBR', 'BR', 'BBQ', 'BQ']);

type DiagnosisQualifier = keyof typeof ROLES;

function isDiagnosis(qualifier: string): qualifier is DiagnosisQualifier {
  return Object.hasOwn(ROLES, qualifier);
}

export type DiagnosisWarning =
  | 'principal_repeated'
  | 'icd10_under_icd9_qualifier'
  | 'icd9_code'
  | 'diagnosis_unreadable';

/** Reads one composite of an HI segment. */
export function readHealthCode(value: string, separator: string): HealthCode {
  const at = value.indexOf(separator);
  if (at < 0) return { qualifier: value, code: '', format: '', date: '' };
  const to = value.indexOf(separator, at + 1);
  const qualifier = value.slice(0, at);
  if (to < 0) return { qualifier, code: cleanCode(value.slice(at + 1)), format: '', date: '' };
  return {
    qualifier,
    code: cleanCode(value.slice(at + 1, to)),
    format: component(value, separator, 2),
    date: component(value, separator, 3),
  };
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

const ICD10 = /^[A-Z][0-9][0-9A-Z]{1,5}$/;
/** V and E codes of ICD-9 look like ICD-10 too: V5811, E8888. */
const ICD9 = /^(?:[0-9]{3,5}|V[0-9]{2,4}|E(?:0[0-3]|[89])[0-9]{1,3})$/;

/** Fits ICD-10 and no shape of ICD-9. */
function isOnlyIcd10(code: string): boolean {
  return ICD10.test(code) && !ICD9.test(code);
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
  const external: string[] = [];
  const mislabelled = codes.some(
    ({ qualifier, code }) => isDiagnosis(qualifier) && ROLES[qualifier].icd9 && isOnlyIcd10(code),
  );
  if (mislabelled) warn('icd10_under_icd9_qualifier');
  let repeated = false;
  let unreadable = false;
  for (const { qualifier, code } of codes) {
    if (!isDiagnosis(qualifier) || code === '') continue;
    const { role, icd9 } = ROLES[qualifier];
    if (isIcd9(code, icd9, mislabelled)) sorted.icd9 = true;
    else if (!ICD10.test(code)) unreadable = true;
    if (role === 'external') external.push(code);
    else if (place(sorted, role, code)) repeated = true;
  }
  sorted.others.push(...external);
  if (repeated) warn('principal_repeated');
  if (sorted.icd9) warn('icd9_code');
  if (unreadable) warn('diagnosis_unreadable');
  return sorted;
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
function isIcd9(code: string, icd9Qualifier: boolean, mislabelled: boolean): boolean {
  return ICD9.test(code) && !(ICD10.test(code) && (mislabelled || !icd9Qualifier));
}

/** Procedures (ICD-10-PCS) in their order, the principal one first, each with its own date where it has one. */
export function sortProcedures(codes: readonly HealthCode[]): Procedure[] {
  const procedures: Procedure[] = [];
  for (const { qualifier, code, format, date } of codes) {
    if (!PROCEDURES.has(qualifier) || code === '') continue;
    const procedure = { code, date: format === 'D8' && date.length === 8 ? readDay(date) : 0 };
    if (qualifier === 'BBR' || qualifier === 'BR') procedures.unshift(procedure);
    else procedures.push(procedure);
  }
  return procedures;
}
