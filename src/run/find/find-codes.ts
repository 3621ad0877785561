import type { CodeUse } from '../../packs/code-use.js';
import { type ImagingCode, imagingCode } from '../../packs/imaging-codes.js';
import { PACKS } from '../../packs/index.js';
import { CODE_SYSTEMS, type CodeSystem, type ListedCode } from '../../timeline/person.js';
import { normalizeCode } from '../../valuesets/code.js';
import type { CodeLife } from '../../valuesets/code-life.js';
import type { CodeYears } from '../../valuesets/code-years.js';
import type { Directory } from '../../valuesets/directory.js';
import { relativesOf } from '../../valuesets/relatives.js';
import { codeOfEngland } from '../ebi/code-of-england.js';

/** What the loaded sets, the rules and the public tables say about a text. */
export interface FoundText {
  readonly asked: string;
  /** The codes with exactly this text, one for each system that has it. */
  readonly codes: readonly FoundCode[];
  /** The longer codes that begin with it and are in a set or were ever billable. */
  readonly begins: readonly BeginningCode[];
  /** Listed codes with the same stem, if no set holds the code or a code that begins with it. */
  readonly relatives: readonly BeginningCode[];
}

export interface FoundCode {
  readonly system: CodeSystem | 'OPCS4' | 'ICD10';
  readonly code: string;
  readonly sets: readonly string[];
  /** When it was billable; null for a code in no public table. */
  readonly life: CodeLife | null;
  readonly imaging: ImagingCode | null;
  readonly uses: readonly PackUse[];
}

export interface BeginningCode {
  readonly system: CodeSystem;
  readonly code: string;
  readonly sets: readonly string[];
}

/** How a pack uses a code: one meaning and window, with the years, policies or guidelines that share it. */
export interface PackUse extends Pick<CodeUse, 'meaning' | 'window'> {
  readonly pack: string;
  readonly of: readonly string[];
}

/** A shorter beginning would match thousands of codes. */
const SHORTEST_BEGINNING = 3;

/**
 * Looks up each text: which sets hold it, what it means to each pack, when it was billable, and related
 * codes.
 *
 * @param texts codes, with or without dots, or beginnings of codes
 */
export function findCodes(texts: readonly string[], directory: Directory, years: CodeYears): FoundText[] {
  const listed = new Map(directory.codes.map((one) => [keyOf(one), one]));
  const rules = PACKS.map((pack) => ({ pack: pack.id, uses: pack.codeUses() }));
  return texts.map((text) => {
    const codes = codesOf(text, listed, years, rules);
    const begins = beginningWith(text, directory.codes, listed, years);
    const isListed = [...codes, ...begins].some(({ sets }) => sets.length > 0);
    return { asked: text, codes, begins, relatives: isListed ? [] : relatives(text, directory.codes) };
  });
}

function keyOf({ system, code }: { readonly system: string; readonly code: string }): string {
  return `${system} ${code}`;
}

interface UsesOfPack {
  readonly pack: string;
  readonly uses: readonly CodeUse[];
}

function codesOf(
  text: string,
  listed: ReadonlyMap<string, ListedCode>,
  years: CodeYears,
  rules: readonly UsesOfPack[],
): FoundCode[] {
  const known = CODE_SYSTEMS.flatMap((system): FoundCode[] => {
    const code = normalizeCode(system, text);
    if (code === null) return [];
    const sets = listed.get(keyOf({ system, code }))?.sets ?? [];
    const life = system === 'ICD10CM' ? years.lifeOf(code) : null;
    const isProcedure = system === 'CPT' || system === 'HCPCS';
    const imaging = isProcedure && sets.length > 0 ? imagingCode(code) : null;
    const uses = rules.flatMap((pack) => usesOf(pack, system, code, sets));
    return sets.length > 0 || life !== null || uses.length > 0
      ? [{ system, code, sets, life, imaging, uses }]
      : [];
  });
  const england = codeOfEngland(bare(text));
  if (england === null) return known;
  const uses = [{ pack: 'ebi', of: [england.of], meaning: england.meaning, window: '' }];
  return [...known, { ...england, sets: [], life: null, imaging: null, uses }];
}

function usesOf(
  { pack, uses }: UsesOfPack,
  system: CodeSystem,
  code: string,
  sets: readonly string[],
): PackUse[] {
  const found = uses.filter(
    (use) =>
      use.sets.some((set) => sets.includes(set)) ||
      use.codes.some((own) => own.system === system && own.code === code),
  );
  const alike = new Map<string, PackUse>();
  for (const { of, meaning, window } of found) {
    const key = JSON.stringify([meaning, window]);
    const before = alike.get(key)?.of ?? [];
    alike.set(key, { pack, of: [...new Set([...before, of])], meaning, window });
  }
  return [...alike.values()];
}

/** In upper case, without dots and blanks. */
function bare(text: string): string {
  return text.toUpperCase().replace(/[.\s]/g, '');
}

function beginningWith(
  text: string,
  codes: readonly ListedCode[],
  listed: ReadonlyMap<string, ListedCode>,
  years: CodeYears,
): BeginningCode[] {
  const start = bare(text);
  if (start.length < SHORTEST_BEGINNING) return [];
  const isLonger = ({ code }: { readonly code: string }): boolean => code.startsWith(start) && code !== start;
  const ofSets = codes.filter(isLonger);
  const ofTables = years
    .startingWith(start)
    .map((code) => ({ system: 'ICD10CM', code }) as const)
    .filter((one) => isLonger(one) && !listed.has(keyOf(one)));
  return [...ofSets, ...ofTables.map((one) => ({ ...one, sets: [] }))];
}

function relatives(text: string, codes: readonly ListedCode[]): BeginningCode[] {
  const code = bare(text);
  const systems: readonly CodeSystem[] = ['ICD10CM', 'CPT', 'HCPCS'];
  return systems.flatMap((system) => {
    if (normalizeCode(system, code) === null) return [];
    const ofSystem = codes.filter((one) => one.system === system);
    const near = new Set(
      relativesOf(
        ofSystem.map((one) => one.code),
        [{ code, rows: 1 }],
      ).flatMap((one) => one.relatives),
    );
    return ofSystem.filter((one) => near.has(one.code));
  });
}
