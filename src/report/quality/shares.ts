import type { Finding, QualityFacts, Severity, ShareRule } from '../../packs/quality.js';
import { percentOf } from './severity.js';

/** Kinds of rows that occur more often than they should. */
export function shareFindings(facts: QualityFacts, rules: readonly ShareRule[]): Finding[] {
  return rules.flatMap((rule): Finding[] => {
    const size = rule.part(facts);
    if (size === null || size.count === 0 || size.of === 0) return [];
    const share = size.count / size.of;
    const severity: Severity = share >= rule.error ? 'error' : share >= rule.warning ? 'warning' : 'info';
    if (severity === 'info' && rule.isIgnoredBelow) return [];
    const { code, what, effect, fix } = rule;
    const text = `${percentOf(size)} ${what} (${size.count} of ${size.of})`;
    const isAbsence = rule.isAbsenceIfAll === true && size.count === size.of;
    return [
      { code, severity, text, size, effect, fix, ...(isAbsence ? { absence: 'warned' as const } : {}) },
    ];
  });
}
