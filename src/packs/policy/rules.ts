import type { Day } from '../../timeline/day.js';
import type { Reading, Records } from '../../timeline/records.js';
import { type LoadedSets, need, type OwnCode, type SetNeed, type SetsInUse, setsInUse } from '../sets.js';
import { SHIPPED_IDS, shippedPolicy } from './policies/index.js';
import type { Flag, Policy } from './policy.js';
import type { PolicyQuestion } from './question.js';

/** What a code can mean to a policy. */
export type Role = 'low_back_pain' | 'imaging' | 'inpatient_stay' | 'excluded_revenue' | `flag ${string}`;

export type PolicyRecords = Records<Role>;

/** A policy and a period, tied to the sets that the loaded directories have. */
export interface PolicyRules {
  readonly policy: Policy;
  /** First and last service date of the lines to judge. */
  readonly period: { readonly first: Day; readonly last: Day };
  readonly sets: SetsInUse<Role>;
  /** How the policy reads a timeline. */
  readonly reading: Reading<Role>;
}

export function roleOf({ id }: Pick<Flag, 'id'>): Role {
  return `flag ${id}`;
}

/** The sets that a policy needs from a directory; without a question, those of all shipped policies. */
export function needsOf(question: PolicyQuestion | null): SetNeed<Role>[] {
  const policies =
    question === null ? SHIPPED_IDS.map(shippedPolicy).filter((one) => one !== null) : [question.policy];
  return [...CORE_NEEDS, ...policies.flatMap(({ flags }) => flags.map(flagNeed))];
}

export const CORE_NEEDS: readonly SetNeed<Role>[] = [
  need<Role>('episode', 'low_back_pain', ['Uncomplicated Low Back Pain']),
  need<Role>('imaging', 'imaging', ['Imaging Study']),
  need<Role>('episode', 'inpatient_stay', ['Inpatient Stay']),
];

function flagNeed(flag: Flag): SetNeed<Role> {
  return need<Role>(flag.id, roleOf(flag), flag.value_sets, { medicationLists: flag.medication_lists });
}

/**
 * Ties a policy to a directory. No set replaces one that a flag names: a merged set holds more than the flag
 * means, so a policy that wants it has to name it.
 *
 * @throws MissingSetsError when a flag, or what every policy needs, has none of its sets
 */
export function rulesOf({ policy, from, to }: PolicyQuestion, loaded: LoadedSets): PolicyRules {
  const ownCodes = policy.excluded_revenue_codes.map(
    (code): OwnCode<Role> => ({ role: 'excluded_revenue', system: 'UBREV', code }),
  );
  const sets = setsInUse([...CORE_NEEDS, ...policy.flags.map(flagNeed)], ownCodes, loaded);
  return {
    policy,
    period: { first: from, last: to },
    sets,
    reading: {
      meaningsOf: sets.meaningsOf,
      inpatientStay: 'inpatient_stay',
      nonacuteStay: null,
      ignoresLabDiagnoses: false,
      // A chart or a registry can raise a flag. It cannot start or prevent an episode.
      onClaimsOnly: ['low_back_pain'],
    },
  };
}
