import { DEMONSTRATION_VERSION } from '../../src/valuesets/open.js';
import { csv } from './csv.js';
import { MEDICATIONS, VALUE_SETS } from './definitions/index.js';
import { demonstrationCodes, expandList } from './medication-list.js';
import { setFile, slug } from './set-file.js';
import type { PublicTables } from './tables.js';
import { expandSet, type SetCode } from './value-set.js';

/** Changes whenever a code enters or leaves a set. */
const EDITION = '2026.2';
const VERSION = `lbp-open-${EDITION}`;
const INVENTED_VERSION = `${DEMONSTRATION_VERSION}-${EDITION}`;

// As in set-file.ts.
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

/** The codes of each open value set by name, according to the definitions and the tables. */
export type OpenSets = ReadonlyMap<string, readonly SetCode[]>;

/** @throws Error if a definition matches nothing */
export function openSets(tables: PublicTables): OpenSets {
  const others = (name: string) => {
    const other = VALUE_SETS.find((definition) => definition.name === name);
    if (other === undefined) throw new Error(`no set is called ${name}`);
    return other;
  };
  return new Map(VALUE_SETS.map((definition) => [definition.name, expandSet(definition, tables, others)]));
}

/**
 * The open value sets and medication lists as files: content by path below `valuesets`.
 *
 * @throws Error if a definition matches nothing
 */
export function openFiles(sets: OpenSets, tables: PublicTables): [string, string][] {
  const valueSets = [...sets].map(([name, codes]): [string, string] => [
    `open/${slug(name)}.csv`,
    setFile({ name, oid: oid(name), version: VERSION }, codes),
  ]);
  return [...valueSets, ...medicationFiles(tables)];
}

/** Invented NDCs get separate files, so that they can be recognized and left out. */
function medicationFiles(tables: PublicTables): [string, string][] {
  return MEDICATIONS.flatMap((definition) => {
    const { name } = definition;
    const file = `open/medications/${slug(name)}`;
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

function oid(name: string): string {
  return `urn:lbp-open:${slug(name)}`;
}
