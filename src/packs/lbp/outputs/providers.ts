import { compareText } from '../../../timeline/order.js';
import type { TotalTable } from '../../pack.js';
import type { Cell } from '../../table.js';
import { wilson } from '../../wilson.js';
import type { MeasureRules } from '../resolve.js';
import type { ProviderCounts, ProviderRole } from './provider-tally.js';
import { rateOf } from './rate.js';
import { hiddenLines, hiddenRows } from './suppression.js';
import type { LbpTotals } from './tally.js';

/** providers.csv: the denominator by who saw the person, and its imaging by who ordered it (docs/outputs.md). */
export const PROVIDERS: TotalTable<LbpTotals, MeasureRules> = {
  name: 'providers.csv',
  about: 'episodes and imaging of the denominator by provider',
  columns: [
    {
      name: 'role',
      type: 'text',
      about: '`index` who saw the person on the index date, `ordering` who ordered the imaging',
    },
    { name: 'npi', type: 'id', about: 'blank for all lines that state none' },
    { name: 'name', type: 'text', about: 'from the file given with `--providers`' },
    { name: 'specialty', type: 'text', about: 'from the same file' },
    { name: 'group', type: 'text', about: 'from the same file' },
    {
      name: 'episodes',
      type: 'count',
      about: 'people of the denominator; of an ordering provider those whose imaging it ordered',
    },
    { name: 'imaged', type: 'count', about: 'of these, people with imaging' },
    {
      name: 'rate',
      type: 'share',
      about: 'share without imaging; blank for an ordering provider, who has no denominator',
    },
    { name: 'rate_low', type: 'share', about: 'lower end of its 95 % interval (Wilson)' },
    { name: 'rate_high', type: 'share', about: 'upper end of its 95 % interval' },
    { name: 'xray', type: 'count', about: 'of the imaged, by the first study' },
    { name: 'ct', type: 'count', about: 'as xray' },
    { name: 'mri', type: 'count', about: 'as xray' },
    { name: 'other', type: 'count', about: 'as xray: a study of another kind, or an unknown code' },
    { name: 'mean_days_to_imaging', type: 'mean', about: 'from the index date to the imaging' },
    { name: 'imaged_on_day_0', type: 'count', about: 'of the imaged, people imaged on the index date' },
    { name: 'share_on_day_0', type: 'share', about: 'of the imaged' },
  ],
  rows: ({ providers, people: { strata } }, { suppressBelow }, known) =>
    (['index', 'ordering'] as const).flatMap((role) => {
      const all = [...providers[role]].sort(([a], [b]) => compareText(a, b));
      const hidden = hiddenRows(all, ([, counts]) => episodesOf(counts), suppressBelow, {
        isTotalBlanked: hiddenLines(strata, suppressBelow).size > 0,
      });
      // The tables of days and modalities, which divide the same studies, nearly always blank a row.
      const withoutMix = hiddenRows(all, ([, counts]) => mixOf(counts), suppressBelow, {
        blanked: hidden,
        isTotalBlanked: suppressBelow > 1,
      });
      return all.map((one) => {
        const [npi, counts] = one;
        const { name = '', specialty = '', group = '' } = known.get(npi) ?? {};
        return [
          ...[role, npi, name, specialty, group],
          ...(hidden.has(one) ? [] : rateCells(role, counts)),
          ...(withoutMix.has(one) ? [] : mixCells(counts)),
        ];
      });
    }),
};

function episodesOf({ episodes, imaged }: ProviderCounts): number[] {
  return [episodes, imaged, episodes - imaged];
}

function mixOf({ imaged, imagedOnDay0, modalities: { xray, ct, mri, other } }: ProviderCounts): number[] {
  return [xray, ct, mri, other, imagedOnDay0, imaged - imagedOnDay0];
}

function rateCells(role: ProviderRole, { episodes, imaged }: ProviderCounts): Cell[] {
  const hasRate = role === 'index';
  const interval = hasRate ? wilson(episodes - imaged, episodes) : null;
  const rate = hasRate ? rateOf({ denominator: episodes, imaging: imaged }) : null;
  return [episodes, imaged, rate, interval?.low ?? null, interval?.high ?? null];
}

function mixCells({ imaged, days, imagedOnDay0, modalities }: ProviderCounts): Cell[] {
  return [
    ...[modalities.xray, modalities.ct, modalities.mri, modalities.other],
    imaged === 0 ? null : days / imaged,
    imagedOnDay0,
    imaged === 0 ? null : imagedOnDay0 / imaged,
  ];
}
