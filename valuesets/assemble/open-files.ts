import { DEMONSTRATION_VERSION } from '../../src/valuesets/open.js';
import { MEDICATIONS, VALUE_SETS } from './definitions/index.js';
import { demonstrationCodes, expandList } from './medication-list.js';
import { type PublicTables, readPublicTables } from './tables.js';
import { expandSet, type SetCode } from './value-set.js';

/** Changes whenever a code enters or leaves a set. */
const EDITION = '2026.1';
const VERSION = `lbp-open-${EDITION}`;
const INVENTED_VERSION = `${DEMONSTRATION_VERSION}-${EDITION}`;

// The headings of the licensed directories, so that either can be read the same way. Definition stays empty:
// descriptors of CPT and of the UB-04 codes are licensed.
const VALUE_SET_HEADINGS = [
  ...['Value Set Name', 'Value Set OID', 'Value Set Version', 'Code', 'Definition'],
  ...['Code System', 'Code System OID', 'Code System Version'],
];
const MEDICATION_HEADINGS = [
  ...[
    'Medication List Name',
    'Medication List OID',
    'Medication List Version',
    'Code',
    'Generic Product Name',
  ],
  ...['Brand Name', 'Route', 'Package Size', 'Unit', 'Code System', 'Code System OID', 'Code System Version'],
];

/**
 * The open value sets and medication lists as files: content by path below `valuesets/open`.
 *
 * @param codes the folder of the public code tables
 * @throws Error where a table is missing, or a definition matches nothing
 */
export async function openFiles(codes: string): Promise<Map<string, string>> {
  const tables = await readPublicTables(codes);
  return new Map([...valueSetFiles(tables), ...medicationFiles(tables)]);
}

function valueSetFiles(tables: PublicTables): [string, string][] {
  const others = (name: string) => {
    const other = VALUE_SETS.find((definition) => definition.name === name);
    if (other === undefined) throw new Error(`no set is called ${name}`);
    return other;
  };
  return VALUE_SETS.map((definition) => {
    const rows = expandSet(definition, tables, others).map(({ system, code }) => [
      ...[definition.name, oid(definition.name), VERSION, code, ''],
      ...[system, '', ''],
    ]);
    return [`${slug(definition.name)}.csv`, csv(VALUE_SET_HEADINGS, rows)];
  });
}

/** Invented NDCs get files of their own, so that they can be told, and left, apart. */
function medicationFiles(tables: PublicTables): [string, string][] {
  return MEDICATIONS.flatMap((definition) => {
    const { name } = definition;
    const file = `medications/${slug(name)}`;
    const invented = demonstrationCodes(definition);
    const real: [string, string] = [
      `${file}.csv`,
      medicationCsv(name, VERSION, expandList(definition, tables)),
    ];
    if (invented.length === 0) return [real];
    return [real, [`${file}-demonstration.csv`, medicationCsv(name, INVENTED_VERSION, invented)]];
  });
}

function medicationCsv(name: string, version: string, codes: readonly SetCode[]): string {
  const rows = codes.map(({ system, code }) => [
    ...[name, oid(name), version, code, ''],
    ...['', '', '', '', system, '', ''],
  ]);
  return csv(MEDICATION_HEADINGS, rows);
}

/** No name or code of ours holds a comma, a quote or a line break; one that did would have to be quoted. */
function csv(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, ...rows]
    .map((cells) => {
      if (cells.some((cell) => /[",\r\n]/.test(cell))) throw new Error(`${cells.join('|')} needs quotes`);
      return `${cells.join(',')}\n`;
    })
    .join('');
}

function oid(name: string): string {
  return `urn:lbp-open:${slug(name)}`;
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
