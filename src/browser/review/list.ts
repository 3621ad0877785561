import { element } from '../element.js';
import { PRINTED, WindowedRows } from '../windowed-rows.js';
import { filterForm, isWanted } from './filter.js';
import type { Line } from './line.js';
import { suggestionMark } from './marks.js';

interface Column {
  readonly name: string;
  readonly text: (line: Line) => string;
  /** What the column is sorted by; its text if not set. */
  readonly key?: (line: Line) => string | number;
}

const SUGGESTION = 'Suggestion';

const COLUMNS: readonly Column[] = [
  { name: 'Date', text: ({ on }) => on('service_date') },
  { name: 'Person', text: ({ on }) => on('person_id') },
  { name: 'Image', text: ({ on }) => `${on('code')} ${on('region')} ${on('modality')}` },
  { name: SUGGESTION, text: ({ suggestion }) => suggestion },
  {
    name: 'Scenarios',
    text: ({ met, open }) =>
      [textOf('met', met), textOf('open', open)].filter((text) => text !== '').join('; '),
    // Lines with something met first, then by the number of open ones.
    key: ({ met, open }) => -(met.length * 1000 + open.length),
  },
  { name: 'Ordered by', text: ({ on }) => on('ordering_npi') },
];

/** The list of lines, with its filters; each line links to its details. */
export class LineList {
  readonly main: HTMLElement;
  /** The visible lines, in order. */
  shown: readonly Line[];

  private readonly rows: WindowedRows;
  private readonly body = element('div', { role: 'rowgroup', class: 'rows' });
  private readonly table: HTMLElement;
  private readonly count = element('p', { role: 'status', class: 'count' });
  /** Says on paper that the list goes on. */
  private readonly cut = element(
    'p',
    { class: 'cut' },
    `Printed are the first ${PRINTED.toLocaleString('en-US')} of these lines. Filter the list to print the others.`,
  );
  private readonly headings = COLUMNS.map((column) => this.heading(column));
  private sorted: { readonly column: Column | null; readonly isDown: boolean } = {
    column: null,
    isDown: false,
  };
  private filtered: readonly Line[];
  /** The row that the Tab key reaches. */
  private current = 0;

  constructor(lines: readonly Line[], titles: ReadonlyMap<string, string>) {
    this.filtered = lines;
    this.shown = lines;
    this.rows = new WindowedRows(this.body, (index) => this.row(index));
    const header = element('div', { role: 'row', class: 'header', 'aria-rowindex': 1 }, ...this.headings);
    this.table = element(
      'div',
      { role: 'table', 'aria-label': 'Imaging lines', class: 'lines' },
      element('div', { role: 'rowgroup', class: 'headers' }, header),
      this.body,
    );
    this.body.addEventListener('keydown', (event) => this.move(event));
    this.body.addEventListener('focusin', (event) => this.remember(event));
    const filter = filterForm(lines, titles, (wanted) => {
      this.filtered = lines.filter((line) => isWanted(line, wanted));
      this.count.textContent = `${this.filtered.length.toLocaleString('en-US')} of ${lines.length.toLocaleString('en-US')} lines`;
      this.order();
    });
    this.main = element('section', { 'aria-label': 'Worklist' }, filter, this.count, this.cut, this.table);
  }

  /** Draws the list again after it was hidden, and focuses a line. */
  focus(line: Line | null): void {
    this.rows.show(this.shown.length);
    const index = line === null ? -1 : this.shown.indexOf(line);
    if (index >= 0) this.focusRow(index);
  }

  private order(): void {
    const { column, isDown } = this.sorted;
    this.shown = column === null ? this.filtered : this.filtered.toSorted(comparing(column, isDown));
    this.current = 0;
    this.table.setAttribute('aria-rowcount', String(this.shown.length + 1));
    this.cut.hidden = this.shown.length <= PRINTED;
    this.rows.show(this.shown.length);
  }

  private heading(column: Column): HTMLElement {
    const sign = element('span', { class: 'sign', 'aria-hidden': 'true' });
    const button = element('button', { type: 'button' }, column.name, sign);
    const heading = element('div', { role: 'columnheader', 'aria-sort': 'none' }, button);
    button.addEventListener('click', () => {
      const isDown = this.sorted.column === column && !this.sorted.isDown;
      this.sorted = { column, isDown };
      for (const other of this.headings) {
        other.setAttribute('aria-sort', other !== heading ? 'none' : isDown ? 'descending' : 'ascending');
      }
      this.order();
    });
    return heading;
  }

  private row(index: number): HTMLElement {
    const line = this.shown[index];
    if (line === undefined) return element('div');
    const cells = COLUMNS.map((column) => {
      const text = column.text(line);
      const content = column.name === SUGGESTION ? suggestionMark(text) : text;
      const name = column.name.toLowerCase().replace(' ', '-');
      // A long id is cut off in the row.
      return element('div', { role: 'cell', class: name, title: text }, content);
    });
    const link = element(
      'a',
      { href: `#line-${line.number}`, tabindex: index === this.current ? 0 : -1, 'data-index': index },
      line.on('service_date'),
    );
    cells[0]?.replaceChildren(link);
    const row = element('div', { role: 'row', 'aria-rowindex': index + 2, class: 'row' }, ...cells);
    // The whole row opens on a click; the link is for the keyboard and for screen readers.
    row.addEventListener('click', () => link.click());
    link.addEventListener('click', (event) => event.stopPropagation());
    return row;
  }

  private move(event: KeyboardEvent): void {
    const last = this.shown.length - 1;
    const to = {
      ArrowDown: this.current + 1,
      ArrowUp: this.current - 1,
      PageDown: this.current + 10,
      PageUp: this.current - 10,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.focusRow(Math.max(0, Math.min(last, to)));
  }

  private focusRow(index: number): void {
    this.rows.reveal(index)?.querySelector('a')?.focus({ preventScroll: true });
  }

  /** Only one link of the list is in the tab order: the one that had the focus last. */
  private remember({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || target.dataset['index'] === undefined) return;
    for (const link of this.body.querySelectorAll('a')) link.tabIndex = -1;
    target.tabIndex = 0;
    this.current = Number(target.dataset['index']);
  }
}

function textOf(result: string, scenarios: readonly string[]): string {
  return scenarios.length === 0 ? '' : `${result}: ${scenarios.join(', ')}`;
}

/** By the column; lines with equal values keep the order of the file. */
function comparing({ text, key = text }: Column, isDown: boolean): (a: Line, b: Line) => number {
  const sign = isDown ? -1 : 1;
  return (a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return a.number - b.number;
    return (left < right ? -1 : 1) * sign;
  };
}
