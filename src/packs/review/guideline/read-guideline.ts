import { type Day, dayOfIso } from '../../../timeline/day.js';
import type { CareKind, Guideline, Scenario, Scope, ScopeCode, Version } from './guideline.js';
import { NotationError, readOffsets, readSets, readTree } from './notation.js';
import { type CheckedFile, GUIDELINE_SCHEMA } from './schema.js';
import { leavesOf, type Node, type Range, setsForRegion } from './tree.js';

/** A file that is not a guideline; the message says where and what is wrong, without a period. */
export class GuidelineError extends Error {
  constructor(place: string, message: string) {
    super(`${place}: ${message}`);
    this.name = 'GuidelineError';
  }
}

/**
 * Reads a guideline: checks its form, its trees, and that everything it names exists.
 *
 * @throws GuidelineError
 */
export function readGuideline(file: unknown): Guideline {
  const parsed = GUIDELINE_SCHEMA.safeParse(file);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new GuidelineError(issue?.path.join('.') || 'the file', issue?.message ?? 'is not valid');
  }
  const { data } = parsed;
  const versions = data.versions.map(versionOf);
  refuseOverlap(versions);
  const ids = versions.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new GuidelineError(`version ${twice}`, 'it stands twice');
  const partOf = partsOf(data);
  const care = new Map(Object.entries(data.care).map(([name, kind]) => [name, careOf(name, kind)]));
  const scenarios = data.scenarios.flatMap((scenario) => scenariosOf(scenario, ids, partOf));
  const notes = data.notes.map(({ claim, regions, text }, index) => ({
    sets: at(`notes.${index}.claim`, () => readSets(claim)),
    regions: regions ?? null,
    text,
  }));
  refuseTwins(scenarios, ids);
  for (const { id, tree } of scenarios) refuseUnknownCare(`scenario ${id}`, tree, care);
  return {
    ...{ id: data.id, title: data.title, document: data.document },
    versions,
    scope: scopeOf(data.scope),
    care,
    careShown: careShownOf(data.care_shown, care),
    scenarios,
    notes,
    sets: new Map(
      Object.entries(data.sets).map(([name, { value_sets, medication_lists }]) => [
        name,
        { valueSets: value_sets, medicationLists: medication_lists },
      ]),
    ),
    // What the schema accepts is its input, except for blanks around texts and defaults for missing keys.
    file: data,
  };
}

function at<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotationError) throw new GuidelineError(place, error.message);
    throw error;
  }
}

function dayOrNull(text: string | undefined): Day | null {
  return text === undefined ? null : dayOfIso(text);
}

function versionOf({ id, from, to, provisional, notes }: CheckedFile['versions'][number]): Version {
  return {
    ...{ id, from: dayOrNull(from), to: dayOrNull(to), isProvisional: provisional },
    notes: notes.map((note) => ({ from: dayOrNull(note.from), to: dayOrNull(note.to), text: note.text })),
  };
}

/** Of days or of years; null is an open end. */
function endsBeforeStart({ from, to }: Range): boolean {
  return from !== null && to !== null && from > to;
}

function refuseOverlap(versions: readonly Version[]): void {
  const inOrder = versions.toSorted(
    (a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY),
  );
  for (const [index, { id, from, to, notes }] of inOrder.entries()) {
    if (endsBeforeStart({ from, to })) throw new GuidelineError(`version ${id}`, 'it ends before it starts');
    const note = notes.find(endsBeforeStart);
    if (note !== undefined)
      throw new GuidelineError(`version ${id}`, `the note "${note.text}" ends before it starts`);
    const next = inOrder[index + 1];
    if (next !== undefined && (to === null || next.from === null || next.from <= to))
      throw new GuidelineError(`version ${next.id}`, `it begins while ${id} is in force`);
  }
}

/** The trees of parts, each read on first use. */
function partsOf({ parts }: CheckedFile): (name: string) => Node {
  const known = new Map<string, Node>();
  const open: string[] = [];
  const partOf = (name: string): Node => {
    const text = parts[name];
    if (text === undefined) throw new NotationError(`there is no part ${name}`);
    if (open.includes(name)) throw new NotationError(`the part ${name} contains itself`);
    let node = known.get(name);
    if (node === undefined) {
      open.push(name);
      node = at(`parts.${name}`, () => readTree(text, partOf));
      open.pop();
      known.set(name, node);
    }
    return node;
  };
  // Unused parts are read too, so that a mistake in them is found.
  for (const name of Object.keys(parts)) at(`parts.${name}`, () => partOf(name));
  return partOf;
}

function careOf(
  name: string,
  { window, diagnosis, within, needs, days }: CheckedFile['care'][string],
): CareKind {
  return at(`care.${name}`, () => ({
    window: readOffsets(window),
    diagnosis: readSets(diagnosis),
    within,
    needsFollowUp: needs === 'follow_up',
    days,
  }));
}

function careShownOf(name: string | undefined, care: ReadonlyMap<string, CareKind>): CareKind | null {
  if (name === undefined) return null;
  const kind = care.get(name);
  if (kind === undefined) throw new GuidelineError('care_shown', `there is no care ${name}`);
  return kind;
}

function scopeOf({ without_product_lines, codes }: CheckedFile['scope']): Scope {
  const known = new Map<string, ScopeCode>();
  for (const [index, { codes: some, region, modality, contrast, earlier, only_with }] of codes.entries()) {
    const entry = at(`scope.codes.${index}`, () => ({
      ...{ region, modality, contrast },
      earlier: setsForRegion(readSets(earlier), region),
      onlyWith: only_with === undefined ? null : setsForRegion(readSets(only_with), region),
    }));
    for (const code of some) {
      if (known.has(code)) throw new GuidelineError(`scope.codes.${index}`, `${code} stands twice`);
      known.set(code, entry);
    }
  }
  return { withoutProductLines: without_product_lines, codes: known };
}

function scenariosOf(
  scenario: CheckedFile['scenarios'][number],
  allVersions: readonly string[],
  partOf: (name: string) => Node,
): Scenario[] {
  const { id, title, regions, modalities, contrast } = scenario;
  const place = `scenario ${id}`;
  const versionsOf = (named: readonly string[] | undefined): readonly string[] => {
    const unknown = named?.find((version) => !allVersions.includes(version));
    if (unknown !== undefined) throw new GuidelineError(place, `there is no version ${unknown}`);
    return named ?? allVersions;
  };
  const versions = versionsOf(scenario.versions);
  const tree = at(place, () => readTree(scenario.tree, partOf));
  const common = {
    ages: agesOf(place, scenario.ages),
    ...{ regions, contrast, isPhysicianReview: scenario.physician_review },
  };
  const own: Scenario[] =
    modalities.length === 0 ? [] : [{ id, title, versions, modalities, tree, ...common }];
  const others = scenario.also.map(({ modality, and, versions: some }): Scenario => {
    const further = and.map((text) => at(place, () => readTree(text, partOf)));
    return {
      id: `${id}-${modality}`,
      title: `${title}, ${modality.toUpperCase()}`,
      versions: sharedVersions(`${place}, also ${modality}`, versionsOf(some), versions),
      modalities: [modality],
      tree: { kind: 'all', of: [tree, ...further] },
      ...common,
    };
  });
  if (own.length + others.length === 0) throw new GuidelineError(place, 'it names no modality');
  return [...own, ...others];
}

/** Without any version of its scenario the other modality would never apply, and nobody would notice. */
function sharedVersions(place: string, own: readonly string[], versions: readonly string[]): string[] {
  const shared = own.filter((version) => versions.includes(version));
  if (shared.length === 0)
    throw new GuidelineError(
      place,
      `it is of ${own.join(', ')}, and the scenario is of ${versions.join(', ')} only`,
    );
  return shared;
}

/** Ages that end before they start fit nobody, so the scenario would never apply, and nobody would notice. */
function agesOf(place: string, ages: CheckedFile['scenarios'][number]['ages']): Range | null {
  if (ages === undefined) return null;
  const { from = null, to = null } = ages;
  if (endsBeforeStart({ from, to }))
    throw new GuidelineError(place, `the ages ${from} to ${to} end before they start`);
  return { from, to };
}

function refuseTwins(scenarios: readonly Scenario[], versions: readonly string[]): void {
  for (const version of versions) {
    const known = new Set<string>();
    for (const { id, versions: own } of scenarios) {
      if (!own.includes(version)) continue;
      if (known.has(id)) throw new GuidelineError(`scenario ${id}`, `it stands twice in ${version}`);
      known.add(id);
    }
  }
}

function refuseUnknownCare(place: string, tree: Node, care: ReadonlyMap<string, CareKind>): void {
  for (const leaf of leavesOf(tree)) {
    if (leaf.kind === 'care' && !care.has(leaf.care))
      throw new GuidelineError(place, `there is no care ${leaf.care}`);
  }
}
