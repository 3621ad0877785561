import type { CodeUse } from '../code-use.js';
import { SHIPPED_IDS, shippedPolicy } from './policies/index.js';
import type { Flag, Policy } from './policy.js';
import { CORE_NEEDS, type Role } from './rules.js';

const OF_CORE: Readonly<Partial<Record<Role, string>>> = {
  low_back_pain: 'starts an episode, as the principal diagnosis',
  imaging: 'imaging of the spine, whose line is judged',
  inpatient_stay: 'makes the claim an inpatient stay, dated by discharge',
};

/** How the shipped policies use codes. */
export function codeUses(): CodeUse[] {
  return SHIPPED_IDS.map(shippedPolicy)
    .filter((policy) => policy !== null)
    .flatMap((policy) => [
      ...coreUses(policy),
      ...policy.flags.map((flag) => flagUse(policy, flag)),
      ...ownCodes(policy),
    ]);
}

function coreUses({ id }: Policy): CodeUse[] {
  return CORE_NEEDS.map(({ role, valueSets }) => {
    return { of: id, meaning: OF_CORE[role] ?? role, window: '', sets: valueSets, codes: [] };
  });
}

function flagUse({ id }: Policy, flag: Flag): CodeUse {
  const from = flag.from === null ? 'any time' : `day ${flag.from}`;
  return {
    of: id,
    meaning: `red flag: ${flag.id}`,
    window: `${from} to day ${flag.to}`,
    sets: [...flag.value_sets, ...flag.medication_lists],
    codes: [],
  };
}

function ownCodes({
  id,
  excluded_revenue_codes: revenue,
  attestation_modifiers: modifiers,
}: Policy): CodeUse[] {
  const use = { of: id, window: '', sets: [] };
  return [
    {
      ...use,
      meaning: 'line not judged',
      codes: revenue.map((code) => ({ system: 'UBREV', code }) as const),
    },
    {
      ...use,
      meaning: 'modifier that attests a red flag',
      codes: modifiers.map((code) => ({ system: 'Modifier', code }) as const),
    },
  ].filter(({ codes }) => codes.length > 0);
}
