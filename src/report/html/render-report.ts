import type { Chart, ReportPart, ReportSection, ReportTable } from '../../packs/report.js';
import { escapeHtml } from '../page/escape.js';
import { chartSvg } from './charts.js';

/** The body of a report: a heading, a list of the sections, and these. */
export async function reportBody(
  heading: string,
  lead: readonly string[],
  sections: readonly ReportSection[],
): Promise<string> {
  const links = sections.map(
    ({ id, title }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(title)}</a></li>`,
  );
  const bodies: string[] = [];
  for (const section of sections) bodies.push(await sectionHtml(section));
  return [
    '<header>',
    `<h1>${escapeHtml(heading)}</h1>`,
    ...lead.map((text) => `<p class="notice">${escapeHtml(text)}</p>`),
    '</header>',
    `<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>`,
    '<main>',
    ...bodies,
    '</main>',
  ].join('\n');
}

async function sectionHtml({ id, title, parts }: ReportSection): Promise<string> {
  const shown: string[] = [];
  for (const part of parts) shown.push(await partHtml(part));
  return [
    `<section id="${escapeHtml(id)}" aria-labelledby="${escapeHtml(id)}-title">`,
    `<h2 id="${escapeHtml(id)}-title">${escapeHtml(title)}</h2>`,
    ...shown,
    '</section>',
  ].join('\n');
}

async function partHtml(part: ReportPart): Promise<string> {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeHtml(part.text)}</p>`;
    case 'list':
      return `<ul class="cautions">${part.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return termsHtml('facts', part.rows);
    case 'terms':
      return termsHtml('terms', part.rows);
    case 'table':
      return tableHtml(part);
    case 'chart': {
      const { chart, numbers } = part;
      return [
        '<figure>',
        `<figcaption>${escapeHtml(chart.title)}</figcaption>`,
        ...(isEmpty(chart)
          ? ['<p>There is nothing to draw: no figures, or hidden ones.</p>']
          : [await chartSvg(chart), `<p>${escapeHtml(chart.alternative)}</p>`]),
        '</figure>',
        `<details><summary>${escapeHtml(numbers.caption)}: the numbers</summary>`,
        tableHtml(numbers),
        '</details>',
      ].join('\n');
    }
  }
}

function isEmpty(chart: Chart): boolean {
  return (chart.kind === 'funnel' ? chart.points : chart.rows).length === 0;
}

function termsHtml(name: string, rows: readonly (readonly [string, string])[]): string {
  const items = rows.map(
    ([term, text]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`,
  );
  return `<dl class="${name}">${items.join('')}</dl>`;
}

/** A table in a frame that scrolls sideways, also by keyboard. */
function tableHtml({ caption, columns, rows, isSortable }: ReportTable): string {
  if (rows.length === 0) return `<p>${escapeHtml(caption)}: no rows.</p>`;
  const classOf = (index: number): string => (columns[index]?.isNumber === true ? ' class="number"' : '');
  const head = columns.map(({ name }, index) => `<th scope="col"${classOf(index)}>${escapeHtml(name)}</th>`);
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((text, index) => `<td${classOf(index)}>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return [
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">`,
    `<table${isSortable ? ' class="sortable"' : ''}><caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead><tbody>`,
    ...body,
    '</tbody></table></div>',
  ].join('\n');
}
