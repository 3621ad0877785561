import { element } from '../element.js';

/* The interactive parts of report.html: sortable tables, and all numbers expanded for printing. */

for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);

const details = [...document.querySelectorAll('details')];
let open: readonly HTMLDetailsElement[] = [];
addEventListener('beforeprint', () => {
  open = details.filter((one) => one.open);
  for (const one of details) one.open = true;
});
addEventListener('afterprint', () => {
  for (const one of details) one.open = open.includes(one);
});

function makeSortable(table: HTMLTableElement): void {
  const headings = [...table.querySelectorAll('th')];
  headings.forEach((heading, column) => {
    const button = element('button', { type: 'button' }, heading.textContent ?? '');
    button.addEventListener('click', () => {
      const isUp = heading.getAttribute('aria-sort') !== 'ascending';
      for (const other of headings) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
      sortRows(table, column, isUp, heading.classList.contains('number'));
    });
    heading.replaceChildren(button);
  });
}

function sortRows(table: HTMLTableElement, column: number, isUp: boolean, isNumber: boolean): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const textOf = (row: HTMLTableRowElement): string => row.cells[column]?.textContent ?? '';
  const compare = (a: HTMLTableRowElement, b: HTMLTableRowElement): number =>
    isNumber ? numberOf(textOf(a)) - numberOf(textOf(b)) : textOf(a).localeCompare(textOf(b), 'en');
  const rows = [...body.rows].sort((a, b) => (isUp ? compare(a, b) : compare(b, a)));
  body.append(...rows);
}

/** A figure as the report writes it, `1,234` or `82.3 %`; hidden figures come first. */
function numberOf(text: string): number {
  const number = Number.parseFloat(text.replaceAll(',', ''));
  return Number.isNaN(number) ? Number.NEGATIVE_INFINITY : number;
}
