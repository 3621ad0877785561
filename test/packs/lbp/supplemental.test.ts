import { describe, expect, it } from 'vitest';
import type { Decided } from '../../../src/packs/lbp/decision.js';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import type { Claim, ClaimLine, Person } from '../../../src/timeline/person.js';
import {
  BACK_PAIN,
  BED,
  claim,
  day,
  further,
  line,
  listed,
  member,
  other,
  principal,
  RADIOGRAPH,
  visit,
} from './people.js';
import { loaded, SEPARATE } from './sets.js';

/* Supplemental records count for exclusions and for nothing else (docs/measure-logic.md 1.5). */

const RULES = resolveRules(rulesOfYear(2024), loaded(SEPARATE));
const IESD = '2024-06-10';

function supplemental(of: Claim): Claim {
  const asChart = (one: ClaimLine): ClaimLine => ({ ...one, status: 'supplemental' });
  return { ...of, lines: of.lines.map(asChart) };
}

function decided(person: Person): Decided {
  const decision = evaluate(person, RULES);
  if (decision.kind !== 'decided') throw new Error(`expected a decision, got ${decision.kind}`);
  return decision;
}

/** Someone with the visit of the index episode and one record more, on a claim and as a supplemental record. */
function both(record: Claim): { readonly claimed: Decided; readonly charted: Decided } {
  return {
    claimed: decided(member(IESD, { claims: [record] })),
    charted: decided(member(IESD, { claims: [supplemental(record)] })),
  };
}

describe('a supplemental record', () => {
  it('excludes as a claim does', () => {
    const cancer = claim('R', [
      line(day('2024-01-05'), [further(listed('ICD10CM', 'C509', 'Malignant Neoplasms'))]),
    ]);
    const { claimed, charted } = both(cancer);
    expect([claimed.status, charted.status]).toEqual(['excluded', 'excluded']);
    expect(charted.reasons).toEqual(['cancer']);
  });

  it('is no history of low back pain', () => {
    const { claimed, charted } = both(claim('R', [line(day('2024-06-09'), [further(BACK_PAIN)])]));
    expect([claimed.status, charted.status]).toEqual(['ineligible', 'denominator']);
  });

  it('is no event, neither an earlier one nor the only one', () => {
    const { claimed, charted } = both(visit(day('2024-06-01'), 'EARLIER'));
    expect([claimed.index.date, charted.index.date]).toEqual([day('2024-06-01'), day(IESD)]);
    const alone = { ...member(IESD), claims: [supplemental(visit(day(IESD)))] };
    expect(evaluate(alone, RULES).kind).toBe('not_a_candidate');
  });

  it('is no stay that would cancel the event', () => {
    const stay = claim('S', [line(day('2024-06-11'), [other(BED)])], {
      admission: day('2024-06-11'),
      discharge: day('2024-06-12'),
    });
    expect(evaluate(member(IESD, { claims: [stay] }), RULES).kind).toBe('unreported');
    expect(decided(member(IESD, { claims: [supplemental(stay)] })).status).toBe('denominator');
  });

  it('is no image', () => {
    const { claimed, charted } = both(
      claim('R', [line(day('2024-06-20'), [principal(BACK_PAIN), other(RADIOGRAPH)])]),
    );
    expect([claimed.imaging?.claimId, charted.imaging]).toEqual(['R', null]);
  });

  it('gives no diagnosis to the claim whose id it carries', () => {
    const image = line(day('2024-06-20'), [other(RADIOGRAPH)]);
    const diagnosis = line(day('2024-06-20'), [principal(BACK_PAIN)], { number: '2' });
    const onClaim = decided(member(IESD, { claims: [claim('R', [image, diagnosis])] }));
    const onChart = decided(
      member(IESD, { claims: [claim('R', [image, { ...diagnosis, status: 'supplemental' }])] }),
    );
    expect([onClaim.imaging?.claimId, onChart.imaging]).toEqual(['R', null]);
  });
});
