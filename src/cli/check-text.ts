import type { Finding } from '../packs/quality.js';
import { CLAIM_KINDS } from '../report/input-kinds.js';
import type { Checked } from '../run/check-inputs.js';
import { plainTable } from './plain-table.js';

/** The findings for the terminal, the most severe first. */
export function checkText({ statistics, findings, heading, files }: Checked): string {
  const { claims, pharmacy, eligibility } = statistics;
  const rows: (string | number)[][] = [];
  for (const [name, kinds, found] of [
    ['claims', CLAIM_KINDS, claims],
    ['pharmacy', ['pharmacy_claim'], pharmacy],
    ['eligibility', ['eligibility'], eligibility],
  ] as const) {
    if (found === null) continue;
    const rejected = Object.values(found.rejected).reduce((sum, rows) => sum + rows, 0);
    const count = files.filter((file) => kinds.some((kind) => kind === file.table)).length;
    rows.push([name, count, found.rows, found.usable, rejected]);
  }
  return [
    `${heading}: ${tally(findings)}`,
    '',
    plainTable(['table', 'files', 'rows', 'usable', 'rejected'], rows),
    ...findings.flatMap((finding) => ['', ...lines(finding)]),
  ].join('\n');
}

/** `1 error, 2 warnings, 3 notes`. */
export function tally(findings: readonly Pick<Finding, 'severity'>[]): string {
  const count = (severity: Finding['severity'], noun: string): string => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return `${number} ${noun}${number === 1 ? '' : 's'}`;
  };
  return `${count('error', 'error')}, ${count('warning', 'warning')}, ${count('info', 'note')}`;
}

function lines({ code, severity, text, effect, fix }: Finding): string[] {
  return [`${severity === 'info' ? 'note' : severity}: ${code} ${text}`, `  ${effect}`, `  ${fix}`];
}
