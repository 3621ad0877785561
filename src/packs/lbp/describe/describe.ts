import { type Block, lines, table } from '../../blocks.js';
import type { Summary } from '../../pack.js';
import type { Reference } from '../reference.js';
import { ruleFacts } from '../rule-facts.js';
import type { Detail } from '../rules/statement.js';
import type { YearRules } from '../years/year-rules.js';
import { type Both, changesBetween, type RuleChange } from './changes.js';
import { statementsOf } from './statements.js';

const DOCUMENT = 'docs/measure-logic.md';
const DAYS = 'Days are counted from the index date, which is day 0; both ends of a window count.';

/** The rules of a year, whole, or only their changes from another year (`lbp rules`). */
export function describeRules(year: YearRules, against: YearRules | null): Summary {
  return against === null ? whole(year) : changed(year, against);
}

function whole(year: YearRules): Summary {
  const statements = statementsOf(year);
  const rows = statements.flatMap(({ label, id, details }) =>
    rowsOf(
      [label, id],
      details.map(({ label: what, texts, reference }) => ({ what, columns: [texts], reference })),
    ),
  );
  return {
    facts: { ...factsOf(year), document: DOCUMENT, rules: statements },
    blocks: [
      lines(headingOf(year), DAYS, ''),
      table(['rule', 'id', 'what', 'value', 'reference'], rows, 'left'),
      ...footer(year),
    ],
  };
}

function changed(year: YearRules, against: YearRules): Summary {
  const changes = changesBetween(statementsOf(against), statementsOf(year));
  const rows = changes.flatMap(({ rule: { label, id }, change, details }) =>
    rowsOf([label, id, change], details.map(entryOf)),
  );
  const columns = ['rule', 'id', 'change', 'what', String(against.year), String(year.year), 'reference'];
  return {
    facts: {
      ...factsOf(year),
      against: factsOf(against),
      document: DOCUMENT,
      changes: changes.map(changeFacts),
    },
    blocks: [
      lines(headingOf(year), `against ${headingOf(against)}`, DAYS, ''),
      changes.length === 0
        ? lines(`The rules of ${year.year} are those of ${against.year}.`)
        : table(columns, rows, 'left'),
      ...footer(year),
    ],
  };
}

function factsOf(year: YearRules): Readonly<Record<string, unknown>> {
  const { id, heading, rules_version, status, note, further } = ruleFacts(year);
  return { id, heading, rules_version, status, note, ...further };
}

function changeFacts({ rule, change, details }: RuleChange): Readonly<Record<string, unknown>> {
  return {
    ...rule,
    change,
    details: details.map(({ before, after, either: { id, label, reference } }) => ({
      id,
      label,
      before: stated(before),
      after: stated(after),
      reference,
    })),
  };
}

function stated(detail: Detail | null): Pick<Detail, 'texts' | 'value'> | null {
  return detail === null ? null : { texts: detail.texts, value: detail.value };
}

/** Lines of a table about one thing that a rule fixes. */
interface Entry {
  readonly what: string;
  /** The lines of each column of values. */
  readonly columns: readonly (readonly string[])[];
  readonly reference: Reference;
}

/** Of two lists, only the entries that are missing from the other. */
function entryOf({ before, after, either: { label, reference } }: Both<Detail>): Entry {
  const [old, now] = [before?.texts ?? [], after?.texts ?? []];
  const gone = old.filter((text) => !now.includes(text));
  const added = now.filter((text) => !old.includes(text));
  return { what: label, columns: [gone, added], reference };
}

/** The rule is named in its first row only, and a value is labeled in its first row only. */
function rowsOf(rule: readonly string[], entries: readonly Entry[]): string[][] {
  return entries.flatMap(({ what, columns, reference }, entry) =>
    Array.from({ length: Math.max(...columns.map(({ length }) => length)) }, (_, line) => {
      const named = entry === 0 && line === 0 ? rule : rule.map(() => '');
      const values = columns.map((texts) => texts[line] ?? '');
      return [...named, line === 0 ? what : '', ...values, line === 0 ? referenceText(reference) : ''];
    }),
  );
}

function referenceText({ section, source }: Reference): string {
  return source === 'public descriptions of the measure' ? section : `${section} *`;
}

function headingOf(year: YearRules): string {
  const { heading, rules_version: version, status, note } = ruleFacts(year);
  return `${heading}, rules ${version} (${status}${note === '' ? '' : `: ${note}`})`;
}

function footer(year: YearRules): Block[] {
  return [
    lines(
      '',
      `Reference: section of ${DOCUMENT}, which rests on public descriptions of the measure; * marks our reading of what they leave open.`,
      ...ruleFacts(year).notice,
    ),
  ];
}
