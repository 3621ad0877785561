import type { ScoreRow } from '../packs/deck.js';
import { MEASURE } from '../packs/index.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { DeckOutcome } from '../run/run-deck.js';
import type { DeckSettings } from '../run/settings/deck-settings.js';
import { plainTable } from './plain-table.js';

/** What a scored deck prints: how many rows, and where score and key disagree. */
export function deckText(
  { members, score, summary, differences, manifest }: DeckOutcome,
  settings: DeckSettings,
): string {
  const { id, year, status } = manifest.measure;
  return [
    `${id} deck ${settings.deck}, ${year}${status === 'provisional' ? ' (provisional rules)' : ''}`,
    ...(manifest.value_sets.kind === 'licensed' ? [] : [`Value sets: ${OPEN_NOTICE}`]),
    `${members} members, ${score.length} rows; ${summary}`,
    ...(settings.key === undefined || differences === null
      ? []
      : comparison(settings.key, score, differences)),
    '',
    `Outputs: ${settings.out}`,
  ].join('\n');
}

function comparison(
  key: string,
  score: readonly ScoreRow[],
  differences: NonNullable<DeckOutcome['differences']>,
): string[] {
  if (differences.length === 0) {
    const columns = MEASURE.deck?.scoreTable.columns.length ?? 0;
    return [`Key ${key}: all ${score.length * columns} cells agree`];
  }
  const rows = new Set(differences.map(({ memberId, payer }) => `${memberId} ${payer}`)).size;
  const cells = differences.map(({ memberId, payer, column, key: wanted, score: found, decidedBy }) => [
    memberId,
    payer,
    column,
    wanted,
    found,
    decidedBy,
  ]);
  const table = plainTable(['MemID', 'Payer', 'column', 'key', 'score', 'decided by'], cells, 'left');
  return [`Key ${key}: ${differences.length} differences in ${rows} rows`, '', table];
}
