import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Column,
  ELIGIBILITY,
  emptyTable,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  TABLES,
  type Table,
} from '../../../src/inputs/tables/columns.js';
import { planTable } from '../../../src/inputs/tables/plan.js';
import { RECORD_FAULTS } from '../../../src/inputs/tables/record-splitter.js';
import { columnsOf, isRowReject, REJECTS, ROW_CHECKS } from '../../../src/inputs/tables/row-checks.js';

/* The tables of docs/inputs.md match the program. `npm run docs:inputs` writes them. */

const PAGE = fileURLToPath(new URL('../../../docs/inputs.md', import.meta.url));

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map((cells) => line(cells)),
  ].join('\n');
}

const NEEDED: Readonly<Record<Column['need'], string>> = {
  required: 'required',
  either: 'one of these two is required',
  optional: 'optional',
};

function namesOf(columns: readonly Column[]): string {
  const names = columns.map(({ name }) => `\`${name}\``);
  return names.length > 3 ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

/** The codes with which a row can be rejected for what stands in the columns. */
function rejectsOf({ name: table }: Table, columns: readonly Column[]): string {
  const checks = ROW_CHECKS[table].filter(({ any }) =>
    any.some((condition) => columns.some(({ name }) => columnsOf(condition).includes(name))),
  );
  const codes = checks.flatMap(({ outcome }) =>
    isRowReject(outcome) ? [REJECTS[outcome].code.replace('LBP-', '')] : [],
  );
  return codes.sort().join(', ');
}

function tableOfColumns(table: Table): string {
  return markdown(
    ['column', 'needed', 'rejected with', 'what it is for'],
    table.rows.map(({ columns, meaning }) => [
      namesOf(columns),
      NEEDED[columns[0]?.need ?? 'optional'],
      rejectsOf(table, columns),
      meaning,
    ]),
  );
}

const SHORT_NAMES = { medical_claim: 'medical', pharmacy_claim: 'pharmacy', eligibility: 'eligibility' };

function tableOfRejects(): string {
  const ofRows = Object.entries(REJECTS).map(([outcome, { code, about }]) => {
    const tables = Object.entries(SHORT_NAMES).flatMap(([table, short]) => {
      const checks = Object.entries(ROW_CHECKS).find(([name]) => name === table)?.[1] ?? [];
      return checks.some((check) => check.outcome === outcome) ? [short] : [];
    });
    return [code, `\`${outcome}\``, tables.length === 3 ? 'all' : tables.join(', '), about];
  });
  const ofRecords = Object.entries(RECORD_FAULTS).map(([outcome, { code, about }]) => {
    return [code, `\`${outcome}\``, 'all', about];
  });
  return markdown(['code', 'reason in the manifest', 'tables', 'meaning'], [...ofRows, ...ofRecords]);
}

const MADE: Readonly<Record<string, string>> = {
  'medical claims': tableOfColumns(MEDICAL_CLAIM),
  'pharmacy claims': tableOfColumns(PHARMACY_CLAIM),
  enrollment: tableOfColumns(ELIGIBILITY),
  'rejected rows': tableOfRejects(),
};

/** The page with the tables as they should be, each behind its mark and up to the next blank line. */
function written(page: string): string {
  return page.replace(/(<!-- made: (.+) -->\n\n)[\s\S]*?(?=\n\n)/g, (_, mark: string, name: string) => {
    return `${mark}${MADE[name] ?? 'there is no such table'}`;
  });
}

describe('docs/inputs.md', () => {
  it('has the tables of the program', async () => {
    const page = readFileSync(PAGE, 'utf8');
    for (const name of Object.keys(MADE)) expect(page).toContain(`<!-- made: ${name} -->`);
    await expect(written(page)).toMatchFileSnapshot(PAGE);
  });
});

describe('the checks of rows', () => {
  it.each(TABLES)('of $name speak of its columns', ({ name, columns }) => {
    const spokenOf = ROW_CHECKS[name].flatMap(({ any }) => any.flatMap(columnsOf));
    expect(spokenOf.filter((column) => !columns.some((one) => one.name === column))).toEqual([]);
  });

  it('give every reject that there is, each with a code of its own', () => {
    const outcomes = new Set(Object.values(ROW_CHECKS).flatMap((checks) => checks.map((one) => one.outcome)));
    expect(Object.keys(REJECTS).filter((reject) => isRowReject(reject) && !outcomes.has(reject))).toEqual([]);
    const codes = [...Object.values(REJECTS), ...Object.values(RECORD_FAULTS)].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe.each(TABLES)('an empty file of $name', (table) => {
  it('has every column, and is read', () => {
    const columns = emptyTable(table).trimEnd().split(',');
    expect(new Set(columns).size).toBe(columns.length);
    const facts = {
      path: 'empty.csv',
      format: 'csv',
      delimiter: ',',
      columns,
      types: [],
      sample: [],
    } as const;
    const [group] = planTable(table, [facts], {}, 0).groups;
    expect([...(group?.sources.keys() ?? [])]).toEqual(columns);
  });

  it('cannot be read without a column that is required, and the error names it', () => {
    for (const choices of table.required) {
      const columns = table.columns.map(({ name }) => name).filter((name) => !choices.includes(name));
      const without = choices.includes('person_id')
        ? columns.filter((name) => name !== 'member_id')
        : columns;
      const facts = {
        path: 'x.csv',
        format: 'csv',
        delimiter: ',',
        columns: without,
        types: [],
        sample: [],
      } as const;
      expect(() => planTable(table, [facts], {}, 0)).toThrow(`no column for ${choices.join(' or ')} (`);
    }
  });
});
