import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { FiscalYear } from '../../src/valuesets/code-life.js';
import { NEWEST_YEAR, TABLE_YEARS } from '../../src/valuesets/code-years.js';
import { type Change, checkChanges } from './changes.js';
import { zipMember } from './zip.js';

/**
 * The public code tables, below the folder that `--codes` names. docs/value-sets.md states the source of
 * each.
 */
const FILES = {
  icd10cm: (year: FiscalYear) => `icd10cm/icd10cm_codes_FY${year}.csv.gz`,
  changes: `icd10cm/icd10cm_changes_FY2025_FY${NEWEST_YEAR}.csv`,
  icd10pcs: 'codes/icd10pcs_codes_FY2024.csv.gz',
  hcpcs: 'codes/hcpc2026_jan_anweb_01122026.zip',
  exclusions: 'codes/tuva_exclusion_value_sets_no_snomed.csv',
  drugs: 'codes/rxnorm_corticosteroid_bone_dementia.csv',
} as const;

const HCPCS_MEMBER = 'HCPC2026_JAN_ANWEB_01122026.txt';

export interface CodeTable {
  readonly name: string;
  readonly codes: readonly string[];
}

/** A row of the exclusion table: a code that a named set holds. */
export interface ExclusionRow {
  readonly set: string;
  readonly code: string;
  readonly system: string;
}

export interface Drug {
  readonly rxcui: string;
  readonly description: string;
}

export interface PublicTables {
  /** The union of the years, plus what the list of changes adds. */
  readonly icd10cm: CodeTable;
  /** The billable codes of each available fiscal year. */
  readonly yearly: ReadonlyMap<FiscalYear, ReadonlySet<string>>;
  readonly changes: readonly Change[];
  readonly icd10pcs: CodeTable;
  readonly hcpcs: CodeTable;
  readonly exclusions: readonly ExclusionRow[];
  readonly drugs: readonly Drug[];
}

/** @throws Error naming a table that is missing or has no rows; or as in `checkChanges` */
export async function readPublicTables(folder: string): Promise<PublicTables> {
  const yearly = new Map<FiscalYear, ReadonlySet<string>>();
  for (const year of TABLE_YEARS) {
    yearly.set(year, new Set(await column(folder, FILES.icd10cm(year), 'code')));
  }
  const changes = await readChanges(folder);
  checkChanges(changes, yearly);
  const added = changes.filter(({ action }) => action === 'add').map(({ code }) => code);
  const exclusions = await rows(folder, FILES.exclusions);
  const drugs = await rows(folder, FILES.drugs);
  return {
    icd10cm: {
      name: 'the ICD-10-CM tables',
      codes: [...new Set([...[...yearly.values()].flatMap((codes) => [...codes]), ...added])],
    },
    yearly,
    changes,
    icd10pcs: { name: 'the ICD-10-PCS table', codes: await column(folder, FILES.icd10pcs, 'icd_10_pcs') },
    hcpcs: { name: 'the HCPCS table', codes: hcpcsCodes(await content(folder, FILES.hcpcs)) },
    exclusions: exclusions.map((row) => ({
      set: field(row, 'concept_name'),
      code: field(row, 'code'),
      system: field(row, 'code_system'),
    })),
    drugs: drugs.map((row) => ({
      rxcui: field(row, 'rxcui'),
      description: field(row, 'rxnorm_description'),
    })),
  };
}

async function readChanges(folder: string): Promise<Change[]> {
  return (await rows(folder, FILES.changes)).map((row) => ({
    year: Number(field(row, 'fiscal_year')),
    action: field(row, 'action'),
    code: field(row, 'code'),
  }));
}

/**
 * The first five characters of a record are the code; modifiers are right-aligned there, and long texts
 * repeat the code.
 */
function hcpcsCodes(zip: Buffer): string[] {
  const text = zipMember(zip, HCPCS_MEMBER).toString('latin1');
  const codes = text.split(/\r?\n/).map((record) => record.slice(0, 5));
  return [...new Set(codes.filter((code) => /^[A-Z]\d{4}$/.test(code)))];
}

async function column(folder: string, file: string, heading: string): Promise<string[]> {
  return (await rows(folder, file)).map((row) => field(row, heading));
}

async function rows(folder: string, file: string): Promise<Record<string, string>[]> {
  const bytes = await content(folder, file);
  const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const found = parse<Record<string, string>>(text, { columns: true, bom: true });
  if (found.length === 0) throw new Error(`${basename(file)} has no rows`);
  return found;
}

async function content(folder: string, file: string): Promise<Buffer> {
  return readFile(join(folder, file)).catch((error: unknown) => {
    throw new Error(`the public code table ${file} is not below ${folder}`, { cause: error });
  });
}

function field(row: Record<string, string>, heading: string): string {
  const value = row[heading];
  if (value === undefined) throw new Error(`no column ${heading} (found: ${Object.keys(row).join(', ')})`);
  return value;
}
