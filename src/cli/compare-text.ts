import type { ComparedFolders } from '../report/compare/comparison.js';
import type { RunFolder } from '../report/run-folder.js';
import { blocksText } from './blocks.js';

/** A comparison for the terminal. */
export function compareText(
  { differences, blocks }: ComparedFolders,
  before: RunFolder,
  after: RunFolder,
  out: string | undefined,
): string {
  return [
    runLine('before', before),
    runLine('after', after),
    '',
    ...(differences.length === 0
      ? ['According to their manifests, the runs have the same inputs, value sets, rules and version.']
      : ['The runs differ in', ...differences.map(({ cause, how }) => `- ${cause}: ${how}`)]),
    '',
    blocksText(blocks),
    ...(out === undefined ? [] : ['', `People: ${out}`]),
  ].join('\n');
}

function runLine(name: string, { path, manifest }: RunFolder): string {
  const { measure, tool, run_id, started } = manifest;
  return `${name.padEnd(6)} ${path}: ${measure.year ?? measure.id}, rules ${measure.rules_version}, lbp ${tool.version}, run ${run_id} of ${started}`;
}
