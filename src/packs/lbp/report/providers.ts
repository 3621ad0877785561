import { count, percent, table } from '../../figures.js';
import { funnelLimits, funnelOf, isOutside, type Trials } from '../../funnel.js';
import type { Providers } from '../../providers.js';
import type { Chart, ReportedRun, ReportPart, ReportSection } from '../../report.js';
import { cell, type OutputRow } from '../../table.js';
import { interval, range } from './figures.js';

/** The table lists at most this many providers, those with the most episodes. */
const MOST_LISTED = 500;

interface Provider {
  readonly row: OutputRow;
  readonly episodes: number;
  readonly imaged: number;
  readonly share: number;
}

/** Index providers: who differs from the others by more than chance, and where the images come from. */
export function providersSection(run: ReportedRun, names: Providers): ReportSection {
  const rows = run
    .totals('providers.csv')
    .filter((row) => row['role'] === 'index' && cell(row, 'npi') !== '');
  const known = rows.flatMap((row): Provider[] => {
    const [episodes, imaged] = [cell(row, 'episodes'), cell(row, 'imaged')];
    if (episodes === '' || imaged === '' || Number(episodes) === 0) return [];
    const [n, m] = [Number(episodes), Number(imaged)];
    return [{ row, episodes: n, imaged: m, share: 1 - m / n }];
  });
  const title = 'Providers';
  if (known.length === 0) {
    const text = 'No index visit states an NPI with counts that may be shown.';
    return { id: 'providers', title, parts: [{ kind: 'text', text }] };
  }
  const hidden = rows.filter((row) => cell(row, 'episodes') === '').length;
  const episodes = known.reduce((sum, one) => sum + one.episodes, 0);
  const imaged = known.reduce((sum, one) => sum + one.imaged, 0);
  const center = 1 - imaged / episodes;
  const outside = known.filter((one) => isOutside(trialsOf(one), center));
  const listed = [...known].sort(byEpisodes).slice(0, MOST_LISTED);
  const parts: ReportPart[] = [
    {
      kind: 'text',
      text: [
        `Providers who saw people of the denominator on the index date: ${count(String(known.length))}, with ${count(String(episodes))} people.`,
        ...(hidden === 0 ? [] : [`Others, whose counts are suppressed: ${count(String(hidden))}.`]),
        `Outside the 99.8 % limits, beyond which chance alone would put at most 2 in 1,000: ${outside.length}.`,
      ].join(' '),
    },
    {
      kind: 'chart',
      chart: funnel(known, center, outside.length),
      numbers: table(
        outside.length > MOST_LISTED
          ? `The ${MOST_LISTED} providers outside the 99.8 % limits with the most episodes`
          : 'Providers outside the 99.8 % limits',
        ['NPI', 'Name', 'Episodes', 'Imaged', 'Rate', 'Limits'],
        [...outside]
          .sort(byEpisodes)
          .slice(0, MOST_LISTED)
          .map((one) => {
            const { low, high } = funnelLimits(one.episodes, center, 0.998);
            return [
              ...[cell(one.row, 'npi'), nameOf(one.row, names), count(String(one.episodes))],
              ...[count(String(one.imaged)), percent(one.share)],
              range({ low, high }),
            ];
          }),
        { texts: 2, isSortable: true },
      ),
    },
    ...concentration(known, imaged),
    {
      kind: 'table',
      ...table(
        known.length > listed.length
          ? `The ${MOST_LISTED} providers with the most episodes (all are in providers.csv)`
          : hidden > 0
            ? 'Index providers whose counts are shown'
            : 'All index providers',
        ['NPI', 'Name', 'Specialty', 'Group', 'Episodes', 'Imaged', 'Rate', '95 % interval'],
        listed.map(({ row, share, episodes: denominator, imaged: imaging }) => [
          ...[
            cell(row, 'npi'),
            nameOf(row, names),
            factOf(row, 'specialty', names),
            factOf(row, 'group', names),
          ],
          ...[
            count(cell(row, 'episodes')),
            count(cell(row, 'imaged')),
            percent(share),
            interval({ denominator, imaging }),
          ],
        ]),
        { texts: 4, isSortable: true },
      ),
    },
  ];
  return { id: 'providers', title, parts };
}

function funnel(known: readonly Provider[], center: number, outside: number): Chart {
  return {
    kind: 'funnel',
    title: 'Share not imaged by number of episodes, with exact 95 and 99.8 % limits',
    alternative: `A funnel plot of the providers around ${percent(center)}; outside the 99.8 % limits, and listed in the table: ${outside}.`,
    ...{ x: 'Episodes of the provider', y: 'Share not imaged' },
    ...funnelOf(known.map(trialsOf), center),
  };
}

/** A provider's episodes that were not imaged. */
function trialsOf({ episodes, imaged }: Provider): Trials {
  return { n: episodes, met: episodes - imaged };
}

function concentration(known: readonly Provider[], imaged: number): ReportPart[] {
  if (imaged === 0 || known.length < 2) return [];
  const sorted = [...known].sort((a, b) => b.imaged - a.imaged);
  const rows = [{ x: 0, y: 0 }];
  let images = 0;
  sorted.forEach((one, index) => {
    images += one.imaged;
    rows.push({ x: (index + 1) / sorted.length, y: images / imaged });
  });
  const shareOfTop = (share: number): string => percent(heightAt(rows, sorted.length * share));
  // Less than one provider is nobody.
  const shares = [0.01, 0.05, 0.1, 0.2, 0.5].filter((share) => sorted.length * share >= 1);
  return [
    {
      kind: 'chart',
      chart: {
        kind: 'curve',
        title: 'What share of providers makes what share of the imaging',
        alternative: `Of all imaged people, the providers with the most of them have: ${shares.map((share) => `${percent(share)} of providers ${shareOfTop(share)}`).join(', ')}.`,
        ...{ x: 'Share of providers, most imaging first', y: 'Share of imaged people' },
        rows: thinned(rows),
      },
      numbers: table(
        'Concentration of the imaging',
        ['Share of providers', 'Share of imaged people'],
        shares.map((share) => [percent(share), shareOfTop(share)]),
      ),
    },
  ];
}

/** Of the curve through the points, between two of them too: the tenth of 15 providers is one and a half. */
function heightAt(points: readonly { readonly y: number }[], place: number): number {
  const before = points[Math.floor(place)]?.y ?? 1;
  const after = points[Math.ceil(place)]?.y ?? 1;
  return before + (after - before) * (place - Math.floor(place));
}

/** About 200 points, which draw the same curve as a million. */
function thinned<Point>(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / 200);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function byEpisodes(a: Provider, b: Provider): number {
  return b.episodes - a.episodes || b.imaged - a.imaged;
}

function nameOf(row: OutputRow, names: Providers): string {
  return names.get(cell(row, 'npi'))?.name || cell(row, 'name');
}

function factOf(row: OutputRow, fact: 'specialty' | 'group', names: Providers): string {
  return names.get(cell(row, 'npi'))?.[fact] || cell(row, fact);
}
