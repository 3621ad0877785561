import type { ListedCode } from '../timeline/person.js';
import type { CodeFault, Directory, ListedSets, MeasureNames } from './directory.js';
import { byCodeUnit } from './order.js';
import { relativesOf } from './relatives.js';

/** `error` if codes that the measure needs are lost, `note` if nothing is wrong. */
export type Severity = 'error' | 'warning' | 'note';

/** What was checked (docs/value-sets.md, "Checking a directory"). */
export type Check = 'rule' | 'unused' | 'empty' | 'shape' | 'duplicate' | 'overlap' | 'stem' | 'file';

export interface Finding {
  readonly severity: Severity;
  readonly check: Check;
  /** The set it is about; empty if it is about several or none. */
  readonly set: string;
  readonly text: string;
  /** The number of codes, rows or sets, as the text says. */
  readonly count: number;
}

/** The sets that matter to the measure. */
export interface Concern {
  /** All that a rule could ask for. */
  readonly asked: ReadonlySet<string>;
  /** How tables of measures name the measure; null for rules that no table lists. */
  readonly measure: MeasureNames | null;
  /** What the event is, `low back pain`, and the sets that hold its codes. */
  readonly event: { readonly name: string; readonly sets: readonly string[] };
  /** Sets that exclude an event whose own code they contain. */
  readonly excluding: readonly string[];
}

/** A diagnosis on the claims, and how many of their rows have it. */
export interface ClaimCode {
  readonly code: string;
  readonly rows: number;
}

/** The maximum number of codes that a text names. */
const NAMED = 8;

/**
 * Checks a loaded directory for problems that would spoil a run without stopping it.
 *
 * @param claimCodes the diagnoses on the claims, to compare with those of low back pain; empty without claims
 */
export function checkDirectory(
  directory: Directory,
  concern: Concern,
  claimCodes: readonly ClaimCode[] = [],
): Finding[] {
  const matters = (set: string): boolean =>
    concern.asked.has(set) || isListed(directory.listedFor(concern.measure), set);
  return [
    ...emptySets(directory, concern, matters),
    ...faults(directory.misshapen, 'shape', ({ set }) => (matters(set) ? 'error' : 'warning')),
    ...faults(directory.repeated, 'duplicate', () => 'warning'),
    ...overlaps(directory, concern),
    ...strangers(directory, concern, claimCodes),
    ...directory.warnings
      .filter((warning) => !directory.aboutCodes.has(warning))
      .map(({ text, count }): Finding => ({ severity: 'warning', check: 'file', set: '', text, count })),
  ];
}

function isListed({ valueSets, medicationLists }: ListedSets, set: string): boolean {
  return valueSets?.has(set) === true || medicationLists?.has(set) === true;
}

/** Sets without a readable code: listed sets without rows are lost, others hold systems that are not read. */
function emptySets(directory: Directory, { measure }: Concern, matters: (set: string) => boolean): Finding[] {
  const known = new Set(directory.sets.map(({ name }) => name));
  const { valueSets, medicationLists } = directory.listedFor(measure);
  const lost = [...new Set([...(valueSets ?? []), ...(medicationLists ?? [])])]
    .filter((set) => !known.has(set))
    .sort(byCodeUnit)
    .map((set): Finding => {
      const text = `the directory lists it for ${measure?.short} but has no row of it`;
      return { severity: 'error', check: 'empty', set, text, count: 1 };
    });
  const empty = directory.sets.filter(({ counts }) => counts.size === 0).map(({ name }) => name);
  const others = empty.filter((set) => !matters(set));
  return [
    ...lost,
    ...empty.filter(matters).map((set): Finding => {
      const text = 'no code of a system that is read';
      return { severity: 'warning', check: 'empty', set, text, count: 1 };
    }),
    ...(others.length === 0
      ? []
      : [
          {
            severity: 'note' as const,
            check: 'empty' as const,
            set: '',
            text: 'sets of other measures have no code of a system that is read',
            count: others.length,
          },
        ]),
  ];
}

function faults(
  found: readonly CodeFault[],
  check: 'shape' | 'duplicate',
  severityOf: (fault: CodeFault) => Severity,
): Finding[] {
  return found.map((fault) => {
    const { set, system, text, place, count } = fault;
    const what = check === 'shape' ? `cannot be ${system}` : `are there twice as ${system}`;
    return {
      severity: severityOf(fault),
      check,
      set,
      text: `codes that ${what}, the first "${text}" at ${place}`,
      count,
    };
  });
}

/** An index episode whose own diagnosis is an injury excludes itself. */
function overlaps({ codes }: Directory, { event, excluding }: Concern): Finding[] {
  return excluding.flatMap((set): Finding[] => {
    const both = codes.filter(({ sets }) => sets.includes(set) && holdsAny(sets, event.sets));
    if (both.length === 0) return [];
    const text = `codes of ${event.name} are in it, so that every index episode with one excludes itself: ${named(both)}`;
    return [{ severity: 'warning', check: 'overlap', set, text, count: both.length }];
  });
}

/** Diagnoses on the claims that are not in the low-back-pain set, although it has others that begin alike. */
function strangers({ codes }: Directory, { event }: Concern, claimCodes: readonly ClaimCode[]): Finding[] {
  const listed = codes.filter(({ system, sets }) => system === 'ICD10CM' && holdsAny(sets, event.sets));
  return relativesOf(
    listed.map(({ code }) => code),
    claimCodes,
  ).map(({ code, rows, relatives }) => ({
    severity: 'warning',
    check: 'stem',
    set: event.sets.find((set) => listed.some(({ sets }) => sets.includes(set))) ?? '',
    text: `${code} is on claims but not in it, which has ${shortened(relatives)}`,
    count: rows,
  }));
}

function holdsAny(sets: readonly string[], wanted: readonly string[]): boolean {
  return sets.some((set) => wanted.includes(set));
}

function named(codes: readonly ListedCode[]): string {
  return shortened(codes.map(({ code }) => code));
}

function shortened(texts: readonly string[]): string {
  const more = texts.length - NAMED;
  return `${texts.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
