import type { AnyPack } from '../packs/pack.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { RunOutcome } from '../run/run-pack.js';
import { blocksText } from './blocks.js';
import { tally } from './check-text.js';

/** What a finished run prints. */
export function summaryText(
  pack: AnyPack,
  { rules, totals, manifest, absences }: RunOutcome,
  out: string,
): string {
  const { heading, status } = manifest.measure;
  const isOpen = manifest.value_sets.kind !== 'licensed';
  return [
    `${heading}${status === 'provisional' ? ' (provisional rules)' : ''}`,
    ...(isOpen ? [`Value sets: ${OPEN_NOTICE}`] : []),
    '',
    blocksText(pack.summary(totals, rules).blocks),
    '',
    ...absenceLines(absences),
    ...qualityLines(manifest.data_quality, absences),
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

/** What the rules need but the data lack, with the effect on the result. */
function absenceLines(absences: RunOutcome['absences']): string[] {
  if (absences.length === 0) return [];
  const lines = absences.map(({ code, text, effect, fix }) => `- ${code} ${text}. ${effect} ${fix}`);
  return ['Missing from the data:', ...lines, ''];
}

/**
 * The findings about the data: a count, then the more severe ones one by one. The heading also covers value
 * sets.
 */
function qualityLines(
  findings: RunOutcome['manifest']['data_quality'],
  absences: RunOutcome['absences'],
): string[] {
  const isSaid = ({ code, text }: { readonly code: string; readonly text: string }): boolean =>
    code.startsWith('LBP-D5') || absences.some((one) => one.code === code && one.text === text);
  const others = findings.filter((finding) => !isSaid(finding));
  const shown = others.filter(({ severity }) => severity !== 'info');
  const further = absences.length === 0 ? '' : ' beside these';
  return [
    `Data quality${further}: ${tally(others)} (lbp check gives details)`,
    ...shown.map(({ severity, code, text }) => `- ${severity}: ${code} ${text}`),
    '',
  ];
}
