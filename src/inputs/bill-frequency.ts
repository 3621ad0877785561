/**
 * What the frequency of a bill (the last character of its type) requests. The codes are the National Uniform
 * Billing Committee's; letters are adjustments by the payer.
 */
const ACTIONS: Readonly<Record<string, 'count' | 'replace' | 'void'>> = {
  '0': 'count', // non-payment
  '1': 'count', // admit through discharge, or simply the claim
  '2': 'count', // interim, first
  '3': 'count', // interim, continuing
  '4': 'count', // interim, last
  '5': 'count', // late charges only: further lines, nothing is replaced
  '6': 'replace', // corrected
  '7': 'replace',
  '8': 'void',
  '9': 'count', // final claim of a home-health episode
  F: 'replace',
  G: 'replace',
  H: 'replace',
  I: 'replace',
  J: 'replace',
  K: 'replace',
  M: 'replace',
  P: 'replace',
  Q: 'replace', // reopening
  X: 'void', // of an abbreviated encounter
  Y: 'replace', // of an abbreviated encounter
  Z: 'count', // new abbreviated encounter
};

export function isKnownFrequency(frequency: string): boolean {
  return Object.hasOwn(ACTIONS, frequency);
}

/** What a claim of this frequency does to earlier versions; an unknown frequency counts as an original. */
export function actionOf(frequency: string): 'count' | 'replace' | 'void' {
  return ACTIONS[frequency] ?? 'count';
}
