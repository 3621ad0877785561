import type { AnyPack } from '../packs/pack.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { RunOutcome } from '../run/run-pack.js';
import { blocksText } from './blocks.js';
import { tally } from './check-text.js';

/** What a finished run prints. */
export function summaryText(pack: AnyPack, { rules, totals, manifest }: RunOutcome, out: string): string {
  const { heading, status } = manifest.measure;
  const isOpen = manifest.value_sets.kind !== 'licensed';
  return [
    `${heading}${status === 'provisional' ? ' (provisional rules)' : ''}`,
    ...(isOpen ? [`Value sets: ${OPEN_NOTICE}`] : []),
    '',
    blocksText(pack.summary(totals, rules).blocks),
    '',
    ...qualityLines(manifest.data_quality),
    `Outputs: ${out}`,
  ].join('\n');
}

/** The same as one object. */
export function summaryJson(
  pack: AnyPack,
  { exit, rules, totals, manifest }: RunOutcome,
  out: string,
): Record<string, unknown> {
  return {
    exit,
    out,
    run_id: manifest.run_id,
    measure: manifest.measure,
    value_sets: manifest.value_sets.kind,
    persons: manifest.persons,
    ...pack.summary(totals, rules).facts,
    warnings: manifest.warnings,
    data_quality: manifest.data_quality,
    outputs: manifest.outputs,
  };
}

/** How many findings there are, and the graver ones about the data; on value sets the heading has said it. */
function qualityLines(findings: RunOutcome['manifest']['data_quality']): string[] {
  const shown = findings.filter(({ severity, code }) => severity !== 'info' && !code.startsWith('LBP-D5'));
  return [
    `Data quality: ${tally(findings)} (lbp check reads all rows and says more)`,
    ...shown.map(({ severity, code, text }) => `- ${severity}: ${code} ${text}`),
    '',
  ];
}
