import { LbpError } from '../../errors.js';
import { type Columns, plural, type SetKind, squeezed, type TableKind } from '../headings.js';
import type { Sheet, Workbook } from './parts.js';

export interface ChosenSheet {
  readonly sheet: Sheet;
  readonly kind: TableKind;
}

/** The names that the sheets have had over the years; there can be text before and after ("MY 2025 ..."). */
const NAMED: Readonly<Record<TableKind, RegExp>> = {
  'value set': /valuesets?to(all)?codes?/,
  'medication list': /med(ication)?s?lists?to(ndc|drug|all)?codes?/,
  'measures to value sets': /measures?tovaluesets?/,
  'measures to medication lists': /measures?tomed(ication)?s?lists?/,
};

const CODE_KINDS = ['value set', 'medication list'] as const;

/** Sheets that list changes have the same headings as those with the codes, but do not count. */
const CHANGES = /change|summary/;

/**
 * Chooses the sheets of a workbook to read: by their names, or by their headings if no name identifies a
 * sheet with codes. A hidden sheet is chosen only by its name, and only if no other sheet has that name.
 *
 * @param headingsOf what the headings of a sheet say, null for an empty one
 * @throws LbpError E201 if there is no sheet with codes, or more than one of a kind
 */
export async function chooseSheets(
  { archive, sheets }: Workbook,
  headingsOf: (sheet: Sheet) => Promise<{ readonly columns: Columns | null } | null>,
): Promise<ChosenSheet[]> {
  const { label } = archive;
  const byName = (Object.keys(NAMED) as TableKind[]).flatMap((kind) => {
    const sheet = onlySheet(named(sheets, kind), kind, label);
    return sheet === null ? [] : [{ sheet, kind }];
  });
  if (byName.some(({ kind }) => isOfCodes(kind))) return byName;

  const visible = sheets.filter((sheet) => !sheet.isHidden && !CHANGES.test(squeezed(sheet.name)));
  const kinds = await Promise.all(visible.map(async (sheet) => (await headingsOf(sheet))?.columns?.kind));
  const byHeadings = CODE_KINDS.flatMap((kind) => {
    const sheet = onlySheet(
      visible.filter((_, index) => kinds[index] === kind),
      kind,
      label,
    );
    return sheet === null ? [] : [{ sheet, kind }];
  });
  if (byHeadings.length > 0) return [...byName, ...byHeadings];
  const found = sheets.map(({ name, isHidden }) => (isHidden ? `${name} (hidden)` : name)).join(', ');
  throw new LbpError(
    'E201',
    `${label}: no sheet with value sets or medication lists (sheets found: ${found}). ` +
      'Wanted: a sheet named Value Sets to Codes or Medication Lists to Codes, or one with their headings.',
  );
}

export function isOfCodes(kind: TableKind): kind is SetKind {
  return CODE_KINDS.some((one) => one === kind);
}

/** The sheets with a name: exact matches before others, visible ones before hidden ones. */
function named(sheets: readonly Sheet[], kind: TableKind): Sheet[] {
  const matching = sheets
    .map((sheet) => ({ sheet, found: NAMED[kind].exec(squeezed(sheet.name))?.[0] }))
    .filter(({ sheet, found }) => found !== undefined && !CHANGES.test(squeezed(sheet.name)));
  const choices = [false, true].flatMap((isHidden) => {
    const some = matching.filter(({ sheet }) => sheet.isHidden === isHidden);
    return [some.filter(({ sheet, found }) => squeezed(sheet.name) === found), some];
  });
  return (choices.find((choice) => choice.length > 0) ?? []).map(({ sheet }) => sheet);
}

function onlySheet(candidates: readonly Sheet[], kind: TableKind, label: string): Sheet | null {
  const [first, second] = candidates;
  if (first === undefined || second === undefined) return first ?? null;
  const names = candidates.map(({ name }) => name).join(', ');
  throw new LbpError(
    'E201',
    `${label}: more than one sheet of ${plural(kind)} (${names}). Hide or delete all but one.`,
  );
}
