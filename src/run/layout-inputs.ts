import { LbpError } from '../errors.js';
import type { Engine } from '../extract/duckdb.js';
import { fileFacts } from '../extract/file-facts.js';
import { SPAN_COLUMNS } from '../extract/layouts/spans.js';
import type { Kind, Layout } from '../inputs/layouts/layout.js';
import { unstatedColumns } from '../inputs/layouts/mistakes.js';
import { type ExaminedFile, type PlannedLayout, planLayout } from '../inputs/layouts/planned.js';
import {
  ELIGIBILITY,
  MEDICAL_CLAIM,
  PHARMACY_CLAIM,
  type TableName,
  withFurther,
} from '../inputs/tables/columns.js';
import type { Mapping } from '../inputs/tables/mapping.js';
import { missingRequestedColumn } from '../inputs/tables/missing-column.js';
import { planTable } from '../inputs/tables/plan.js';
import { CLAIM_FILES } from '../report/input-kinds.js';
import { expandPaths, stateOf } from './input-files.js';
import type { InputPaths, Inputs } from './planned-inputs.js';

/**
 * Inspects the files of a layout. Their headers identify them; the flag of a file names its table in the
 * manifest. The tables exist once the files are read.
 *
 * @throws LbpError E101, E102, E107, E103 for a column to count people by that enrollment lacks, E109 for a file of no
 *   kind, E302 for a kind without a column that its table needs, E304 for inputs of other kinds alongside them
 */
export async function planLayoutInputs(
  engine: Engine,
  settings: InputPaths,
  layout: Layout,
): Promise<Inputs> {
  refuseOthers(settings);
  const { mapping, furtherEnrollment = [] } = settings;
  const files: Inputs['files'][number][] = [];
  const looked: ExaminedFile[] = [];
  const given: readonly (readonly [TableName, readonly string[]])[] = [
    ['medical_claim', settings.claims],
    ['pharmacy_claim', settings.pharmacy],
    ['eligibility', settings.eligibility],
  ];
  for (const [table, paths] of given) {
    for (const path of await expandPaths(paths)) {
      const state = stateOf(path);
      const facts = await fileFacts(engine, path, mapping.delimiter ?? delimiterOf(layout));
      const { sample, isUtf16 = false } = facts;
      looked.push({ facts, fileNo: files.length });
      files.push({ path, table, isEmpty: sample.length === 0, isUtf16, state, isLocal: true });
    }
  }
  const planned = planLayout(layout, looked, {
    options: mapping.duals === true ? ['duals'] : [],
    further: furtherEnrollment,
  });
  refuseWithoutTable(
    settings,
    planned.kinds.flatMap(({ kind }) => kind.table ?? []),
    layout,
  );
  for (const { kind } of planned.kinds) refuseIncomplete(kind, mapping);
  for (const name of furtherEnrollment) {
    if (mapping.constants?.[name] === undefined) refuseWithoutColumn(name, planned, looked);
  }
  const empty = { constants: mapping.constants, values: mapping.values };
  const hasPharmacy = planned.kinds.some(({ kind }) => kind.table === 'pharmacy_claim');
  return {
    medical: planTable(MEDICAL_CLAIM, [], empty, 0),
    pharmacy: hasPharmacy ? planTable(PHARMACY_CLAIM, [], empty, 0) : null,
    eligibility: planTable(withFurther(ELIGIBILITY, furtherEnrollment), [], empty, 0),
    claimStatus: null,
    claimFiles: [],
    layout: planned,
    files,
    copies: new Map(),
  };
}

/** All kinds of a layout share one, or each file shows its own. */
function delimiterOf({ kinds }: Layout): string | undefined {
  const stated = new Set(kinds.map(({ delimiter }) => delimiter));
  return stated.size === 1 ? [...stated][0] : undefined;
}

function refuseOthers({ tables, ...settings }: InputPaths): void {
  if (settings[CLAIM_FILES].length > 0) {
    throw new LbpError(
      'E304',
      `--${CLAIM_FILES} does not go together with files of a layout. Make a claim table of either with lbp convert, and give both with --claims.`,
    );
  }
  if (tables !== undefined && Object.values(tables).some((names) => names.length > 0)) {
    throw new LbpError(
      'E304',
      'a catalog table has no layout of files. Give the files, or leave out the layout.',
    );
  }
}

/**
 * Enrollment has a column that the user asks for if the layout states it, or a file of enrollment or of a kind
 * joined to it has it.
 */
function refuseWithoutColumn(name: string, { kinds }: PlannedLayout, looked: readonly ExaminedFile[]): void {
  const isInFiles = (of: string): boolean =>
    kinds.some(
      ({ kind, groups }) =>
        kind.name === of &&
        groups.some(({ columns }) =>
          columns.some((column) => column.trim().toLowerCase() === name.toLowerCase()),
        ),
    );
  for (const { kind, groups } of kinds) {
    if (kind.table !== 'eligibility' || kind.columns?.[name] !== undefined || SPAN_COLUMNS.includes(name))
      continue;
    const joined = (kind.joins ?? []).map((join) => join.kind);
    if ([kind.name, ...joined].some(isInFiles)) continue;
    const fileNo = groups[0]?.files[0]?.fileNo;
    const file = looked.find((one) => one.fileNo === fileNo);
    if (file !== undefined) throw missingRequestedColumn(name, file.facts);
  }
}

/** The built-in layouts state all that their tables need. */
function refuseIncomplete(kind: Kind, { constants }: Mapping): void {
  const isConstant = (name: string): boolean =>
    [constants, constants?.[kind.table ?? '']].some(
      (entries) => typeof entries === 'object' && typeof entries[name] === 'string',
    );
  const [missing] = unstatedColumns(kind).filter((choices) => !choices.some(isConstant));
  if (missing === undefined) return;
  throw new LbpError(
    'E302',
    `tables: ${kind.name} does not state ${missing.join(' or ')}, which ${kind.table} needs. Add columns.${missing[0]} there, or set constants.${missing[0]}.`,
  );
}

/** None of the files feeds its table, so all of them would be unused. */
function refuseWithoutTable(settings: InputPaths, fed: readonly TableName[], { name, kinds }: Layout): void {
  const flags = [
    ['claims', 'medical_claim'],
    ['pharmacy', 'pharmacy_claim'],
    ['eligibility', 'eligibility'],
  ] as const;
  for (const [flag, table] of flags) {
    const [path] = settings[flag];
    if (path === undefined || fed.includes(table)) continue;
    const wanted = kinds.filter((kind) => kind.table === table);
    throw new LbpError(
      'E109',
      `${path}: no file of --${flag} holds what the table ${table} is made of in ${name} (${wanted.map((kind) => kind.name).join(', ')}). Give such a file too.`,
    );
  }
}
