import { compareLines } from '../../../timeline/order.js';
import type { Claim, ClaimLine, LineFacts } from '../../../timeline/person.js';

const NO_FACTS: LineFacts = {
  ...{ claimType: '', billType: '', modifiers: [], units: '' },
  ...{ renderingNpi: '', billingNpi: '', orderingNpi: '', referringNpi: '' },
  ...{ allowedAmount: '', paidAmount: '' },
};

/**
 * What is carried for a line. A line whose diagnosis another line of its claim states carries nothing of its own: then
 * it is what that line says, the first of them.
 */
export function factsOf(line: ClaimLine, { lines }: Claim): LineFacts {
  if (line.facts !== null) return line.facts;
  const [first] = lines.filter(({ facts }) => facts !== null).sort(compareLines);
  return first?.facts ?? NO_FACTS;
}

/** Who gave the service: the rendering provider, else the billing one; empty where neither is stated. */
export function providerOf({ renderingNpi, billingNpi }: LineFacts): string {
  return renderingNpi || billingNpi;
}

/** Who ordered it: the ordering provider, else the referring one; empty where neither is stated. */
export function orderingOf({ orderingNpi, referringNpi }: LineFacts): string {
  return orderingNpi || referringNpi;
}
