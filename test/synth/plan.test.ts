import { describe, expect, it } from 'vitest';
import { dayOf, planPeriod } from '../../src/synth/calendar.js';
import type { SyntheticPerson } from '../../src/synth/person.js';
import { personOf, persons } from '../../src/synth/plan.js';

const MEMBERS = 20_000;
const YEAR = 2025;
const YEAR_START = dayOf(YEAR, 1, 1);
const people = [...persons(11, MEMBERS, YEAR)];
const adults = people.filter((person) => person.birth <= dayOf(YEAR - 18, 12, 31));
const claims = people.flatMap((person) => person.claims);
const lines = claims.flatMap((claim) => claim.lines);

/** Back pain as a reader of claims would tell it; written here, not taken from the rules. */
const BACK =
  /^(M545|M541[678]|M54[34]|M549$|M5489|M990[34]|S39012|S335|M513[67]|M512[67]|M511[67]|M4781|M4726|M4806)/;
const SPINE_IMAGES = /^(72020|72082|72100|7211[04]|72120|7213[123]|7214[89]|72158|72202|72220)$/;

function share(part: number, whole: number): number {
  return part / whole;
}
function withDiagnosis(group: readonly SyntheticPerson[], pattern: RegExp): SyntheticPerson[] {
  return group.filter((person) =>
    person.claims.some((claim) => claim.diagnoses.some((code) => pattern.test(code))),
  );
}

describe('persons', () => {
  it('gives the same person whatever came before', () => {
    expect(personOf(11, 4321, planPeriod(YEAR))).toEqual(people[4321]);
    expect(personOf(12, 4321, planPeriod(YEAR))).not.toEqual(people[4321]);
  });

  it('keeps the first people when the plan grows', () => {
    expect([...persons(11, 500, YEAR)]).toEqual(people.slice(0, 500));
  });

  it('has no id twice', () => {
    const ids = [
      ...people.map((person) => person.id),
      ...claims.flatMap((claim) =>
        claim.replaced === undefined ? [claim.id] : [claim.id, claim.replaced.id],
      ),
      ...people.flatMap((person) => person.fills.map((fill) => fill.id)),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds every day within life and the period', () => {
    const period = planPeriod(YEAR);
    const strays = people.filter((person) => {
      const first = Math.max(period.start, person.birth);
      const last = Math.min(period.end, person.death ?? period.end);
      return (
        person.claims.some((claim) => claim.start < first || claim.end < claim.start || claim.end > last) ||
        person.fills.some((fill) => fill.date < first || fill.date > last) ||
        person.spans.some((span) => span.end < span.start || span.start < person.birth)
      );
    });
    expect(strays).toEqual([]);
    expect(claims.filter((claim) => claim.lines.length === 0)).toEqual([]);
  });

  it('bills within coverage, but for a few', () => {
    const outside = people.flatMap((person) =>
      person.claims.filter(
        (claim) => !person.spans.some((span) => span.start <= claim.start && claim.start <= span.end),
      ),
    );
    expect(outside.length).toBeGreaterThan(0);
    expect(share(outside.length, claims.length)).toBeLessThan(0.01);
  });

  it('has codes and numbers that are well formed', () => {
    const odd = (values: readonly string[], form: RegExp) =>
      [...new Set(values)].filter((value) => !form.test(value));
    expect(
      odd(
        people.flatMap((person) => person.fills.map((fill) => fill.ndc)),
        /^\d{11}$/,
      ),
    ).toEqual([]);
    expect(
      odd(
        claims.map((claim) => claim.billingNpi),
        /^2\d{9}$/,
      ),
    ).toEqual([]);
    expect(
      odd(
        claims.flatMap((claim) => claim.diagnoses),
        /^[A-Z]\d[0-9A-Z]{1,5}$/,
      ),
    ).toEqual([]);
    const told = lines.map((line) => `${line.placeOfService}/${line.revenue}/${line.procedure}`);
    expect(odd(told, /^(\d\d\/\/[0-9A-Z]\d{4}|\/\d{4}\/([0-9A-Z]\d{4})?)$/)).toEqual([]);
    const repeated = claims.filter((claim) => new Set(claim.diagnoses).size < claim.diagnoses.length);
    expect(repeated).toEqual([]);
  });

  it('names the people of a family differently, and the subscriber alike for all', () => {
    const families = new Map<string, SyntheticPerson[]>();
    for (const person of people) {
      const id = person.spans.find(({ coverage }) => coverage.product === 'commercial')?.coverage
        .subscriberId;
      if (id !== undefined) families.set(id, [...(families.get(id) ?? []), person]);
    }
    expect([...families.values()].filter((family) => family.length > 3).length).toBeGreaterThan(100);
    for (const family of families.values()) {
      expect(new Set(family.map((person) => person.firstName)).size).toBe(family.length);
      const subscribers = new Set(family.map((person) => person.subscriberFirstName));
      expect(subscribers.size).toBe(1);
      const subscriber = family.find(({ spans }) => spans[0]?.coverage.relation === 'self');
      if (subscriber !== undefined) expect(subscribers.has(subscriber.firstName)).toBe(true);
    }
  });

  it('says no more on a claim than its form has room for', () => {
    const most = (type: string) =>
      claims
        .filter((claim) => claim.type === type)
        .reduce((longest, claim) => Math.max(longest, claim.diagnoses.length), 0);
    expect(most('professional')).toBeLessThanOrEqual(12);
    expect(most('institutional')).toBeLessThanOrEqual(25);
    expect(claims.filter((claim) => claim.lines.some(({ modifiers }) => modifiers.length > 4))).toEqual([]);
    const replacing = claims.filter((claim) => claim.billType.endsWith('7'));
    expect(replacing.length).toBeGreaterThan(10);
    expect(replacing.filter((claim) => claim.replaced === undefined)).toEqual([]);
  });

  it('writes low back pain as it was written at the time', () => {
    for (const person of persons(5, 3000, 2022)) {
      for (const claim of person.claims) {
        const old = claim.diagnoses.some((code) => code === 'M545');
        const split = claim.diagnoses.some((code) => /^M545\d$/.test(code));
        expect(old && claim.start >= dayOf(2021, 10, 1)).toBe(false);
        expect(split && claim.start < dayOf(2021, 10, 1)).toBe(false);
      }
    }
  });
});

describe('the mix of a plan', () => {
  it('divides people among the product lines', () => {
    const first = (product: string) =>
      share(people.filter((person) => person.spans.at(0)?.coverage.product === product).length, MEMBERS);
    expect(first('commercial')).toBeCloseTo(0.55, 1);
    expect(first('medicaid')).toBeCloseTo(0.25, 1);
    expect(first('medicare')).toBeCloseTo(0.2, 1);
  });

  it('has members of two lines at a time', () => {
    const pairs = people.map((person) =>
      [...new Set(person.spans.map((span) => span.coverage.product))]
        .sort((a, b) => a.localeCompare(b))
        .join(),
    );
    expect(share(pairs.filter((pair) => pair === 'medicaid,medicare').length, MEMBERS)).toBeGreaterThan(0.01);
    expect(pairs).toContain('commercial,medicaid');
  });

  it('has both sexes, and ages from birth to 95', () => {
    const women = people.filter((person) => person.gender === 'female').length;
    expect(share(women, MEMBERS)).toBeGreaterThan(0.48);
    expect(share(women, MEMBERS)).toBeLessThan(0.58);
    const ages = people.map((person) => Math.floor((dayOf(YEAR, 12, 31) - person.birth) / 365.25));
    expect(ages.reduce((a, b) => Math.min(a, b))).toBe(0);
    expect(ages.reduce((a, b) => Math.max(a, b))).toBeGreaterThanOrEqual(94);
  });

  it('has families in commercial plans that share a subscriber', () => {
    const members = new Set(people.flatMap((person) => person.spans.map((span) => span.coverage.memberId)));
    const dependants = people.flatMap((person) =>
      person.spans.filter((span) => span.coverage.relation !== 'self').map((span) => span.coverage),
    );
    expect(dependants.length).toBeGreaterThan(MEMBERS * 0.1);
    expect(dependants.filter((one) => one.subscriberId === one.memberId)).toEqual([]);
    // A subscriber who died before the contract began is not a member of it.
    const orphans = dependants.filter((one) => !members.has(one.subscriberId));
    expect(share(orphans.length, dependants.length)).toBeLessThan(0.005);
  });

  it('has back pain in about six adults of a hundred a year, and in one person of ten at all', () => {
    const inYear = adults.filter((person) =>
      person.claims.some(
        (claim) => claim.start >= YEAR_START && claim.diagnoses.some((code) => BACK.test(code)),
      ),
    );
    expect(share(inYear.length, adults.length)).toBeGreaterThan(0.05);
    expect(share(inYear.length, adults.length)).toBeLessThan(0.075);
    const ever = share(withDiagnosis(people, BACK).length, MEMBERS);
    expect(ever).toBeGreaterThan(0.07);
    expect(ever).toBeLessThan(0.13);
  });

  it('has ten to fourteen lines a person and year, most of no interest', () => {
    const perYear = lines.length / MEMBERS / planPeriod(YEAR).years;
    expect(perYear).toBeGreaterThan(10);
    expect(perYear).toBeLessThan(14);
    const back = claims.filter((claim) => claim.diagnoses.some((code) => BACK.test(code)));
    expect(share(back.length, claims.length)).toBeLessThan(0.1);
  });

  it('images mostly by radiograph', () => {
    const images = lines.map((line) => line.procedure).filter((code) => SPINE_IMAGES.test(code));
    const plain = images.filter((code) => /^(720|721[012]|722)/.test(code));
    expect(images.length).toBeGreaterThan(200);
    expect(share(plain.length, images.length)).toBeGreaterThan(0.9);
    expect(plain.length).toBeLessThan(images.length);
  });

  it('has every status', () => {
    const of = (status: string) =>
      share(claims.filter((claim) => claim.status === status).length, claims.length);
    expect(of('denied')).toBeGreaterThan(0.045);
    expect(of('denied')).toBeLessThan(0.06);
    for (const status of ['pending', 'suspended', 'voided']) expect(of(status)).toBeGreaterThan(0.001);
    expect(share(claims.filter((claim) => claim.replaced !== undefined).length, claims.length)).toBeCloseTo(
      0.01,
      2,
    );
  });

  it('has stays, laboratories, and claims with several diagnoses and lines', () => {
    const stays = claims.filter((claim) => claim.admission !== undefined);
    expect(share(stays.length, claims.length)).toBeGreaterThan(0.005);
    for (const stay of stays.filter((claim) => claim.billType.startsWith('11'))) {
      expect(stay.lines[0]?.revenue).toMatch(/^(01[12]\d|020\d)$/);
      expect(stay.discharge).toBe(stay.end);
    }
    const labs = lines.filter((line) => line.placeOfService === '81');
    expect(share(labs.length, lines.length)).toBeGreaterThan(0.05);
    const diagnoses = claims.map((claim) => claim.diagnoses.length);
    expect(diagnoses.reduce((a, b) => a + b) / diagnoses.length).toBeGreaterThan(1.5);
    expect(share(diagnoses.filter((count) => count <= 6).length, diagnoses.length)).toBeGreaterThan(0.97);
  });

  it.each([
    ['cancer', /^(C|Z85)/, 0.02, 0.08],
    ['HIV', /^(B20|Z21)/, 0.001, 0.01],
    ['transplant', /^Z94/, 0.0002, 0.004],
    ['osteoporosis', /^M81/, 0.008, 0.05],
    ['spondylopathy', /^(M45|M481)/, 0.0008, 0.006],
    ['drug use', /^F1[1345][12]/, 0.005, 0.03],
    ['neurologic impairment', /^(G834|K592|M48062|R262|R292)/, 0.005, 0.03],
    ['spinal infection', /^(M46[234]|G061)/, 0.0001, 0.003],
    ['trauma', /^S(?!39|335)/, 0.05, 0.2],
    ['fragility fracture', /^(M48[45]|M80[08]|M843)/, 0.001, 0.008],
    ['palliative care', /^Z515/, 0.001, 0.01],
    ['advanced illness', /^(I110|I50|N186|J439|J9611|G309|F0390)/, 0.02, 0.1],
    ['frailty', /^(R531|M6281|R2689|R54|Z9181|W19)/, 0.01, 0.05],
  ])('has %s in some adults', (_, pattern, low, high) => {
    const found = share(withDiagnosis(adults, pattern).length, adults.length);
    expect(found).toBeGreaterThan(low);
    expect(found).toBeLessThan(high);
  });

  it.each([
    ['lumbar surgery', /^(63030|63047|22612|22633|22558|62380)$/],
    ['osteoporosis injections', /^(J0897|J3489|J1740|J3110|J3111)$/],
    ['frailty equipment and care', /^(E0143|E0163|E0260|E0431|G0299|T1019)$/],
    ['palliative visits', /^(G9054|M1017)$/],
    ['chiropractic', /^9894[012]$/],
    ['physical therapy', /^97110$/],
    ['online visits', /^9942[123]$/],
  ])('has %s by procedure code', (_, pattern) => {
    expect(lines.some((line) => pattern.test(line.procedure))).toBe(true);
  });

  it('has hospice by claim and by date, and death', () => {
    expect(lines.some((line) => line.revenue === '0651')).toBe(true);
    expect(people.some((person) => person.hospice !== undefined)).toBe(true);
    expect(share(people.filter((person) => person.death !== undefined).length, MEMBERS)).toBeCloseTo(
      0.017,
      2,
    );
  });

  it('has steroids for days and for months, bone and dementia drugs', () => {
    const fills = people.flatMap((person) => person.fills);
    const steroids = fills.filter((fill) => fill.ndc.startsWith('999990101'));
    expect(steroids.some((fill) => fill.daysSupply < 15)).toBe(true);
    expect(steroids.some((fill) => fill.daysSupply >= 30)).toBe(true);
    expect(fills.some((fill) => fill.ndc.startsWith('999990201'))).toBe(true);
    expect(fills.some((fill) => fill.ndc === '00054009021')).toBe(true);
    expect(fills.length / MEMBERS / planPeriod(YEAR).years).toBeGreaterThan(4);
  });
});

describe('enrollment', () => {
  const gaps = people.flatMap((person) => {
    const primary = person.spans.filter(
      (span) => span.coverage.product === person.spans[0]?.coverage.product,
    );
    return primary.slice(1).map((span, index) => span.start - (primary[index]?.end ?? span.start) - 1);
  });

  it('enrols everyone', () => {
    expect(people.filter((person) => person.spans.length === 0)).toEqual([]);
  });

  it.each([
    ['spans that touch', (gap: number) => gap === 0],
    ['spans that overlap', (gap: number) => gap < 0],
    ['a gap of one day', (gap: number) => gap === 1],
    ['a gap of a month', (gap: number) => gap >= 28 && gap <= 31],
    ['long gaps', (gap: number) => gap > 45],
  ])('has %s', (_, kind) => {
    expect(gaps.some(kind)).toBe(true);
  });

  it('has a few without medical benefit, and members who came and went in the year', () => {
    const spans = people.flatMap((person) => person.spans);
    const without = share(spans.filter((span) => !span.medical).length, spans.length);
    expect(without).toBeGreaterThan(0.004);
    expect(without).toBeLessThan(0.03);
    const starts = people.map((person) =>
      person.spans.map((span) => span.start).reduce((a, b) => Math.min(a, b)),
    );
    expect(share(starts.filter((start) => start > YEAR_START).length, MEMBERS)).toBeGreaterThan(0.01);
  });
});
