import type { Person } from '../../../timeline/person.js';
import type { DeckScorer, MemberToScore, PackDeck, ScoreDifference, ScoreRow } from '../../deck.js';
import { type Judgment, judge } from '../evaluate.js';
import type { MeasureRules } from '../resolve.js';
import { type LbpScoreRow, MEASURE, SCORE, scoreRows } from './score.js';
import { compareScore, DIFFERENCES } from './score-differences.js';

/** Scores certification decks for the measure (docs/deck.md). */
export const LBP_DECK: PackDeck<MeasureRules> = {
  measure: MEASURE,
  scoreTable: SCORE,
  differenceTable: DIFFERENCES,
  begin: (rules) => new LbpDeckScorer(rules),
};

class LbpDeckScorer implements DeckScorer {
  private readonly judgments = new Map<string, Judgment>();
  private readonly scored: LbpScoreRow[] = [];

  constructor(private readonly rules: MeasureRules) {}

  add(person: Person): void {
    const judgment = judge(person, this.rules);
    if (judgment !== null) this.judgments.set(person.id, judgment);
  }

  rows(member: MemberToScore): ScoreRow[] {
    const rows = scoreRows(member, this.judgments.get(member.id) ?? null, this.rules.year);
    this.scored.push(...rows);
    return rows;
  }

  compare(_score: readonly ScoreRow[], key: readonly ScoreRow[]): ScoreDifference[] {
    return compareScore(this.scored, key, (id) => this.judgments.get(id) ?? null);
  }

  summary(score: readonly ScoreRow[]): string {
    const count = (column: 'Epop' | 'Num'): number =>
      score.filter((row) => row['Epop'] === '1' && row[column] === '1').length;
    return `${count('Epop')} in the eligible population, ${count('Num')} of them imaged`;
  }
}
