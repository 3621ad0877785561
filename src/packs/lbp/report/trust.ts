import { sentence } from '../../figures.js';
import { SEVERITIES } from '../../quality.js';
import type { ReportedFacts, ReportedRun, ReportPart, ReportSection } from '../../report.js';
import { rulesOfYear } from '../years/index.js';
import { isSuppressed } from './suppressed.js';

/** What was measured, on what data, and how far it can be trusted. */
export function trustSection({ facts }: ReportedRun): ReportSection {
  const { pack, notice } = facts;
  const asOf = pack.question['as-of'];
  const { minimum, maximum } = rulesOfYear(Number(pack.question['year'])).age;
  const cautions = [
    ...notice.map(sentence),
    ...(typeof asOf === 'string'
      ? [
          `The year is not over: rates are of the year to ${asOf}, and leave out people whose 28 days have not run out.`,
        ]
      : []),
    ...(!isSuppressed(facts)
      ? []
      : [
          `Counts below ${String(pack.question['suppress'])}, and counts from which they could be derived, are not shown.`,
        ]),
  ];
  return {
    id: 'trust',
    title: 'What was measured, and how far to trust it',
    parts: [
      {
        kind: 'text',
        text: `Use of Imaging Studies for Low Back Pain: of people aged ${minimum} to ${maximum} with a new episode of uncomplicated low back pain, the share who had no imaging of the spine within 28 days. Higher is better.`,
      },
      { kind: 'list', items: cautions },
      ...qualityParts(facts),
    ],
  };
}

function qualityParts(facts: ReportedFacts): ReportPart[] {
  const findings = facts.data_quality;
  if (findings.length === 0) return [{ kind: 'text', text: 'Data quality: nothing was found.' }];
  const counts = SEVERITIES.map((severity) => findings.filter((one) => one.severity === severity).length);
  const [errors, warnings, notes] = counts;
  const summary = `Data quality: ${errors} errors, ${warnings} warnings, ${notes} notes, by weight.`;
  if (isSuppressed(facts)) {
    return [{ kind: 'text', text: `${summary} Their texts hold counts, and are in manifest.json alone.` }];
  }
  const rows = SEVERITIES.flatMap((severity) =>
    findings
      .filter((one) => one.severity === severity)
      .map(({ code, text }): [string, string, string] => [severity, code, text]),
  );
  const names = ['Weight', 'Code', 'Finding'].map((name) => ({ name, isNumber: false }));
  return [
    { kind: 'text', text: summary },
    { kind: 'table', caption: 'Data-quality findings', columns: names, rows, isSortable: false },
  ];
}
