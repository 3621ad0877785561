import { type Block, lines, table } from '../../blocks.js';
import { rounded } from '../../rounding.js';
import { NULL_READINGS, type Reading } from '../decision.js';
import type { Guidance } from '../guidance.js';
import { PAIRINGS } from '../procedures.js';
import { stepRows } from './steps.js';
import { type SummaryRow, summaryCells } from './summary.js';
import { type EbiTotals, flaggedIf, type Grouping } from './tally.js';

/** The step that removes a record, in words. */
const ABOUT: Readonly<Record<string, string>> = {
  procedure: 'no imaging of the lower back',
  age_unknown: 'no age',
  age: 'outside the ages of the guidance',
  diagnosis: 'a diagnosis that excludes',
  private: 'a private patient',
};

/** How many records each reading of the guidance would flag, and the difference from this run. */
export interface ReadingFacts extends Reading {
  readonly flagged: number;
  readonly difference: number;
}

export function readingFacts(totals: EbiTotals, reading: Reading): ReadingFacts[] {
  const ours = flaggedIf(totals, reading);
  return PAIRINGS.flatMap((pairing) =>
    NULL_READINGS.map((nulls) => {
      const flagged = flaggedIf(totals, { pairing, nulls });
      return { pairing, nulls, flagged, difference: flagged - ours };
    }),
  );
}

/** What a finished run prints on the terminal. */
export function screenOf(
  totals: EbiTotals,
  rows: readonly SummaryRow[],
  { guidance, reading, by }: { guidance: Guidance; reading: Reading; by: readonly Grouping[] },
): Block[] {
  const readings = readingFacts(totals, reading);
  return [
    lines(
      `EBI ${guidance.code} lower back imaging, guidance of ${guidance.version}`,
      '',
      'Records, each at the first step that takes it out:',
    ),
    table(
      ['step', 'records'],
      stepRows(totals.steps).map(([step, records]) => [
        `${step}${ABOUT[step] === undefined ? '' : `: ${ABOUT[step]}`}`,
        records,
      ]),
      'right',
    ),
    lines('', 'By financial year, all groups and ages:'),
    table(
      ['year', 'matched', 'flagged', 'share'],
      rows.filter(({ row, column }) => row === 0 && column === 0).map((row) => yearCells(row, by)),
      'right',
    ),
    lines('', 'The same records under every reading of the guidance:'),
    table(
      ['pairing', 'nulls', 'flagged', 'difference'],
      readings.map(({ pairing, nulls, flagged, difference }) => {
        const isOurs = pairing === reading.pairing && nulls === reading.nulls;
        const signed = difference > 0 ? `+${difference}` : difference;
        return [pairing, nulls, flagged, isOurs ? 'this run' : signed];
      }),
      'right',
    ),
  ];
}

function yearCells(row: SummaryRow, by: readonly Grouping[]): (string | number)[] {
  const [matched, flagged, share] = summaryCells(row).slice(by.length + 2);
  const percent = typeof share === 'number' ? `${rounded(share * 100, 2)} %` : String(share);
  return [row.financialYear, String(matched), String(flagged), percent];
}
