import { evaluate } from '../packs/lbp/evaluate.js';
import { type CoverageCounts, CoverageTally } from '../packs/lbp/outputs/coverage-table.js';
import {
  PERSON_TABLES,
  type PeopleCounts,
  type PersonTable,
  ReportedPeople,
} from '../packs/lbp/outputs/reported-people.js';
import { type SeenCounts, SeenInRun } from '../packs/lbp/quality/seen-in-run.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import { OutputTable } from '../report/output-folder.js';
import type { Person } from '../timeline/person.js';

/** What some people come to, as plain data, so that one thread can send it to another. */
export interface GatheredPeople {
  readonly rows: Readonly<Record<PersonTable, string>>;
  readonly people: PeopleCounts;
  readonly seen: SeenCounts;
  /** Null where it was not asked for. */
  readonly coverage: CoverageCounts | null;
}

/** Decides people and keeps what a run says of them: their rows, what they add up to, and what was seen of their data. */
export class Gathering {
  readonly seen: SeenInRun;
  readonly coverage: CoverageTally | null;

  constructor(
    private readonly report: ReportedPeople,
    private readonly rules: MeasureRules,
    hasCoverage: boolean,
  ) {
    this.seen = new SeenInRun(rules);
    this.coverage = hasCoverage ? new CoverageTally(rules) : null;
  }

  add(person: Person): void {
    const decision = evaluate(person, this.rules);
    this.report.add(decision);
    this.seen.add(person, decision);
    this.coverage?.add(person);
  }

  /** Adds people who were gathered elsewhere, by the same rules, and who come next in the order of persons. */
  addAll({ rows, people, seen, coverage }: GatheredPeople): void {
    this.report.addAll(rows, people);
    this.seen.addAll(seen);
    if (coverage !== null) this.coverage?.addAll(coverage);
  }
}

/** Decides some people apart from the others. */
export async function gather(
  persons: AsyncIterable<Person>,
  rules: MeasureRules,
  hasCoverage: boolean,
): Promise<GatheredPeople> {
  const texts: Record<PersonTable, string[]> = {
    'members.csv': [],
    'evidence.csv': [],
    'unreported.csv': [],
  };
  const tableOf = (name: PersonTable): OutputTable =>
    new OutputTable({ write: (text) => texts[name].push(text) });
  const report = new ReportedPeople(
    {
      'members.csv': tableOf('members.csv'),
      'evidence.csv': tableOf('evidence.csv'),
      'unreported.csv': tableOf('unreported.csv'),
    },
    rules.year,
  );
  const gathering = new Gathering(report, rules, hasCoverage);
  for await (const person of persons) gathering.add(person);
  report.flush();
  const rows = { 'members.csv': '', 'evidence.csv': '', 'unreported.csv': '' };
  for (const name of PERSON_TABLES) rows[name] = texts[name].join('');
  const { seen, coverage } = gathering;
  return { rows, people: report.counts, seen: seen.counts, coverage: coverage?.reached ?? null };
}
