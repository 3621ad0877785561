import type { CodeSystem } from '../../../src/timeline/person.js';
import { codesBelow } from '../expand.js';
import type { OpenSets } from '../open-files.js';
import { enumerated } from '../ranges.js';
import type { CodeTable, PublicTables } from '../tables.js';
import { inOrder, type SetCode } from '../value-set.js';
import type { ReviewDefinition } from './definitions/definition.js';
import { type Part, parts, passes } from './notation.js';

/** The sources in which the parts of a review set are looked up. */
export interface Sources {
  readonly tables: Pick<PublicTables, 'icd10cm' | 'icd10pcs'>;
  readonly openSets: OpenSets;
}

/**
 * The codes of each review set by name; empty for a set that is only a medication list.
 *
 * @throws Error naming the set with a code, stem or range that matches nothing, a part that keeps nothing, or
 *   a reference to an unknown set or open set
 */
export function expandReviewSets(
  definitions: readonly ReviewDefinition[],
  sources: Sources,
): Map<string, readonly SetCode[]> {
  const sets = new Map<string, readonly SetCode[]>();
  for (const { name, alsoCalled, codes } of definitions) {
    const found = inOrder(
      parts(codes).flatMap((part) => {
        try {
          return codesOf(part, sets, sources);
        } catch (error) {
          throw new Error(`review set ${name}: ${error instanceof Error ? error.message : ''}`, {
            cause: error,
          });
        }
      }),
    );
    for (const one of [name, ...(alsoCalled === undefined ? [] : [alsoCalled])]) {
      if (sets.has(one)) throw new Error(`two review sets are called ${one}`);
      sets.set(one, found);
    }
  }
  return sets;
}

function codesOf(
  part: Part,
  sets: ReadonlyMap<string, readonly SetCode[]>,
  { tables, openSets }: Sources,
): readonly SetCode[] {
  switch (part.word) {
    case 'dx':
      return coded('ICD10CM', diagnoses(part, tables.icd10cm));
    case 'pcs':
      return coded('ICD10PCS', codesBelow(part.text, tables.icd10pcs));
    case 'cpt':
      return coded('CPT', listed(part.text));
    case 'hcpcs':
      return coded('HCPCS', listed(part.text));
    case 'rev':
      return coded('UBREV', listed(part.text));
    case 'set':
      return named(part.text, sets);
    case 'measure':
      return named(part.text, openSets);
    case 'rx':
      return [];
  }
}

function diagnoses({ text, less, seventh }: Part, table: CodeTable): string[] {
  const unwanted = new Set(less === '' ? [] : matching(less, table));
  const kept = matching(text, table).filter((code) => !unwanted.has(code) && passes(code, seventh));
  if (kept.length === 0) throw new Error(`nothing of ${text} is left`);
  return kept;
}

/** The codes meant by blank-separated items: `=M48.06`, `C00..C96` or a stem. */
function matching(items: string, table: CodeTable): string[] {
  return items.split(' ').flatMap((item) => {
    if (item.startsWith('=')) return [item.slice(1).replace('.', '')];
    const [first = '', last] = item.split('..').map((end) => end.replace('.', ''));
    return last === undefined ? codesBelow(item, table) : codesBetween(first, last, table);
  });
}

/** The codes whose first characters are between two texts of the same length: letters come after digits. */
function codesBetween(first: string, last: string, table: CodeTable): string[] {
  if (first.length !== last.length || first > last) throw new Error(`${first}..${last} is no range of codes`);
  const codes = table.codes.filter((code) => {
    const start = code.slice(0, first.length);
    return first <= start && start <= last;
  });
  if (codes.length === 0) throw new Error(`${first}..${last} matches nothing in ${table.name}`);
  return codes;
}

function listed(text: string): string[] {
  return enumerated(text.replaceAll('..', '-'));
}

function named(name: string, sets: ReadonlyMap<string, readonly SetCode[]>): readonly SetCode[] {
  const found = sets.get(name);
  if (found === undefined) throw new Error(`no set is called ${name}`);
  return found;
}

function coded(system: CodeSystem, codes: readonly string[]): SetCode[] {
  return codes.map((code) => ({ system, code }));
}
