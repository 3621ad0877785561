import type { Day } from '../../timeline/day.js';
import type { Evidence } from '../../timeline/evidence.js';
import { setGiving } from '../../timeline/meaning.js';
import type { Claim } from '../../timeline/person.js';
import {
  compareRecords,
  type DatedRecord,
  evidenceOf,
  isDiagnosis,
  placeOf,
  type ReadClaim,
} from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { ImagingEvent } from './decision.js';
import type { LbpRecords, MeasureRules } from './resolve.js';

export interface ImagingStudy {
  readonly event: ImagingEvent;
  readonly evidence: Evidence;
}

/**
 * The first imaging study of the spine in the window: a line that is not denied, on a claim with a low-back-pain
 * diagnosis in any position; null where there is none (docs/measure-logic.md 4).
 */
export function findImaging(
  records: LbpRecords,
  rules: MeasureRules,
  iesd: Day,
  window: Window,
): ImagingStudy | null {
  const studies = imagingOfBackPain(records, rules)
    .filter((record) => isWithin(record.date, window))
    .sort(compareRecords);
  const first = studies[0];
  if (first === undefined) return null;
  return {
    event: {
      date: first.date,
      days: first.date - iesd,
      code: first.listed.code,
      claimId: first.claimId,
      lineNumber: first.lineNumber,
    },
    evidence: evidenceOf('imaging', first, window),
  };
}

/** All imaging of the spine that counts but for its date. */
export function imagingOfBackPain(records: LbpRecords, rules: MeasureRules): DatedRecord[] {
  return records.claims
    .filter(({ claim, isSupplemental }) => !isSupplemental && hasLowBackPain(claim, rules))
    .flatMap((read) => imagingLines(read, rules));
}

/**
 * Whether the claim carries a low-back-pain diagnosis in any position. It counts whichever line states it: the rule on
 * laboratory lines is not about the numerator (docs/measure-logic.md 4).
 */
export function hasLowBackPain(claim: Claim, rules: MeasureRules): boolean {
  return claim.lines.some((line) =>
    line.codes.some(
      (code) => isDiagnosis(code) && setGiving('low_back_pain', code.listed, rules.sets) !== null,
    ),
  );
}

function imagingLines(read: ReadClaim, rules: MeasureRules): DatedRecord[] {
  const records: DatedRecord[] = [];
  for (const line of read.claim.lines) {
    if (line.status === 'denied') continue;
    for (const { listed } of line.codes) {
      const set = setGiving('imaging', listed, rules.sets);
      if (set === null) continue;
      records.push({ date: line.serviceDate, listed, set, ...placeOf(read, line) });
    }
  }
  return records;
}
