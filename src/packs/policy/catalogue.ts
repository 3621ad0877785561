import { lines, table } from '../blocks.js';
import type { PackCatalog, Summary } from '../pack.js';
import { SHIPPED_IDS, shippedPolicy } from './policies/index.js';
import type { Policy } from './policy.js';
import { policyOfId } from './question.js';

/** `lbp policy --list` and `--show ID`. */
export const POLICY_CATALOG: PackCatalog = { list: listedPolicies, show: shownPolicy };

/** The policies that ship. */
function listedPolicies(): Summary {
  const policies = SHIPPED_IDS.map(shippedPolicy).filter((policy) => policy !== null);
  return {
    facts: {
      policies: policies.map(({ id, title, version, effective }) => ({ id, title, version, effective })),
    },
    blocks: [
      table(
        ['id', 'in force', 'claim types', 'ages', 'modifiers', 'red flags'],
        policies.map(policyCells),
        'left',
      ),
      lines('', 'lbp policy --show ID prints one as JSON, to start a policy of your own from.'),
    ],
  };
}

/**
 * The policy that `lbp policy --show ID` prints, as indented JSON: the output is a file that `--policy`
 * accepts.
 *
 * @throws QuestionError for an unknown id
 */
function shownPolicy(id: string): Summary {
  const policy = policyOfId(id);
  return { facts: policy, blocks: [lines(...JSON.stringify(policy, null, 2).split('\n'))] };
}

function policyCells(policy: Policy): string[] {
  const { id, effective, claim_types: types, ages, attestation_modifiers: modifiers, flags } = policy;
  const { from, to } = effective;
  return [
    id,
    from === null && to === null ? 'not stated' : `${from ?? ''} to ${to ?? ''}`.trim(),
    types.join(', '),
    ages === null ? 'all' : `${ages.from} to ${ages.to}`,
    modifiers.join(', ') || 'none',
    flags.map((flag) => flag.id).join(', ') || 'none',
  ];
}
