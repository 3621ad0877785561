import { type Policy, type PolicyFile, policyOf } from '../policy.js';
import { BCBSAL_FEP } from './bcbsal-fep.js';
import { BCBSNC_2023 } from './bcbsnc-2023.js';
import { PREFERREDONE } from './preferredone.js';

const FILES: readonly PolicyFile[] = [BCBSAL_FEP, BCBSNC_2023, PREFERREDONE];

/** The ids of the shipped policies, sorted. A new one is a file here and an entry in the list. */
export const SHIPPED_IDS: readonly string[] = FILES.map(({ id }) => id);

/** A shipped policy, with all its keys; null for an unknown id. */
export function shippedPolicy(id: string): Policy | null {
  const file = FILES.find((one) => one.id === id);
  return file === undefined ? null : policyOf(file);
}
