import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { zipMember } from './zip.js';

/** The public code tables, below the folder that `--codes` names. docs/value-sets.md says where each is from. */
const FILES = {
  icd10cm: [2018, 2022, 2024].map((year) => `icd10cm/icd10cm_codes_FY${year}.csv.gz`),
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
  /** The union of the years. */
  readonly icd10cm: CodeTable;
  readonly icd10pcs: CodeTable;
  readonly hcpcs: CodeTable;
  readonly exclusions: readonly ExclusionRow[];
  readonly drugs: readonly Drug[];
}

/** @throws Error naming the table that is missing or has no rows */
export async function readPublicTables(folder: string): Promise<PublicTables> {
  const icd10cm = await Promise.all(FILES.icd10cm.map((file) => column(folder, file, 'code')));
  const exclusions = await rows(folder, FILES.exclusions);
  const drugs = await rows(folder, FILES.drugs);
  return {
    icd10cm: { name: 'the ICD-10-CM tables', codes: [...new Set(icd10cm.flat())] },
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

/** The first five columns of a record are the code; modifiers stand there right-aligned, long texts repeat it. */
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
