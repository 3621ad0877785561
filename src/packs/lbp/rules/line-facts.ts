import { compareLines } from '../../../timeline/order.js';
import type { Claim, ClaimLine, LineFacts } from '../../../timeline/person.js';

const NO_FACTS: LineFacts = {
  ...{ claimType: '', billType: '', modifiers: [], units: '' },
  ...{ renderingNpi: '', billingNpi: '', orderingNpi: '', referringNpi: '' },
  ...{ allowedAmount: '', paidAmount: '' },
};

/**
 * The facts of a line. They are read only for lines with their own diagnosis; if the diagnosis is on other
 * lines of the claim, the facts are those of the first of these.
 */
export function factsOf(line: ClaimLine, { lines }: Claim): LineFacts {
  if (line.facts !== null) return line.facts;
  const [first] = lines.filter(({ facts }) => facts !== null).sort(compareLines);
  return first?.facts ?? NO_FACTS;
}

/** Who provided the service: the rendering provider, else the billing one; empty if neither is stated. */
export function providerOf({ renderingNpi, billingNpi }: LineFacts): string {
  return renderingNpi || billingNpi;
}
