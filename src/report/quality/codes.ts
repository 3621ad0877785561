import type { Finding, MisshapenColumn, QualityFacts, Severity } from '../../packs/quality.js';
import { percentOf } from './severity.js';

/** Shares of the filled cells of a column, from 0 to 1. */
const LIMITS = { warning: 0.001, error: 0.1 } as const;

/** Values that cannot be a code of their column, one finding per column. */
export function codeFindings({ claims }: QualityFacts): Finding[] {
  return claims.misshapen.map((found): Finding => {
    const { column, count, of, place } = found;
    const share = count / of;
    const severity: Severity = share >= LIMITS.error ? 'error' : share >= LIMITS.warning ? 'warning' : 'info';
    const { code, what, effect } = meaningOf(found);
    const first = place === null ? '' : `; one of them in ${place}`;
    return {
      code,
      severity,
      text: `${percentOf(found)} of the values of ${column} cannot be ${what} (${count} of ${of}${first})`,
      size: { count, of },
      effect,
      fix: `Look at the place; write one code a cell, convert codes of other systems, or map columns.${column} to another column.`,
    };
  });
}

function meaningOf({ column }: MisshapenColumn): { code: string; what: string; effect: string } {
  if (column.startsWith('diagnosis_code')) {
    return {
      code: 'LBP-D203',
      what: 'a code of ICD-10-CM',
      effect: 'It is in no set: events, history and exclusions with such diagnoses are missed.',
    };
  }
  if (column === 'hcpcs_code') {
    return {
      code: 'LBP-D204',
      what: 'a code of CPT or HCPCS',
      effect: 'Imaging and visits with such codes are missed; missed imaging makes the rate too high.',
    };
  }
  return {
    code: 'LBP-D214',
    what: 'a code of its kind',
    effect: 'What such codes would have shown is missed.',
  };
}
