/** How many rows are drawn above and below the visible ones. */
const MARGIN = 15;
/** The maximum number of rows in a printed list; more would print too many pages. */
export const PRINTED = 2000;

/**
 * Rows of equal height; only those near the visible part of the page are drawn, so that a list of any length
 * opens at once. The height of a row is the custom property `--row` of the list, in rem, and the number of rows
 * is its `--rows`. For printing, the first 2,000 rows are drawn; the style then takes them out of their places.
 */
export class WindowedRows {
  private count = 0;
  private readonly drawnRows = new Map<number, HTMLElement>();

  constructor(
    private readonly list: HTMLElement,
    private readonly draw: (index: number) => HTMLElement,
  ) {
    const update = (): void => this.update();
    addEventListener('scroll', update, { passive: true });
    addEventListener('resize', () => this.show(this.count));
    addEventListener('beforeprint', () => this.fill(0, Math.min(this.count, PRINTED)));
    addEventListener('afterprint', update);
  }

  /** Redraws for that many rows. */
  show(count: number): void {
    this.count = count;
    this.list.replaceChildren();
    this.drawnRows.clear();
    this.list.style.setProperty('--rows', String(count));
    this.update();
  }

  /** Scrolls a row into view if it is not visible, and returns its drawn element. */
  reveal(index: number): HTMLElement | null {
    const height = this.rowHeight();
    const top = this.list.getBoundingClientRect().top + index * height;
    const headroom = this.headroom();
    if (top < headroom) scrollBy({ top: top - headroom });
    else if (top + height > innerHeight) scrollBy({ top: top + height - innerHeight });
    this.update();
    return this.drawnRows.get(index) ?? null;
  }

  private update(): void {
    if (this.list.offsetParent === null) return;
    const height = this.rowHeight();
    const top = -this.list.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / height) - MARGIN);
    const last = Math.min(this.count, Math.ceil((top + innerHeight) / height) + MARGIN);
    this.fill(first, last);
  }

  /** Draws the rows from `first` to before `last`, and removes the others, except one that has the focus. */
  private fill(first: number, last: number): void {
    for (const [index, row] of this.drawnRows) {
      if ((index >= first && index < last) || row.contains(document.activeElement)) continue;
      row.remove();
      this.drawnRows.delete(index);
    }
    const height = this.rowHeight();
    for (let index = first; index < last; index += 1) {
      if (this.drawnRows.has(index)) continue;
      const row = this.draw(index);
      row.style.top = `${index * height}px`;
      this.drawnRows.set(index, row);
      this.list.insertBefore(row, this.after(index));
    }
  }

  /** The next drawn row, so that the document keeps the order of the list. */
  private after(index: number): HTMLElement | null {
    let found: number | null = null;
    for (const other of this.drawnRows.keys()) {
      if (other > index && (found === null || other < found)) found = other;
    }
    return found === null ? null : (this.drawnRows.get(found) ?? null);
  }

  private rowHeight(): number {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    return Number.parseFloat(getComputedStyle(this.list).getPropertyValue('--row')) * rem;
  }

  /** The height that the list's heading covers when it sticks to the top of the window. */
  private headroom(): number {
    const heading = this.list.previousElementSibling;
    return heading === null ? 0 : heading.getBoundingClientRect().height;
  }
}
