import { logger, None, parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Chart } from '../../packs/report.js';
import { escapeHtml } from '../page/escape.js';

/** Narrow enough that its text is readable on a phone, where the drawing shrinks to 348 pixels. */
const WIDTH = 460;

/**
 * A chart as SVG. It contains no styles, which the page's policy would block: colors refer to the page's by
 * name, so that they follow light, dark and print. Series also differ by dash and shape, not only by color.
 */
export async function chartSvg(chart: Chart): Promise<string> {
  const { spec } = compile(specOf(chart), { logger: SILENT });
  const view = new View(parse(spec), { renderer: 'none', logger: SILENT });
  const svg = await view.toSVG();
  view.finalize();
  const label = escapeHtml(`${chart.title}. ${chart.alternative}`);
  // The label describes everything: the content is one image.
  return svg
    .replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '')
    .replace(/ width="\d+" height="\d+"/, '')
    .replace('<svg ', `<svg role="img" aria-label="${label}" `);
}

/** Library log lines do not belong on a user's terminal. */
const SILENT = logger(None);

/** The width is that of the whole drawing, including labels. */
const FIT = { type: 'fit-x', contains: 'padding' } as const;

const PAGE_COLORS: NonNullable<TopLevelSpec['config']> = {
  aria: false,
  font: 'sans-serif',
  view: { stroke: null },
  axis: {
    ...{ labelColor: 'currentColor', titleColor: 'currentColor', labelFontSize: 13, titleFontSize: 13 },
    ...{ gridColor: 'var(--line)', domainColor: 'var(--quiet)', tickColor: 'var(--quiet)' },
    ...{ titleFontWeight: 'normal', labelLimit: 260 },
  },
  legend: {
    ...{ labelColor: 'currentColor', titleColor: 'currentColor', labelFontSize: 13, orient: 'bottom' },
    ...{ symbolStrokeColor: 'currentColor' },
  },
  bar: { color: 'var(--link)' },
  line: { color: 'var(--link)' },
  point: { color: 'var(--link)' },
  rule: { color: 'var(--quiet)' },
};

function specOf(chart: Chart): TopLevelSpec {
  const common = {
    config: PAGE_COLORS,
    background: 'transparent',
    width: WIDTH,
    padding: 4,
    autosize: FIT,
  } as const;
  switch (chart.kind) {
    case 'intervals':
      return { ...common, ...intervals(chart) };
    case 'bars':
      return { ...common, ...bars(chart) };
    case 'columns':
      return { ...common, ...columns(chart) };
    case 'lines':
      return { ...common, ...lines(chart) };
    case 'funnel':
      return { ...common, ...funnel(chart) };
    case 'curve':
      return { ...common, ...curve(chart) };
  }
}

type Of<Kind extends Chart['kind']> = Extract<Chart, { kind: Kind }>;
type Layered = Extract<TopLevelSpec, { layer: unknown }>;
type Spec = Required<Pick<Layered, 'layer'>> & {
  readonly data: { readonly values: Row[] };
  readonly height: number;
};
type Row = Record<string, string | number | boolean | null>;

/** `75%`, and `74.5%` where whole percents would stand at several marks. */
const PERCENT = '~%';
/** Marks at whole numbers: there is no half of a person. */
const COUNT = { format: ',d', tickMinStep: 1 } as const;
const LABEL = { field: 'label', type: 'nominal', sort: null, title: null } as const;

function intervals({ rows, value, mark }: Of<'intervals'>): Spec {
  const scale = { zero: false };
  const x = { field: 'value', type: 'quantitative', scale, title: value, axis: { format: PERCENT } } as const;
  const marks = rows.filter((row) => row.mark !== null);
  const ofEarlier: Spec['layer'] =
    marks.length === 0
      ? []
      : [
          {
            data: { values: marks.map((row) => ({ ...row, what: mark })) },
            mark: { type: 'point', shape: 'diamond', size: 90, color: 'var(--text)' },
            encoding: { y: LABEL, x: { field: 'mark', type: 'quantitative' } },
          },
        ];
  return {
    height: rows.length * 26,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { y: LABEL, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      { mark: { type: 'point', filled: true, size: 70, opacity: 1 }, encoding: { y: LABEL, x } },
      ...ofEarlier,
    ],
  };
}

function bars({ rows, value }: Of<'bars'>): Spec {
  const x = { field: 'value', type: 'quantitative', title: value, axis: COUNT } as const;
  return {
    height: rows.length * 24,
    data: { values: [...rows] },
    layer: [
      { mark: { type: 'bar' }, encoding: { y: LABEL, x } },
      {
        mark: { type: 'text', align: 'left', dx: 4, color: 'currentColor', fontSize: 13 },
        encoding: { y: LABEL, x, text: { field: 'value', type: 'quantitative', format: ',' } },
      },
    ],
  };
}

function columns({ rows, x, y }: Of<'columns'>): Spec {
  return {
    height: 200,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: 'bar', width: 9 },
        encoding: {
          x: { field: 'x', type: 'quantitative', title: x, scale: { domain: [-0.5, 28.5], nice: false } },
          y: { field: 'y', type: 'quantitative', title: y, axis: COUNT },
        },
      },
    ],
  };
}

function lines({ rows, y }: Of<'lines'>): Spec {
  const x = { field: 'month', type: 'ordinal', title: null, axis: { labelAngle: -45 } } as const;
  const series = { field: 'series', type: 'nominal', title: null } as const;
  return {
    height: 220,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: 'line', point: false, strokeWidth: 2 },
        encoding: {
          x,
          y: {
            ...{ field: 'y', type: 'quantitative', title: y, axis: { format: PERCENT } },
            scale: { zero: false },
          },
          strokeDash: series,
        },
      },
      {
        mark: { type: 'point', filled: true, size: 50, opacity: 1 },
        encoding: { x, y: { field: 'y', type: 'quantitative' }, shape: series },
      },
    ],
  };
}

/** From nobody to all: limits and points of one share alone would stand on an axis without marks. */
const SHARES = { domain: [0, 1] };

const LIMITS = [
  ['low95', [4, 3]],
  ['high95', [4, 3]],
  ['low998', [1, 0]],
  ['high998', [1, 0]],
] as const;

function funnel({ points, limits, center, x, y }: Of<'funnel'>): Spec {
  const axis = { tickMinStep: 1, format: 'd' } as const;
  const n = { field: 'n', type: 'quantitative', title: x, scale: { nice: false }, axis } as const;
  return {
    height: 280,
    data: { values: [...points] },
    layer: [
      ...LIMITS.map(([field, strokeDash]) => ({
        data: { values: [...limits] },
        mark: { type: 'line' as const, strokeDash: [...strokeDash], strokeWidth: 1, color: 'var(--quiet)' },
        encoding: { x: n, y: { field, type: 'quantitative' as const } },
      })),
      {
        data: { values: [{ center }] },
        mark: { type: 'rule' },
        encoding: { y: { field: 'center', type: 'quantitative' } },
      },
      {
        transform: [{ filter: '!datum.isOutside' }],
        mark: { type: 'point', size: 22, opacity: 0.8 },
        encoding: {
          x: n,
          y: { field: 'share', type: 'quantitative', title: y, axis: { format: PERCENT }, scale: SHARES },
        },
      },
      {
        transform: [{ filter: 'datum.isOutside' }],
        mark: { type: 'point', size: 60, shape: 'square', filled: true, opacity: 1, color: 'var(--focus)' },
        encoding: { x: n, y: { field: 'share', type: 'quantitative' } },
      },
    ],
  };
}

function curve({ rows, x, y }: Of<'curve'>): Spec {
  const axis = { format: PERCENT } as const;
  return {
    height: 240,
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          x: { field: 'x', type: 'quantitative', title: x, axis },
          y: { field: 'y', type: 'quantitative', title: y, axis },
        },
      },
      {
        data: {
          values: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        mark: { type: 'line', strokeDash: [4, 3], color: 'var(--quiet)', strokeWidth: 1 },
        encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
      },
    ],
  };
}
