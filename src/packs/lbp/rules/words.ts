import type { OutputRow } from '../../table.js';
import { counted, daysToLeave, recordPhrase } from '../phrases.js';

/** The phrases of a rule in an explanation, from the rows of evidence.csv and the row of members.csv. */
export interface RuleWords {
  /** What it requires: `no cancer`, `medical benefit on every day`. */
  readonly requirement: string;
  /** What made it hold, to follow its name. @param rows its evidence */
  reason(rows: readonly OutputRow[], member: OutputRow | undefined): string;
  /** How close its records were to not deciding. @param rows its evidence, at least one */
  edge(rows: readonly OutputRow[], beside: BesideRows): Edge;
}

interface BesideRows {
  readonly member: OutputRow;
  /** Further claims that meet the rule, besides the one in the evidence. */
  readonly furtherClaims: number;
}

interface Edge {
  /** How many days it was from changing the outcome; null if the difference is not in days. */
  readonly days: number | null;
  readonly text: string;
}

/** A reason, described from its evidence; says so if a run left none. */
export function fromRecords(
  phrase: (first: OutputRow, rows: readonly OutputRow[]) => string,
): RuleWords['reason'] {
  return (rows) => {
    const [first] = rows;
    return first === undefined ? 'for which the run left no record' : phrase(first, rows);
  };
}

/** The words of a rule that one record meets. */
export function wordsOfOneRecord(requirement: string): RuleWords {
  return {
    requirement,
    reason: fromRecords(recordPhrase),
    edge: ([first = {}], { furtherClaims }) => {
      const leave = daysToLeave(first);
      const moved =
        leave === null
          ? ''
          : `; ${counted(leave.days, 'day')} ${leave.direction} it would lie outside its window`;
      const others =
        furtherClaims === 0 ? '' : `; ${counted(furtherClaims, 'further claim')} would be enough`;
      return { days: leave?.days ?? null, text: `${recordPhrase(first)}${moved}${others}` };
    },
  };
}

/** What an exclusion requires, by its id: `no lumbar surgery`. */
export function withoutIt(id: string): string {
  return `no ${id.replaceAll('_', ' ')}`;
}
