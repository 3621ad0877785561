import { isoDay } from '../../../timeline/day.js';
import type { Evidence } from '../../../timeline/evidence.js';
import type { ScoreDifference, ScoreRow } from '../../deck.js';
import type { OutputTable } from '../../table.js';
import { GATES, type Reason } from '../decision.js';
import type { Judgment } from '../evaluate.js';
import { type LbpScoreRow, SCORE_COLUMNS, type ScoreColumn } from './score.js';

/** differences.csv: each cell in which a score and its key disagree (docs/deck.md). */
export const DIFFERENCES: OutputTable = {
  name: 'differences.csv',
  about: 'each cell in which a score and its key disagree',
  columns: [
    { name: 'MemID', type: 'id', about: 'member id of the deck' },
    { name: 'Payer', type: 'text', about: 'payer code as scored' },
    { name: 'column', type: 'text', about: 'column of the score, or `row` where one side has none' },
    { name: 'key', type: 'text', about: 'what the key says' },
    { name: 'score', type: 'text', about: 'what the score says' },
    { name: 'decided_by', type: 'text', about: 'the gate, exclusion or record that decided the cell' },
  ],
};

/**
 * Compares a score with its key, cell by cell, in the order of the score; rows that only the key has come
 * last.
 *
 * @param judgmentOf the judgment of a member; null without an index event
 */
export function compareScore(
  score: readonly LbpScoreRow[],
  key: readonly ScoreRow[],
  judgmentOf: (memberId: string) => Judgment | null,
): ScoreDifference[] {
  const rowOf = (row: ScoreRow): string => `${row['MemID']} ${row['Payer']}`;
  const expected = new Map(key.map((row) => [rowOf(row), row]));
  const scored = new Set(score.map(rowOf));
  const differences = score.flatMap((row): ScoreDifference[] => {
    const of = { memberId: row.MemID, payer: row.Payer };
    const wanted = expected.get(rowOf(row));
    if (wanted === undefined) {
      return [{ ...of, column: 'row', key: 'absent', score: 'present', decidedBy: 'cover of the payer' }];
    }
    const judgment = judgmentOf(row.MemID);
    return SCORE_COLUMNS.filter((column) => wanted[column] !== row[column]).map((column) => ({
      ...of,
      column,
      key: wanted[column] ?? '',
      score: row[column],
      decidedBy: deciderOf(column, judgment),
    }));
  });
  const absent = key.filter((row) => !scored.has(rowOf(row)));
  return [
    ...differences,
    ...absent.map(
      (row): ScoreDifference => ({
        memberId: row['MemID'] ?? '',
        payer: row['Payer'] ?? '',
        column: 'row',
        key: 'present',
        score: 'absent',
        decidedBy: 'no cover of this payer that the year reports',
      }),
    ),
  ];
}

function deciderOf(column: ScoreColumn, judgment: Judgment | null): string {
  if (column === 'Age' || column === 'Gender') return 'member-gm';
  if (judgment === null) return 'no index event';
  const gates: readonly Reason[] = GATES;
  const first = (wanted: (rule: Evidence['rule']) => boolean): string | null => {
    const evidence = judgment.evidence.find(({ rule }) => wanted(rule));
    return evidence === undefined ? null : inWords(evidence);
  };
  const isExclusion = (rule: Evidence['rule']): boolean =>
    judgment.reasons.some((reason) => reason === rule && !gates.includes(reason));
  switch (column) {
    case 'CE':
      return first((rule) => rule === 'enrollment') ?? 'enrollment: no gap';
    case 'Event':
      return first((rule) => rule === 'negative_history') ?? first((rule) => rule === 'index') ?? '';
    case 'Epop':
      return (
        first((rule) => judgment.reasons.some((reason) => reason === rule)) ?? 'no gate and no exclusion'
      );
    case 'Num':
      return first((rule) => rule === 'imaging') ?? 'imaging: none in the window';
    case 'RExcl':
      return first((rule) => rule === 'frailty_advanced_illness') ?? 'frailty_advanced_illness: not met';
    case 'RExclD':
      return (
        first((rule) => isExclusion(rule) && rule !== 'frailty_advanced_illness') ??
        'no exclusion by a record'
      );
    default:
      return 'the measure does not have this exclusion';
  }
}

/** `cancer: 2024-05-01 C509 (Malignant Neoplasms), claim 17 line 3` */
function inWords({ rule, date, endDate, code, valueSet, claimId, lineNumber }: Evidence): string {
  const days = [date, endDate].filter((day) => day !== null).map(isoDay);
  const parts = [days.join(' to '), code, valueSet === '' ? '' : `(${valueSet})`];
  const found = parts.filter((part) => part !== '').join(' ');
  const where = claimId === '' ? '' : `, claim ${claimId} line ${lineNumber}`;
  return `${rule}${found === '' ? '' : `: ${found}`}${where}`;
}
