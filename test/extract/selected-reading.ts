/**
 * What a Selection asks for, read from the rows without the engine. Shares nothing with src/extract and
 * src/inputs.
 */
import type { Person } from '../../src/timeline/person.js';
import {
  COLUMN_OF_SYSTEM,
  type CodeColumn,
  type LineFact,
  type LinePattern,
  type Selection,
} from '../../src/timeline/selection.js';
import { elevenDigits, isVoided } from './reading.js';
import { DIAGNOSES, type Row, type Tables } from './tables.js';

/** A person as text: everything that a Selection can ask for, in an order of its own. */
export interface View {
  readonly lines: readonly string[];
  readonly fills: readonly string[];
  readonly spans: readonly string[];
  readonly sex: string;
}

const ALL_FACTS: Readonly<Record<LineFact, (row: Row) => string | readonly string[]>> = {
  claimType: (row) => cell(row, 'claim_type').toLowerCase(),
  // What cannot be a type of bill is left out.
  billType: (row) => /^0[1-9]\d[A-Z\d]$/.exec(bare(row, 'bill_type_code', 4))?.[0] ?? '',
  modifiers: (row) =>
    [1, 2, 3, 4, 5].map((number) => bare(row, `hcpcs_modifier_${number}`)).filter((text) => text !== ''),
  units: (row) => cell(row, 'service_unit_quantity'),
  renderingNpi: (row) => cell(row, 'rendering_npi'),
  billingNpi: (row) => cell(row, 'billing_npi'),
  orderingNpi: (row) => cell(row, 'ordering_npi'),
  referringNpi: (row) => cell(row, 'referring_npi'),
  allowedAmount: (row) => cell(row, 'allowed_amount'),
  paidAmount: (row) => cell(row, 'paid_amount'),
};

/** In an order that does not depend on that of the rows. */
function sorted(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

interface Code {
  readonly column: CodeColumn;
  readonly code: string;
  readonly position: number;
}

function cell(row: Row, column: string): string {
  return (row[column] ?? '').trim();
}

function bare(row: Row, column: string, digits = 0): string {
  const text = cell(row, column).toUpperCase().replace(/[. ]/g, '');
  return text === '' ? '' : text.padStart(digits, '0');
}

function codesOf(row: Row): Code[] {
  const codes: Code[] = [
    ...DIAGNOSES.map((name): Code => {
      return { column: 'diagnosis', code: bare(row, name), position: Number(name.split('_').at(-1)) };
    }),
    ...[1, 2].map((number): Code => {
      return { column: 'icd_procedure', code: bare(row, `procedure_code_${number}`), position: 0 };
    }),
    { column: 'procedure', code: bare(row, 'hcpcs_code'), position: 0 },
    { column: 'revenue', code: bare(row, 'revenue_center_code', 4), position: 0 },
    { column: 'bill_type', code: bare(row, 'bill_type_code', 4), position: 0 },
    { column: 'place', code: bare(row, 'place_of_service_code', 2), position: 0 },
    { column: 'drug', code: elevenDigits(cell(row, 'ndc_code')) ?? '', position: 0 },
  ];
  return codes.filter(({ code }) => code !== '');
}

function serviceDay(row: Row): number {
  const date =
    cell(row, 'dispensing_date') || cell(row, 'claim_line_start_date') || cell(row, 'claim_start_date');
  return Date.parse(date) / 86_400_000;
}

/** Without slack: the code and the day of one line. */
function fits(row: Row, { column, codes, position, days }: LinePattern): boolean {
  const day = serviceDay(row);
  const isInDays = days === null || (day >= days.first && day <= days.last);
  return (
    isInDays &&
    codesOf(row).some(
      (one) =>
        one.column === column && codes.includes(one.code) && (position === 'any' || one.position === 1),
    )
  );
}

const fitsAny = (row: Row, patterns: readonly LinePattern[]): boolean =>
  patterns.some((pattern) => fits(row, pattern));

/** Who is a candidate, and what is fetched of everyone who has a claim or a fill. */
export function selected(
  tables: Tables,
  selection: Selection,
): { readonly candidates: ReadonlySet<string>; readonly views: ReadonlyMap<string, View> } {
  const { candidates, kept } = selection;
  const lines = tables.medical.filter((row) => !isVoided(row));
  const fills = tables.pharmacy.filter((row) => !isVoided(row));
  const isRead = ({ column, code }: Code): boolean =>
    selection.codes.some((listed) => COLUMN_OF_SYSTEM[listed.system] === column && listed.code === code);
  const person = (row: Row): string => cell(row, 'person_id');
  const ids = new Set([...lines, ...fills].map(person));

  const linesOf = (id: string): string[] => {
    const own = lines.filter((row) => person(row) === id);
    const claimOf = (row: Row): Row[] => own.filter((one) => cell(one, 'claim_id') === cell(row, 'claim_id'));
    const isKept = (row: Row): boolean =>
      kept === 'persons' ||
      fitsAny(row, candidates) ||
      (kept === 'claims' && claimOf(row).some((one) => fitsAny(one, candidates)));
    // What holds for a claim as a whole keeps its other lines, which give it their dates.
    const holdsForClaim = (code: Code): boolean =>
      isRead(code) && ['diagnosis', 'icd_procedure', 'revenue'].includes(code.column);
    const isOfUse = (row: Row): boolean =>
      codesOf(row).some(isRead) || claimOf(row).some((one) => codesOf(one).some(holdsForClaim));
    const texts = own
      .filter((row) => isKept(row) && isOfUse(row))
      .map((row) =>
        JSON.stringify([
          ...[cell(row, 'claim_id'), cell(row, 'claim_line_number'), serviceDay(row)],
          sorted(
            codesOf(row)
              .filter(isRead)
              .map(({ code, position }) => `${code} ${position}`),
          ),
          selection.carried !== null && fitsAny(row, selection.carried.lines)
            ? selection.carried.facts.map((fact) => ALL_FACTS[fact](row))
            : null,
        ]),
      );
    return sorted(texts);
  };
  const fillsOf = (id: string): string[] => {
    const texts = fills
      .filter((row) => person(row) === id && codesOf(row).some(isRead))
      .filter((row) => kept === 'persons' || fitsAny(row, candidates))
      .map((row) =>
        JSON.stringify([cell(row, 'claim_id'), serviceDay(row), elevenDigits(cell(row, 'ndc_code'))]),
      );
    return sorted(texts);
  };
  const spansOf = (id: string): string[] => {
    const plan = (row: Row): string => (selection.enrollment.includes('plan') ? cell(row, 'plan') : '');
    const own = tables.eligibility.filter((row) => person(row) === id);
    const texts = own.map((row) =>
      JSON.stringify([
        ...[cell(row, 'enrollment_start_date'), cell(row, 'payer_type'), plan(row)],
        selection.furtherEnrollment.map((name) => cell(row, name)),
      ]),
    );
    return sorted(new Set(texts));
  };
  const sexOf = (id: string): string => {
    const own = tables.eligibility.filter((row) => person(row) === id);
    const stated = new Set(own.map((row) => cell(row, 'gender').slice(0, 1).toUpperCase()).filter(Boolean));
    const [only = ''] = stated;
    const isAsked = selection.enrollment.includes('sex');
    return isAsked && stated.size === 1 && /^[FM]$/.test(only) ? only : '';
  };
  return {
    candidates: new Set([...lines, ...fills].filter((row) => fitsAny(row, candidates)).map(person)),
    views: new Map(
      [...ids].map((id) => [
        id,
        { lines: linesOf(id), fills: fillsOf(id), spans: spansOf(id), sex: sexOf(id) },
      ]),
    ),
  };
}

/** What the engine fetched of a person, in the same words. */
export function viewOf({ claims, fills, spans, sex }: Person, { carried }: Selection): View {
  const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const lines = claims.flatMap((claim) =>
    claim.lines.map((line) =>
      JSON.stringify([
        ...[claim.id, line.number, line.serviceDate],
        sorted(line.codes.map(({ listed, position }) => `${listed.code} ${position}`)),
        line.facts === null ? null : (carried?.facts ?? []).map((fact) => line.facts?.[fact]),
      ]),
    ),
  );
  return {
    lines: sorted(lines),
    fills: sorted(
      fills.map(({ claimId, dispensed, drug }) => JSON.stringify([claimId, dispensed, drug.code])),
    ),
    spans: sorted(
      new Set(
        spans.map(({ start, productLine, plan, further }) =>
          JSON.stringify([isoDay(start), productLine, plan, further]),
        ),
      ),
    ),
    sex,
  };
}
