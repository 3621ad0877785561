import { describe, expect, it } from 'vitest';
import type { Reviewed } from '../../../src/packs/review/decision.js';
import { evaluate } from '../../../src/packs/review/evaluate.js';
import { hasShortHistory } from '../../../src/packs/review/notes.js';
import type { LineFacts, Person } from '../../../src/timeline/person.js';
import { codeOf } from './codes.js';
import { type Case, claim, day, line, personOf, rulesFor, span, stated } from './people.js';

const KP = rulesFor('kp');
const AIM = rulesFor('aim');

function image(of: Case, rules = KP, more: Partial<Person> = {}): Reviewed {
  const found = evaluate({ ...personOf(of), ...more }, rules).find(({ line }) => line.claimId === 'IMAGE');
  if (found?.kind !== 'reviewed') throw new Error('not reviewed');
  return found;
}

describe('the version', () => {
  it.each([
    ['kp', '2020-08-31', 'no_version'],
    ['kp', '2020-09-01', 'kp-1'],
    ['kp', '2023-12-31', 'kp-1'],
    ['kp', '2024-01-01', 'kp-2'],
    ['kp', '2024-02-29', 'kp-2'],
    ['kp', '2024-03-01', 'kp-3'],
    ['kp', '2031-01-01', 'kp-3'],
    ['aim', '2022-09-10', 'no_version'],
    ['aim', '2022-09-11', 'aim-2022'],
    ['aim', '2023-09-09', 'aim-2022'],
    ['aim', '2023-09-10', 'aim-2023'],
  ])('of %s on %s is %s', (guideline, on, version) => {
    const [found] = evaluate(personOf({ on }), guideline === 'kp' ? KP : AIM);
    expect(found?.kind === 'reviewed' ? found.version : found?.kind).toBe(version);
  });

  it('can be fixed for all lines', () => {
    const rules = rulesFor('kp', { 'as-published': '2024-02-29' });
    expect(image({ on: '2018-01-01' }, rules).version).toBe('kp-2');
    expect(image({ on: '2025-01-01' }, rules).version).toBe('kp-2');
  });

  it.each([
    ['kp', '2023-04-03', 'older text may have differed', true],
    ['kp', '2023-04-04', 'older text may have differed', false],
    ['aim', '2023-09-09', 'provisional: older text only partly known', true],
    ['aim', '2023-09-10', 'provisional: older text only partly known', false],
    ['aim', '2024-10-19', 'guideline superseded on 2024-10-20; its criteria are not held', false],
    ['aim', '2024-10-20', 'guideline superseded on 2024-10-20; its criteria are not held', true],
  ])('of %s gives a line on %s the note "%s": %s', (guideline, on, note, holds) => {
    expect(image({ on }, guideline === 'kp' ? KP : AIM).notes.includes(note)).toBe(holds);
  });
});

describe('the product line', () => {
  const medicare = (start: string, end: string) => span(start, end, { productLine: 'medicare' });

  it('is every line with a span on the day, with medical benefit or without', () => {
    const spans = [
      span('2024-05-15', '2024-05-15', { productLine: 'medicaid', medicalBenefit: false }),
      span('2020-01-01', '2024-05-15'),
      span('2024-05-16', '2024-12-31', { productLine: 'other' }),
    ];
    expect(image({ spans }).productLines).toEqual(['commercial', 'medicaid']);
  });

  it.each([
    ['2024-05-15', '2024-05-15', 'medicare'],
    ['2024-05-16', '2024-12-31', 'yes'],
    ['2020-01-01', '2024-05-14', 'yes'],
  ])('Medicare from %s to %s makes the line of KP in scope: %s', (start, end, inScope) => {
    const spans = [span('2018-01-01', '2026-12-31'), medicare(start, end)];
    expect(image({ spans }).inScope).toBe(inScope);
    expect(image({ spans }, AIM).inScope).toBe('yes');
  });

  it('is blank without a span on the day, and the line is reviewed', () => {
    expect(image({ spans: [] })).toMatchObject({
      productLines: [],
      inScope: 'yes',
      suggestion: 'not supported by claims',
    });
  });
});

describe('who ordered', () => {
  const asStated = (stated: Partial<LineFacts>): string => {
    const who = personOf({});
    const facts: LineFacts = {
      ...{ claimType: '', billType: '', modifiers: [], units: '', renderingNpi: '', billingNpi: '' },
      ...{ orderingNpi: '', referringNpi: '', allowedAmount: '', paidAmount: '', ...stated },
    };
    const claims = who.claims.map((claim) => ({
      ...claim,
      lines: claim.lines.map((line) => ({ ...line, facts })),
    }));
    return image({}, KP, { claims }).line.orderingNpi;
  };

  it('is the ordering provider, else the referring one', () => {
    expect(asStated({ orderingNpi: '3333333333', referringNpi: '4444444444' })).toBe('3333333333');
    expect(asStated({ referringNpi: '4444444444' })).toBe('4444444444');
    expect(asStated({})).toBe('');
  });
});

describe('ages', () => {
  it('of adults begin with 19, and scenarios with a limit do not apply without a birth date', () => {
    const ids = (more: Partial<Person>): string[] =>
      image({ code: '72141' }, AIM, more).scenarios.map(({ scenario }) => scenario.id);
    const having = (born: string | null): readonly [adult: boolean, child: boolean] => {
      const found = ids({ birth: born === null ? null : day(born) });
      return [found.includes('aim-neck-pain-care'), found.includes('aim-neck-pain-child')];
    };
    expect(having('2005-05-15')).toEqual([true, false]);
    expect(having('2005-05-16')).toEqual([false, true]);
    expect(having(null)).toEqual([false, false]);
    expect(ids({ birth: null })).toContain('aim-tumor');
  });
});

describe('notes', () => {
  it.each([
    [-3, false],
    [-4, true],
    [-365, true],
    [-366, false],
  ])('repeat: an image of the region and modality on day %i: %s', (at, holds) => {
    expect(image({ others: [['72158', at]] }).notes.includes('repeat')).toBe(holds);
    // A CT is another modality, a neck another region.
    expect(image({ others: [['72131', at]] }, AIM).notes.includes('repeat')).toBe(false);
    expect(image({ others: [['72141', at]] }, AIM).notes.includes('repeat')).toBe(false);
  });

  it('same day: another line in scope with another code', () => {
    expect(image({ others: [['72158', 0]] }).notes).toContain('same day');
    expect(image({ others: [['72148', 0]] }).notes).not.toContain('same day');
    expect(image({ others: [['72158', -1]] }).notes).not.toContain('same day');
    // A CT is in scope for AIM alone, PET without a diagnosis of the spine for nobody.
    expect(image({ others: [['72131', 0]] }).notes).not.toContain('same day');
    expect(image({ others: [['72131', 0]] }, AIM).notes).toContain('same day');
    expect(image({ others: [['78812', 0]] }, AIM).notes).not.toContain('same day');
  });

  it('care that claims do not show says what claims do not hold', () => {
    const note = 'home programs, documented exceptions and care paid elsewhere are not in claims';
    expect(image({}).notes).toContain(note);
    expect(image({ lbp: [-150], pt: [-100, -60] }).notes).toContain(note);
    // The one scenario for tumors of a thoracic CT asks for no care; those for pain do.
    expect(image({ code: '77078' }, AIM).notes).not.toContain(note);
  });

  it.each([
    ['2023-05-16', false],
    ['2023-05-17', true],
  ])('short history: enrollment from %s on before 2024-05-15: %s', (start, holds) => {
    expect(image({ spans: [span(start, '2025-12-31')] }).notes.includes('short history')).toBe(holds);
  });

  it('short history joins spans that touch or overlap, with medical benefit', () => {
    const on = day('2024-05-15');
    const first = span('2020-01-01', '2024-01-31');
    expect(hasShortHistory([first, span('2024-02-01', '2024-05-15')], on)).toBe(false);
    expect(hasShortHistory([span('2024-01-15', '2024-05-15', { productLine: 'medicaid' }), first], on)).toBe(
      false,
    );
    expect(hasShortHistory([first, span('2024-02-02', '2024-05-15')], on)).toBe(true);
    expect(hasShortHistory([first, span('2024-02-01', '2024-05-15', { medicalBenefit: false })], on)).toBe(
      true,
    );
    expect(hasShortHistory([first], on)).toBe(true);
    expect(hasShortHistory([], on)).toBe(true);
  });
});

describe('the columns on care and earlier images', () => {
  it('state the therapy that counts for K6, in the episode', () => {
    const { care } = image({
      lbp: [-100],
      therapy: [
        ['97110', -90],
        ['97161', -60],
        ['97110', -20],
      ],
    });
    const on = day('2024-05-15');
    expect(care).toEqual({ days: 70, evaluation: on - 60, followUp: on - 20 });
    expect(image({ therapy: [['97161', -60]] }).care.evaluation).toBe(on - 60);
    expect(image({ therapy: [['97161', -60]] }).care.followUp).toBeNull();
    expect(image({}).care).toEqual({ days: null, evaluation: null, followUp: null });
  });

  it('state the latest image of four or more days before', () => {
    const on = day('2024-05-15');
    expect(
      image({
        others: [
          ['72148', -900],
          ['72158', -4],
          ['72148', -3],
        ],
      }).priorImaging,
    ).toBe(on - 4);
    expect(image({ others: [['72131', -50]] }).priorImaging).toBeNull();
    expect(image({ others: [['72131', -50]] }, AIM).priorImaging).toBe(on - 50);
    expect(image({ code: '77078', others: [['77080', -800]] }, AIM).priorImaging).toBe(on - 800);
  });
});

describe('the contrast', () => {
  it('is looked at in what is met, and in what is open where nothing is', () => {
    // kp-I.B (without) is met; kp-I.C (both) is open.
    const both = { claim: 'G83.4 M46.46' };
    expect(image(both).contrastNote).toBe('as advised');
    expect(image({ ...both, code: '72158' }).contrastNote).toBe('differs');
    expect(image({ claim: 'M46.46', code: '72158' }).contrastNote).toBe('as advised');
    expect(image({ claim: 'M46.46' }).contrastNote).toBe('differs');
  });

  it('is not looked at where the guideline says nothing', () => {
    expect(image({}).contrastNote).toBe('');
    expect(image({ claim: 'G83.4' }, AIM).contrastNote).toBe('');
  });
});

describe('a cell with several codes', () => {
  it('gives a line for each, by code, in whatever order the codes are read', () => {
    for (const codes of [
      ['72148', '72131'],
      ['72131', '72148'],
    ]) {
      const read = line(
        day('2024-05-15'),
        codes.map((code) => stated(codeOf(code))),
        { procedureCode: '72148' },
      );
      const found = evaluate({ ...personOf({}), claims: [claim('IMAGE', [read])] }, AIM);
      expect(found.map((one) => one.line.code)).toEqual(['72131', '72148']);
    }
  });
});
