import { type Block, lines, table } from '../blocks.js';
import { SHIPPED_IDS, shippedPolicy } from './policies/index.js';
import type { Policy } from './policy.js';
import { policyOfId } from './question.js';

/** What `lbp policy --list` prints: for `--json`, and for the terminal. */
export interface PolicyList {
  readonly facts: readonly Readonly<Record<string, unknown>>[];
  readonly blocks: readonly Block[];
}

/** The policies that ship. */
export function listedPolicies(): PolicyList {
  const policies = SHIPPED_IDS.map(shippedPolicy).filter((policy) => policy !== null);
  return {
    facts: policies.map(({ id, title, version, effective }) => ({ id, title, version, effective })),
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
 * The policy that `lbp policy --show ID` prints, as indented JSON: what it prints is a file that `--policy` takes.
 *
 * @throws QuestionError for an id that none has
 */
export function shownPolicy(id: string): string {
  return `${JSON.stringify(policyOfId(id), null, 2)}\n`;
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
