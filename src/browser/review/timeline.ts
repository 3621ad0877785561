import type { PageRecord } from '../../packs/review/page/page-data.js';
import { drawn, element } from '../element.js';
import type { Line, LineDetail } from './line.js';
import { beforeText, daysBetween, setWords, shownCode } from './record.js';

/** How many days before the image are drawn to scale; anything older is at the left edge. */
const LONGEST = 730;
/** The minimum span of the scale, in days, so that a week does not look like a year. */
const SHORTEST = 90;

const LANE = 40;
const TOP = 28;
const EDGE = 28;

interface Lane {
  readonly name: string;
  readonly dates: readonly string[];
  /** Drawn as a bar from its date to the image. */
  readonly isSpan: boolean;
}

/** The events behind a line, drawn from the oldest to the image, and also shown as a table. */
export function timelineSection(line: Line, detail: LineDetail): HTMLElement {
  const image = line.on('service_date');
  const lanes = lanesOf(line, detail.records);
  const frame = element('div', { class: 'timeline' });
  const section = element(
    'section',
    { 'aria-labelledby': 'timeline' },
    element('h3', { id: 'timeline' }, 'Timeline'),
    frame,
  );
  // Drawn for the available width, so that its text keeps its size on a phone and on paper.
  let width = 0;
  new ResizeObserver(() => {
    if (frame.clientWidth === width || frame.clientWidth === 0) return;
    width = frame.clientWidth;
    frame.replaceChildren(drawing(lanes, image, width));
  }).observe(frame);
  if (detail.records.length > 0) section.append(recordTable(detail.records, image));
  return section;
}

function lanesOf({ on }: Line, records: readonly PageRecord[]): Lane[] {
  const lanes: Lane[] = [];
  const phase = on('pain_phase');
  if (on('pain_start') !== '')
    lanes.push({ name: `pain episode, ${phase}`, dates: [on('pain_start')], isSpan: true });
  if (on('prior_imaging_date') !== '')
    lanes.push({ name: 'latest earlier image', dates: [on('prior_imaging_date')], isSpan: false });
  const bySet = new Map<string, Set<string>>();
  for (const [date, , , set] of records) {
    const dates = bySet.get(set) ?? new Set();
    dates.add(date);
    bySet.set(set, dates);
  }
  for (const [set, dates] of bySet)
    lanes.push({ name: setWords(set), dates: [...dates].sort(), isSpan: false });
  return lanes;
}

function drawing(lanes: readonly Lane[], image: string, width: number): SVGElement {
  const ages = lanes.flatMap(({ dates }) => dates.map((date) => daysBetween(date, image)));
  const span = Math.max(SHORTEST, ...ages.filter((age) => age <= LONGEST)) * 1.05;
  const latest = Math.min(0, ...ages);
  /** The x position of a day this many days before the image; older days are at the left edge. */
  const x = (age: number): number =>
    age > span ? EDGE / 2 : EDGE + ((span - age) / (span - latest)) * (width - 2 * EDGE);
  const height = TOP + lanes.length * LANE + 8;
  const summary =
    lanes.length === 0
      ? 'No record in the claims supports the criteria.'
      : lanes
          .map(({ name, dates }) => `${name}: ${dates.map((date) => beforeText(date, image)).join(', ')}`)
          .join('. ');
  return drawn(
    'svg',
    { role: 'img', 'aria-label': `Timeline to the image on ${image}. ${summary}`, width, height },
    ...ticks(span, x, height),
    drawn('line', { x1: x(0), x2: x(0), y1: TOP - 6, y2: height, class: 'image' }),
    ...lanes.flatMap((lane, index) => laneDrawing(lane, TOP + index * LANE, image, { x, width, span })),
  );
}

function ticks(span: number, x: (age: number) => number, height: number): SVGElement[] {
  const days = [730, 365, 180, 90, 42, 0].filter((age) => age <= span);
  // Those that would touch the previous one are left out.
  let last = Number.NEGATIVE_INFINITY;
  return days.flatMap((age) => {
    const at = x(age);
    if (age > 0 && (at - last < 56 || x(0) - at < 56)) return [];
    last = at;
    const text = age === 0 ? 'image' : `${age} days`;
    return [
      drawn('line', { x1: at, x2: at, y1: TOP - 6, y2: height, class: 'tick' }),
      drawn('text', { x: at, y: 14, 'text-anchor': 'middle', class: 'scale' }, text),
    ];
  });
}

interface Scale {
  x(age: number): number;
  readonly width: number;
  readonly span: number;
}

function laneDrawing(
  { name, dates, isSpan }: Lane,
  top: number,
  image: string,
  { x, width, span }: Scale,
): SVGElement[] {
  const middle = top + 26;
  const parts: SVGElement[] = [
    drawn('text', { x: 2, y: top + 13, class: 'lane' }, name),
    drawn('line', { x1: 0, x2: width, y1: middle, y2: middle, class: 'base' }),
  ];
  for (const date of dates) {
    const age = daysBetween(date, image);
    const title = drawn('title', {}, `${date}, ${beforeText(date, image)}`);
    const at = x(age);
    if (isSpan) {
      const bar = { x: at, y: middle - 5, width: Math.max(2, x(0) - at), height: 10, class: 'span' };
      parts.push(drawn('rect', bar, title));
    } else if (age > span) {
      // An arrow to the left: longer ago than the drawing shows.
      parts.push(
        drawn(
          'path',
          {
            d: `M ${at + 8} ${middle - 7} L ${at - 4} ${middle} L ${at + 8} ${middle + 7} Z`,
            class: 'older',
          },
          title,
        ),
      );
    } else {
      parts.push(drawn('circle', { cx: at, cy: middle, r: 6, class: 'event' }, title));
    }
  }
  return parts;
}

function recordTable(records: readonly PageRecord[], image: string): HTMLElement {
  const inOrder = records.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const header = ['Date', 'Before the image', 'Code', 'Set', 'Claim and line'];
  return element(
    'details',
    { class: 'records' },
    element('summary', {}, `Records behind the criteria: ${records.length}`),
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...header.map((name) => element('th', { scope: 'col' }, name)))),
      element(
        'tbody',
        {},
        ...inOrder.map(([date, system, code, set, claim, line]) => {
          const cells = [
            date,
            beforeText(date, image),
            shownCode(system, code),
            setWords(set),
            `${claim} ${line}`,
          ];
          return element('tr', {}, ...cells.map((text) => element('td', {}, text)));
        }),
      ),
    ),
  );
}
