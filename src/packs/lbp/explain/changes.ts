import { EVIDENCE_COLUMNS, evidenceCells } from '../../evidence-table.js';
import { asRow, cell, type OutputRow } from '../../table.js';
import { counted, recordPhrase } from '../phrases.js';
import { type RulesInOrder, wordsOf } from '../rules/in-order.js';
import type { NearMiss } from '../rules/near.js';
import type { LbpRows } from './lbp-rows.js';

/** Something that would have changed the outcome if it had been different. */
export interface Change {
  /** The kind of rule: one that decided, or one that nearly decided. */
  readonly kind: 'decided' | 'near_miss';
  /** A reason, `index` or `imaging`; several joined by `;` if they keep the person out together. */
  readonly rule: string;
  /** How many days it was from changing the outcome; null if the difference is not in days. */
  readonly days: number | null;
  readonly text: string;
  /** The record it is about, as a row of evidence.csv. */
  readonly record: OutputRow | null;
}

/** Facts of a decision made from the inputs that the evidence does not show. */
interface BesideEvidence {
  readonly nearMisses: readonly NearMiss[];
  /** Further claims that meet a rule, besides the one in the evidence, by rule. */
  readonly furtherClaims: ReadonlyMap<string, number>;
}

/** What would have changed the outcome of a person and product line. */
export function changesOf(rows: LbpRows, rules: RulesInOrder, beside: BesideEvidence | null): Change[] {
  const [member] = rows.members;
  const decided = member === undefined ? [] : [...standing(member), ...edges(rows, member, rules, beside)];
  return [...decided, ...(beside?.nearMisses ?? []).map(nearMiss)];
}

/** The reasons that keep a person out of the denominator: one, or several together. */
function standing(member: OutputRow): Change[] {
  const reasons = cell(member, 'reasons')
    .split(';')
    .filter((reason) => reason !== '');
  if (reasons.length === 0) return [];
  const text =
    reasons.length === 1
      ? `${reasons[0]} is the only reason: without it the person would be in the denominator, ${compliance(member)}`
      : `${counted(reasons.length, 'reason')} keep the person out, and all of them would have to change: ${reasons.join(', ')}`;
  return [{ kind: 'decided', rule: reasons.join(';'), days: null, text, record: null }];
}

function compliance(member: OutputRow): string {
  return member['imaging'] === '1' ? 'with imaging' : 'without imaging';
}

/** How close the deciding records were to not deciding. */
function edges(
  { evidence }: LbpRows,
  member: OutputRow,
  rules: RulesInOrder,
  beside: BesideEvidence | null,
): Change[] {
  const ids = [...new Set(evidence.map((row) => row['rule'] ?? ''))].filter((id) => id !== 'index');
  return ids.map((id): Change => {
    const rows = evidence.filter((row) => row['rule'] === id);
    const furtherClaims = beside?.furtherClaims.get(id) ?? 0;
    const { days, text } = wordsOf(id, rules).edge(rows, { member, furtherClaims });
    return { kind: 'decided', rule: id, days, text: `${id}: ${text}`, record: rows[0] ?? null };
  });
}

function nearMiss({ rule, missedBy, days, had, record }: NearMiss): Change {
  const row = asRow({ columns: EVIDENCE_COLUMNS }, evidenceCells(record));
  const isOfDate = [
    ...['before_window', 'after_window', 'too_few_days', 'not_covering', 'outside_intake_period'],
  ].includes(missedBy);
  return {
    kind: 'near_miss',
    rule,
    days: isOfDate ? days : null,
    text: `${rule}: ${recordPhrase(row)} ${missText(missedBy, days, had)}`,
    record: row,
  };
}

function missText(missedBy: NearMiss['missedBy'], days: number, had: NearMiss['had']): string {
  const of = had === null ? '' : `${had.count} of the ${had.of}`;
  const texts: Record<NearMiss['missedBy'], string> = {
    before_window: `is ${counted(days, 'day')} too early`,
    after_window: `is ${counted(days, 'day')} too late`,
    denied: 'stands on a denied line',
    no_low_back_pain_on_claim: 'stands on a claim without a low-back-pain diagnosis',
    too_few_days: `covers ${of} consecutive days required`,
    too_few_dates: `gives ${of} different dates required`,
    not_covering: `misses the index date by ${counted(days, 'day')}`,
    laboratory_line: 'stands on a laboratory line, whose diagnoses do not count',
    outside_intake_period: `is ${counted(days, 'day')} outside the intake period`,
    inpatient_claim: 'stands on a claim of an inpatient stay',
    became_inpatient: 'became an inpatient stay',
    no_visit_code: 'has no visit code on its line',
  };
  return texts[missedBy];
}
