import type { Finding, QualityFacts, QualityRules } from '../../packs/quality.js';
import type { Part } from '../../timeline/part.js';
import { absences } from './absences.js';
import { codeFindings } from './codes.js';
import { idFindings } from './ids.js';
import { byGravity } from './severity.js';
import { shareFindings } from './shares.js';
import { unbillableFindings } from './unbillable.js';
import { volumeFindings } from './volume.js';

/** The findings about the data for some rules, the most severe first. */
export function findingsOf(facts: QualityFacts, rules: QualityRules): Finding[] {
  return [
    ...volumeFindings(facts, rules),
    ...shareFindings(facts, rules.shares),
    ...codeFindings(facts),
    ...idFindings(facts),
    ...absences(facts, rules),
    ...columnFindings(facts, rules),
    ...setFindings(facts, rules),
    ...unbillableFindings(facts),
    ...facts.claimFiles.map(
      ({ severity, text, count, effect, fix }): Finding => ({
        code: 'LBP-D210',
        severity,
        text: `${text} (${count})`,
        size: { count, of: count },
        ...{ effect, fix },
      }),
    ),
  ].sort(byGravity);
}

function columnFindings({ missingColumns, eligibility }: QualityFacts, { columns }: QualityRules): Finding[] {
  return columns
    .filter(({ column }) => missingColumns.has(column))
    .map(({ code, column, effect, fix }) => ({
      code,
      severity: 'info',
      text: `no enrollment file has a ${column.split('.')[1] ?? column}`,
      size: { count: eligibility.rows, of: eligibility.rows },
      effect,
      fix,
    }));
}

function setFindings({ valueSets }: QualityFacts, { openSets }: QualityRules): Finding[] {
  const { openFiles, demonstrationLists, absentSets, otherYears } = valueSets;
  const some = (count: number): Part => ({ count, of: count });
  const found: Finding[] = [];
  if (openFiles > 0) {
    const text = `the open value sets are used (${openFiles} files)`;
    found.push({ code: 'LBP-D501', severity: 'warning', text, size: some(openFiles), ...openSets });
  }
  if (demonstrationLists.length > 0) {
    found.push({
      code: 'LBP-D502',
      severity: 'warning',
      text: `medication lists hold demonstration NDCs: ${demonstrationLists.join(', ')}`,
      size: some(demonstrationLists.length),
      effect: 'No real claim carries them, so these drugs exclude nobody.',
      fix: 'Give the licensed medication lists, or lists of your own, with --medications.',
    });
  }
  for (const text of otherYears) {
    found.push({
      code: 'LBP-D504',
      severity: 'warning',
      text,
      size: some(1),
      effect: 'Codes that the year added are missed, and codes that it removed still count.',
      fix: 'Give the directory of the measurement year.',
    });
  }
  for (const { rule, set } of absentSets) {
    found.push({
      code: 'LBP-D503',
      severity: 'warning',
      text: `rule ${rule} has no ${set} in the loaded directory`,
      size: some(1),
      effect: 'The rule finds only what its other sets hold.',
      fix: 'Give a directory of the measurement year.',
    });
  }
  return found;
}
