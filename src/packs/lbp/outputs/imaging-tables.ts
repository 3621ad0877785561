import { MODALITIES, REGIONS } from '../../imaging-codes.js';
import type { TotalTable } from '../../pack.js';
import type { Cell, OutputColumn } from '../../table.js';
import type { MeasureRules } from '../resolve.js';
import type { Study } from './imaging-tally.js';
import { hiddenLines, hiddenRows } from './suppression.js';
import type { LbpTotals } from './tally.js';
import { hiddenReasonsOf } from './waterfall.js';

const PRODUCT_LINE: OutputColumn = { name: 'product_line', type: 'text', about: 'as in members.csv' };

/** imaging-days.csv: when the people of the denominator were imaged (docs/outputs.md). */
export const IMAGING_DAYS: TotalTable<LbpTotals, MeasureRules> = {
  name: 'imaging-days.csv',
  about: 'the imaged people of the denominator by days from the index date',
  columns: [
    PRODUCT_LINE,
    { name: 'days', type: 'count', about: 'from the index date to the first study; every day of the window' },
    { name: 'imaged', type: 'count', about: 'people imaged on that day' },
  ],
  rows: (totals, rules) => {
    const { to } = rules.year.imaging;
    const last = to === 'last_day_of_year' ? 0 : to.days;
    const days = Array.from({ length: last + 1 }, (_, day) => day);
    return rowsByLine(totals, rules, (studies) =>
      days.map((day) => ({ cells: [day], imaged: persons(studies, (study) => study.days === day) })),
    );
  },
};

/** imaging-modality.csv: with what and where the people of the denominator were imaged (docs/outputs.md). */
export const IMAGING_MODALITY: TotalTable<LbpTotals, MeasureRules> = {
  name: 'imaging-modality.csv',
  about: 'the imaged people of the denominator by modality and region of the first study',
  columns: [
    PRODUCT_LINE,
    { name: 'modality', type: 'text', about: 'as imaging_modality in members.csv' },
    { name: 'region', type: 'text', about: 'as imaging_region in members.csv' },
    { name: 'imaged', type: 'count', about: 'people; pairs without anybody are left out' },
  ],
  rows: (totals, rules) =>
    rowsByLine(totals, rules, (studies) =>
      MODALITIES.flatMap((modality) =>
        REGIONS.map((region) => ({
          cells: [modality, region],
          imaged: persons(studies, (study) => study.modality === modality && study.region === region),
        })),
      ).filter(({ imaged }) => imaged > 0),
    ),
};

/** imaging-excluded.csv: imaging among the excluded people (docs/outputs.md). */
export const IMAGING_EXCLUDED: TotalTable<LbpTotals, MeasureRules> = {
  name: 'imaging-excluded.csv',
  about: 'imaging among the excluded, by exclusion',
  columns: [
    PRODUCT_LINE,
    { name: 'reason', type: 'text', about: 'an exclusion that is in use' },
    {
      name: 'excluded',
      type: 'count',
      about: 'people with status `excluded` who meet it; a person who meets several is in several rows',
    },
    { name: 'imaged', type: 'count', about: 'of these, people with imaging from the index date to day 28' },
    { name: 'share_imaged', type: 'share', about: 'of these; blank without anybody' },
  ],
  rows: ({ imaging: { excluded }, people: { strata } }, rules) => {
    const { year, exclusions, suppressBelow } = rules;
    const lines = hiddenLines(strata, suppressBelow);
    const isSmall = (count: number): boolean => count > 0 && count < suppressBelow;
    return year.productLines.flatMap((line) => {
      // All who meet the first exclusion have it as their first: the waterfall's figure, which it may blank.
      const blanked = hiddenReasonsOf({ productLine: line, band: 'total' }, strata, rules);
      return exclusions.map(({ id }) => {
        const found = excluded.find(({ productLine, reason }) => productLine === line && reason === id);
        const { persons: all, imaged } = found ?? { persons: 0, imaged: 0 };
        const isHidden = lines.has(line) || blanked.has(id) || [all, imaged, all - imaged].some(isSmall);
        return isHidden ? [line, id] : [line, id, all, imaged, all === 0 ? null : imaged / all];
      });
    });
  },
};

interface CountedStudies {
  readonly cells: readonly Cell[];
  readonly imaged: number;
}

/** The imaged people of each product line, divided in some way. */
function rowsByLine(
  { imaging: { studies }, people: { strata } }: LbpTotals,
  { year, suppressBelow }: MeasureRules,
  divided: (ofLine: readonly Study[]) => readonly CountedStudies[],
): Cell[][] {
  const lines = hiddenLines(strata, suppressBelow);
  return year.productLines.flatMap((line) => {
    const rows = divided(studies.filter(({ productLine }) => productLine === line));
    const hidden = hiddenRows(rows, ({ imaged }) => [imaged], suppressBelow);
    return rows.map((row) => [
      ...[line, ...row.cells],
      ...(lines.has(line) || hidden.has(row) ? [] : [row.imaged]),
    ]);
  });
}

function persons(studies: readonly Study[], isCounted: (study: Study) => boolean): number {
  return studies.filter(isCounted).reduce((sum, study) => sum + study.persons, 0);
}
