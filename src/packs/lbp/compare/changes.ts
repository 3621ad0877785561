import { CAUSES, type Cause, type PersonInBoth, type RunDifferences } from '../../comparison.js';
import { cell, type OutputRow } from '../../table.js';
import { type LbpRows, lbpRows } from '../explain/lbp-rows.js';
import { recordPhrase } from '../phrases.js';
import { possibleCauses } from './causes.js';

export type Outcome = 'absent' | 'unreported' | 'ineligible' | 'excluded' | 'open' | 'denominator';

/** The result of one person in one of the runs. */
export interface Side {
  readonly outcome: Outcome;
  /** The reasons in members.csv, joined by `;`, or the one in unreported.csv. */
  readonly reasons: string;
  readonly indexDate: string;
  readonly indexClaim: string;
  /** Of the imaging; empty if there is none. */
  readonly imagingDate: string;
  /** 1 or 0 in the denominator, else empty. */
  readonly compliant: string;
}

/**
 * - `entered`, `left`: only one of the runs has the person in this product line
 * - `status`: another status
 * - `imaging`: in both denominators, but imaged in only one run
 * - `details`: the same outcome for other reasons, another index event, another record
 */
export type ChangeKind = 'entered' | 'left' | 'status' | 'imaging' | 'details';

export interface PersonChange {
  readonly personId: string;
  /** Empty if neither run has a row in members.csv. */
  readonly productLine: string;
  readonly change: ChangeKind;
  readonly before: Side;
  readonly after: Side;
  /** The differences between the runs that may have caused it; empty if none explains it. */
  readonly causes: readonly Cause[];
  readonly differences: readonly string[];
}

/** The changes of one person, one per product line; none if the runs differ only in file paths. */
export function changesOf(person: PersonInBoth, runs: RunDifferences): PersonChange[] {
  const { personId } = person;
  const [before, after] = [lbpRows(person.before), lbpRows(person.after)];
  const lines = [...before.members, ...after.members].map((row) => cell(row, 'product_line'));
  const all = lines.length === 0 ? [''] : [...new Set(lines)].sort();
  return all.flatMap((productLine): PersonChange[] => {
    const [a, b] = [ofLine(before, productLine), ofLine(after, productLine)];
    const found = differencesOf(a, b, { before, after });
    if (found.length === 0) return [];
    const possible = found.map(({ rule, rows }) => possibleCauses(rule, rows));
    const sides = { before: sideOf(a), after: sideOf(b) };
    return [
      {
        personId,
        productLine,
        change: kindOf(sides),
        ...sides,
        causes: CAUSES.filter(
          (cause) =>
            runs.causes.some((difference) => difference.cause === cause) &&
            possible.some((causes) => causes.has(cause)),
        ),
        differences: found.map((difference) => textOf(difference, runs)),
      },
    ];
  });
}

/** The result of a person in one product line; an unreported person is unreported in every line. */
function ofLine({ members, evidence, unreported }: LbpRows, line: string): LbpRows {
  const isOf = (row: OutputRow): boolean => row['product_line'] === line;
  return { members: members.filter(isOf), evidence: evidence.filter(isOf), unreported };
}

function sideOf({ members: [member], unreported }: LbpRows): Side {
  const row = member ?? unreported ?? {};
  const outcome = cell(row, 'status');
  return {
    outcome:
      outcome === 'denominator' || outcome === 'excluded' || outcome === 'ineligible' || outcome === 'open'
        ? outcome
        : unreported === null
          ? 'absent'
          : 'unreported',
    reasons: cell(row, member === undefined ? 'reason' : 'reasons'),
    indexDate: cell(row, 'index_date'),
    indexClaim: cell(row, 'index_claim_id'),
    imagingDate: cell(row, 'imaging_date'),
    compliant: cell(row, 'compliant'),
  };
}

function kindOf({ before, after }: { readonly before: Side; readonly after: Side }): ChangeKind {
  if (before.outcome === 'absent') return 'entered';
  if (after.outcome === 'absent') return 'left';
  if (before.outcome !== after.outcome) return 'status';
  return before.compliant === after.compliant ? 'details' : 'imaging';
}

/** One difference between the runs about a person, and the records that it rests on. */
interface Difference {
  readonly rule: string;
  readonly how: 'added' | 'removed' | 'changed';
  readonly rows: readonly OutputRow[];
  /** The record before and after, as phrases; empty where a run has no record. */
  readonly before: string;
  readonly after: string;
}

function differencesOf(
  a: LbpRows,
  b: LbpRows,
  whole: { readonly before: LbpRows; readonly after: LbpRows },
): Difference[] {
  const [memberA, memberB] = [a.members[0], b.members[0]];
  // Only the product line changed; the event and all else are the same, so the cause is enrollment.
  if ((memberA === undefined) !== (memberB === undefined)) {
    const [before, after] = [whole.before.members[0], whole.after.members[0]];
    if (before !== undefined && after !== undefined && sameIndex(before, after)) {
      return [
        {
          rule: 'product_line',
          how: memberA === undefined ? 'added' : 'removed',
          rows: [],
          before: lines(whole.before),
          after: lines(whole.after),
        },
      ];
    }
  }
  if (memberA === undefined && memberB === undefined) return ofUnreported(a.unreported, b.unreported);
  if (a.unreported !== null || b.unreported !== null) {
    const isSameEvent = sameIndex(memberA ?? a.unreported ?? {}, memberB ?? b.unreported ?? {});
    return [...ofUnreported(a.unreported, b.unreported), ...(isSameEvent ? [] : ofRules(a, b, ['index']))];
  }
  const ages: Difference[] =
    memberA !== undefined && memberB !== undefined && memberA['age'] !== memberB['age']
      ? [{ rule: 'age', how: 'changed', rows: [], before: cell(memberA, 'age'), after: cell(memberB, 'age') }]
      : [];
  const rules = [...new Set([...a.evidence, ...b.evidence].map((row) => cell(row, 'rule')))];
  // A person without a row in one run differs by the event; all else follows from that.
  const isInBoth = memberA !== undefined && memberB !== undefined;
  return [...ages, ...ofRules(a, b, isInBoth ? rules : ['index'])];
}

function lines({ members }: LbpRows): string {
  return members.map((row) => cell(row, 'product_line')).join(', ');
}

function sameIndex(a: OutputRow, b: OutputRow): boolean {
  return a['index_date'] === b['index_date'] && a['index_claim_id'] === b['index_claim_id'];
}

/** From or to unreported.csv, or from one of its reasons to another. */
function ofUnreported(a: OutputRow | null, b: OutputRow | null): Difference[] {
  const [before, after] = [a, b].map((row) => (row === null ? '' : cell(row, 'reason')));
  const moved = ['index_date', 'index_claim_id'].some((column) => a?.[column] !== b?.[column]);
  const event: Difference[] =
    a !== null && b !== null && moved
      ? [{ rule: 'index', how: 'changed', rows: [], before: eventPhrase(a), after: eventPhrase(b) }]
      : [];
  if (before === after) return event;
  const reasons = [before, after].filter((reason) => reason !== '');
  return [
    ...reasons.map((rule): Difference => {
      const how = rule === after ? 'added' : 'removed';
      return { rule: rule ?? '', how, rows: [], before: '', after: '' };
    }),
    ...event,
  ];
}

function eventPhrase(row: OutputRow): string {
  const date = cell(row, 'index_date');
  return date === '' ? 'none' : `${date} (claim ${cell(row, 'index_claim_id')})`;
}

const SAME_RECORD = ['date', 'end_date', 'code_system', 'code', 'value_set', 'claim_id', 'claim_line_number'];

function ofRules(a: LbpRows, b: LbpRows, rules: readonly string[]): Difference[] {
  return rules.flatMap((rule): Difference[] => {
    const of = ({ evidence }: LbpRows): OutputRow[] => evidence.filter((row) => row['rule'] === rule);
    const [before, after] = [of(a), of(b)];
    if (keyOf(before) === keyOf(after)) return [];
    const how = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed';
    return [
      { rule, how, rows: [...before, ...after], before: recordsPhrase(before), after: recordsPhrase(after) },
    ];
  });
}

function keyOf(rows: readonly OutputRow[]): string {
  return JSON.stringify(rows.map((row) => SAME_RECORD.map((column) => row[column])));
}

function recordsPhrase(rows: readonly OutputRow[]): string {
  return rows.map((row) => (row['date'] === '' ? 'no record' : recordPhrase(row))).join(', ');
}

/** `cancer added: C61 on 2024-05-01 (claim c2 line 1), in a new or changed file`. */
function textOf({ rule, how, rows, before, after }: Difference, { newFiles }: RunDifferences): string {
  const records = before === '' || after === '' ? `${before}${after}` : `${before} before, ${after} after`;
  const isIn = (files: ReadonlySet<string>): boolean => rows.some((row) => files.has(cell(row, 'source')));
  const file =
    how === 'added' && isIn(newFiles.after)
      ? ', in a new or changed file'
      : how === 'removed' && isIn(newFiles.before)
        ? ', in a file that is gone or changed'
        : '';
  return `${rule} ${how}${records === '' ? '' : `: ${records}`}${file}`;
}
