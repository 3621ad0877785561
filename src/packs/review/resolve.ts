import type { CodeSystem } from '../../timeline/person.js';
import type { Reading } from '../../timeline/records.js';
import { type LoadedSets, need, type OwnCode, type SetNeed, type SetsInUse, setsInUse } from '../sets.js';
import { Criteria } from './criteria.js';
import type { Guideline } from './guideline/guideline.js';
import { leavesOf, type Region, setsForRegion, setsOf } from './guideline/tree.js';
import type { ReviewQuestion } from './question.js';

/** The diagnoses that make an episode of low back pain (docs/review.md, "Phase of the pain"). */
export const BACK_EPISODE = 'back_episode';
/** The diagnoses of the spine that `rec(..., spine)` requires on a claim. */
export const SPINE_DIAGNOSIS = 'spine_dx';
/** Physical therapy, and its evaluations. */
export const THERAPY = 'pt';
export const EVALUATION = 'pt_eval';

/** Roles that no guideline set can have: set names have no blanks or capitals. */
export const IN_SCOPE = 'code in scope';
export const CHIROPRACTIC = 'chiropractic visit';
const INPATIENT_STAY = 'inpatient stay';

const CHIROPRACTIC_CODES = ['98940', '98941', '98942', '98943'];

/** A guideline, tied to the sets that are loaded. The name of a set is the role of its codes. */
export interface ReviewRules {
  readonly question: ReviewQuestion;
  readonly criteria: Criteria;
  readonly sets: SetsInUse<string>;
  readonly reading: Reading<string>;
}

/** @throws MissingSetsError when a set that the guideline reads is not loaded */
export function bindReview(question: ReviewQuestion, loaded: LoadedSets): ReviewRules {
  const { guideline } = question;
  const sets = setsInUse(needsOf(guideline), ownCodes(guideline), loaded);
  return {
    question,
    criteria: new Criteria(guideline),
    sets,
    reading: {
      meaningsOf: sets.meaningsOf,
      inpatientStay: INPATIENT_STAY,
      nonacuteStay: null,
      ignoresLabDiagnoses: true,
      onClaimsOnly: [],
    },
  };
}

/** Every set that the scenarios, the scope, the notes and the kinds of care of a guideline read. */
export function needsOf(guideline: Guideline): SetNeed<string>[] {
  return [
    need(guideline.id, INPATIENT_STAY, ['Inpatient Stay']),
    ...[...setNamesOf(guideline)].sort().map((name) => {
      const { valueSets, medicationLists } = guideline.sets.get(name) ?? {
        valueSets: [name],
        medicationLists: [],
      };
      return need(guideline.id, name, valueSets, { medicationLists });
    }),
  ];
}

function setNamesOf({ scenarios, notes, scope, care }: Guideline): Set<string> {
  const inScope = [...scope.codes.values()];
  const names = new Set<string>([BACK_EPISODE]);
  const add = (sets: readonly string[], regions: readonly Region[]): void => {
    for (const region of regions) for (const set of setsForRegion(sets, region)) names.add(set);
  };
  for (const { tree, regions } of scenarios) {
    for (const leaf of leavesOf(tree)) {
      add(setsOf(leaf), regions);
      if (leaf.kind === 'rec' && leaf.spineOnly) names.add(SPINE_DIAGNOSIS);
    }
  }
  for (const { sets, regions } of notes) add(sets, regions ?? inScope.map(({ region }) => region));
  for (const { earlier, onlyWith } of inScope)
    for (const set of [...earlier, ...(onlyWith ?? [])]) names.add(set);
  for (const { diagnosis } of care.values()) add(diagnosis, ['other']);
  if (care.size > 0) for (const name of [THERAPY, EVALUATION]) names.add(name);
  return names;
}

function ownCodes({ scope }: Guideline): OwnCode<string>[] {
  return [
    ...[...scope.codes.keys()].map((code) => ({ role: IN_SCOPE, system: systemOf(code), code })),
    ...CHIROPRACTIC_CODES.map((code) => ({ role: CHIROPRACTIC, system: 'CPT' as const, code })),
  ];
}

/** Codes that start with a letter are HCPCS codes. */
export function systemOf(code: string): CodeSystem {
  return /^\d/.test(code) ? 'CPT' : 'HCPCS';
}
