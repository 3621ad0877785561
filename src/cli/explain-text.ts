import type { Explanation } from '../packs/explanation.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { RunManifest } from '../report/run-folder.js';
import { shown } from '../shown.js';
import { blocksText } from './blocks.js';

/** An explanation for the terminal; its first line is the answer. */
export function explainText(
  { facts, blocks }: Explanation,
  { measure, run_id, tool, value_sets }: RunManifest,
  isFromInputs: boolean,
): string {
  return [
    shown(facts.answer),
    '',
    `${measure.heading}, rules ${measure.rules_version} (${measure.status}), run ${run_id}, lbp ${tool.version}`,
    ...(value_sets.kind === 'licensed' ? [] : [`Value sets: ${OPEN_NOTICE}`]),
    isFromInputs
      ? 'Decided again from the inputs.'
      : 'From the evidence of the run. --with-inputs also shows what nearly decided, and all other records.',
    blocksText(blocks),
  ].join('\n');
}
