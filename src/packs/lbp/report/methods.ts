import { count, words } from '../../figures.js';
import type { ReportedFacts, ReportedRun, ReportPart, ReportSection } from '../../report.js';
import { isSuppressed } from './suppressed.js';

/** How the figures are computed, and what the words mean. */
export function methodsSection({ facts }: ReportedRun): ReportSection {
  return {
    id: 'methods',
    title: 'Methods and glossary',
    parts: [
      {
        kind: 'terms',
        rows: [
          [
            'Event',
            'a visit with uncomplicated low back pain as the principal diagnosis, 1 January to 3 December',
          ],
          ['IESD', 'the index episode start date: the day of the first event'],
          ['Negative diagnosis history', 'no low-back diagnosis in the 180 days before the IESD'],
          ['Enrollment', 'medical cover without a gap from 180 days before the IESD to 28 days after'],
          [
            'Exclusion',
            'a red flag (cancer, trauma, neurologic impairment and others), each with a window of its own',
          ],
          ['Denominator', 'people with an IESD who pass every gate and have no exclusion'],
          ['Imaged', 'a study of the spine with a low-back diagnosis from the IESD to day 28'],
          ['Rate', 'one minus the share imaged; the interval is Wilson’s, at 95 %'],
          [
            'Funnel limits',
            'of the exact binomial distribution around the rate of all providers: by chance, at most 5 and 0.2 in 100 lie beyond them',
          ],
        ],
      },
      {
        kind: 'text',
        text: `The rules are version ${facts.measure.rules_version}. Every decision is in members.csv, with its records in evidence.csv; "lbp explain" gives the reasons for one person.`,
      },
    ],
  };
}

/** The run: its rules, inputs and value sets. */
export function runSection({ facts }: ReportedRun): ReportSection {
  const { persons, inputs } = facts;
  // Counts that --suppress hides in the tables must not be derivable from other counts.
  const hasCounts = !isSuppressed(facts);
  const figures = Object.entries(hasCounts ? persons : {}).flatMap(([name, value]): [string, string][] =>
    typeof value === 'number' ? [[words(name), count(String(value))]] : [],
  );
  // Of enrollment often one row for each candidate is used.
  const names = ['Table', 'File', 'Rows read', ...(hasCounts ? ['Rows used'] : []), 'SHA-256'];
  return {
    id: 'run',
    title: 'Run facts',
    parts: [
      {
        kind: 'facts',
        rows: [
          ['Run', facts.run_id],
          ['Started', facts.started],
          ['Program', `lbp ${facts.tool.version}`],
          ['Rules', `${facts.measure.id} ${facts.measure.rules_version}, ${facts.measure.status}`],
          ['Question', JSON.stringify(facts.pack.question)],
          ...figures,
        ],
      },
      {
        kind: 'table',
        caption: 'Inputs',
        isSortable: false,
        columns: names.map((name) => ({ name, isNumber: name.startsWith('Rows') })),
        rows: inputs.map(({ table, path, rows_read, rows_used, sha256 }) => [
          ...[words(table), path, count(String(rows_read))],
          ...(hasCounts ? [count(String(rows_used))] : []),
          sha256,
        ]),
      },
      warningsPart(facts),
    ],
  };
}

function warningsPart(facts: ReportedFacts): ReportPart {
  const { warnings } = facts;
  if (isSuppressed(facts) && warnings.length > 0) {
    const text = `Warnings: ${warnings.length}. Their texts hold counts, and are in manifest.json alone.`;
    return { kind: 'text', text };
  }
  return {
    kind: 'table',
    caption: 'Warnings',
    isSortable: false,
    columns: ['Code', 'Warning'].map((name) => ({ name, isNumber: false })),
    rows: warnings.map(({ code, text }) => [code, text]),
  };
}
