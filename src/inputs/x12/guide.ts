/** The two kinds of claim that are read, as Tuva's `claim_type` names them. */
export type ClaimType = 'professional' | 'institutional';

export interface Guide {
  /** The name counts and messages use. */
  readonly name: string;
  /** Set when the transaction is read; all others are skipped by name. */
  readonly reads?: ClaimType;
  /**
   * True if the skipped transaction can hold claims, so that they are counted; claims in any other unread
   * transaction are a sign of damage.
   */
  readonly holdsClaims: boolean;
}

/**
 * Implementation guides of the 837, by the beginning of GS08 or ST03. Suffixes (A1, A2, A3) are errata of the same
 * guide.
 */
const CLAIM_GUIDES: readonly (readonly [prefix: string, guide: Guide])[] = [
  ['005010X222', { name: '837 professional', reads: 'professional', holdsClaims: true }],
  ['005010X223', { name: '837 institutional', reads: 'institutional', holdsClaims: true }],
  ['005010X224', { name: '837 dental', holdsClaims: true }],
  ['005010X291', { name: '837 predetermination, professional', holdsClaims: true }],
  ['005010X292', { name: '837 predetermination, institutional', holdsClaims: true }],
  ['005010X298', { name: '837 post-adjudicated reporting, professional', holdsClaims: true }],
  ['005010X299', { name: '837 post-adjudicated reporting, institutional', holdsClaims: true }],
  ['005010X300', { name: '837 post-adjudicated reporting, dental', holdsClaims: true }],
  ['004010X096', { name: '837 institutional, version 4010', holdsClaims: true }],
  ['004010X097', { name: '837 dental, version 4010', holdsClaims: true }],
  ['004010X098', { name: '837 professional, version 4010', holdsClaims: true }],
  ['004010', { name: '837, version 4010', holdsClaims: true }],
];

/** Other transactions, by ST01. */
const OTHERS: Readonly<Record<string, string>> = {
  '269': '269 coordination of benefits',
  '270': '270 eligibility inquiry',
  '271': '271 eligibility answer',
  '275': '275 attachment',
  '276': '276 claim status inquiry',
  '277': '277 claim status',
  '278': '278 service review',
  '820': '820 premium payment',
  '824': '824 application advice',
  '834': '834 enrollment',
  '835': '835 remittance',
  '997': '997 acknowledgement',
  '999': '999 acknowledgement',
};

const UNKNOWN_GUIDE: Guide = { name: '837 of a guide that is not known', holdsClaims: false };
const UNKNOWN: Guide = { name: 'transaction of a kind that is not known', holdsClaims: false };

/**
 * Which guide a transaction follows. ST03 states it for the transaction; GS08 states it for the group and is
 * used if ST03 is absent.
 *
 * @example guideOf('837', '005010X222A1', '').reads // 'professional'
 */
export function guideOf(st01: string, gs08: string, st03: string): Guide {
  if (st01 !== '837') {
    const name = OTHERS[st01];
    return name === undefined ? UNKNOWN : { name, holdsClaims: false };
  }
  const version = st03 === '' ? gs08 : st03;
  return CLAIM_GUIDES.find(([prefix]) => version.startsWith(prefix))?.[1] ?? UNKNOWN_GUIDE;
}

/** The suffix of names of transactions sent as a test. */
const AS_A_TEST = ', sent as a test (ISA15 is T)';

/** The same transaction in a test interchange, which is not read. */
export function asTest({ name }: Guide): Guide {
  return { name: `${name}${AS_A_TEST}`, holdsClaims: true };
}

/** Whether a name is that of a transaction that was sent as a test. */
export function isTest(name: string): boolean {
  return name.endsWith(AS_A_TEST);
}
