import { isoDay } from '../../../timeline/day.js';
import type { OutputRow } from '../../table.js';
import { counted, recordPhrase } from '../phrases.js';
import { wordsOf } from '../rules/in-order.js';
import { imagingOf } from './gates.js';
import type { LbpRows } from './lbp-rows.js';
import type { ExplainedYear } from './outcome.js';

/** The sentence that answers the question: is the person in the denominator, and why. */
export function answerOf(
  personId: string,
  groups: readonly LbpRows[],
  year: ExplainedYear,
  known: string | null,
): string {
  const parts = groups.map((rows) => {
    if (rows.members.length > 0) return ofMember(rows, year);
    if (rows.unreported !== null) return ofUnreported(rows.unreported, year);
    return ofNobody(year, known);
  });
  return `${personId} ${parts.join('; and ')}.`;
}

function ofMember(rows: LbpRows, year: ExplainedYear): string {
  const [member] = rows.members;
  const lines = rows.members.map((row) => row['product_line']).join(' and ');
  if (member === undefined) return '';
  if (member['status'] === 'denominator') {
    return `is in the denominator of ${lines} ${year.year} and counts ${imagingPhrase(rows, year)}`;
  }
  if (member['status'] === 'open') {
    const so = member['reasons'] === '' ? 'nothing keeps it out' : `so far there is ${member['reasons']}`;
    return `is open in ${lines} ${year.year}: the 28 days from ${member['index_date']} had not run out, and ${so}`;
  }
  const reasons = (member['reasons'] ?? '').split(';');
  const [first = '', ...others] = reasons;
  const more =
    others.length === 0 ? '' : `; and ${counted(others.length, 'more reason')}: ${others.join(', ')}`;
  const why = member['status'] === 'excluded' ? 'excluded by' : 'ineligible by';
  return `is not in the denominator of ${lines} ${year.year}: ${why} ${first}, ${reasonPhrase(first, rows, year)}${more}`;
}

function imagingPhrase(rows: LbpRows, year: ExplainedYear): string {
  const [record] = rows.evidence.filter((row) => row['rule'] === 'imaging');
  if (record !== undefined) {
    return `as imaged: ${recordPhrase(record)}, day ${rows.members[0]?.['days_to_imaging']}`;
  }
  const [window] = imagingOf(rows, year.rules).windows;
  return `as not imaged: no imaging from ${window?.start} to ${window?.end}`;
}

/** Why a reason holds. */
function reasonPhrase(reason: string, { members, evidence }: LbpRows, { rules }: ExplainedYear): string {
  const records = evidence.filter((row) => row['rule'] === reason);
  return wordsOf(reason, rules).reason(records, members[0]);
}

function ofUnreported(
  { reason = '', index_date: date, index_claim_id: claim }: OutputRow,
  year: ExplainedYear,
): string {
  const texts: Record<string, string> = {
    no_index_event:
      'there is a principal low-back-pain diagnosis in the intake period, and no line of such a claim qualifies as the index event',
    no_eligibility: `the index event is on ${date} (claim ${claim}), and no enrollment row of this person could be used`,
    not_enrolled_on_index_date: `no enrollment span covers the index date ${date} (claim ${claim})`,
    product_line_not_reported: `on the index date ${date} (claim ${claim}) the person is covered only by product lines that the year does not report`,
  };
  return `is not in the denominator of any product line ${year.year}: ${texts[reason] ?? reason}`;
}

function ofNobody(year: ExplainedYear, known: string | null): string {
  const { start, end } = year.rules.index.intake;
  const intake = `${isoDay(start ?? end)} to ${isoDay(end)}`;
  return `is not in the denominator of any product line ${year.year}: ${
    known ??
    `the run found no principal low-back-pain diagnosis of this id in the intake period ${intake}, or does not know the id`
  }`;
}
