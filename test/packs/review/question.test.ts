import { describe, expect, it } from 'vitest';
import { QuestionError } from '../../../src/packs/pack.js';
import { guidelineNamed } from '../../../src/packs/review/guidelines/index.js';
import { REVIEW_PACK } from '../../../src/packs/review/pack.js';
import { needsOf } from '../../../src/packs/review/resolve.js';
import { MissingSetsError, NOTHING_LISTED } from '../../../src/packs/sets.js';
import { codeOf } from './codes.js';
import { day, rulesFor } from './people.js';

const GOOD = { guideline: 'kp', from: '2024-01-01', to: '2024-12-31' };

describe('the question', () => {
  it('is read again from what it says of itself', () => {
    for (const settings of [
      GOOD,
      { ...GOOD, guideline: 'aim', 'as-published': '2023-01-01' },
      { ...GOOD, guideline: { ...guidelineNamed('kp')?.file, id: 'ours' } },
    ]) {
      const question = REVIEW_PACK.question(settings);
      const again = REVIEW_PACK.question(JSON.parse(JSON.stringify(REVIEW_PACK.asSettings(question))));
      expect(again).toEqual(question);
    }
    expect(REVIEW_PACK.asSettings(REVIEW_PACK.question(GOOD))).toEqual(GOOD);
  });

  it.each([
    [{}, 'missing', '--guideline is missing'],
    [{ guideline: 'kp' }, 'missing', '--from is missing'],
    [{ guideline: 'kp', from: '2024-01-01' }, 'missing', '--to is missing'],
    [{ ...GOOD, guideline: 'milliman' }, 'unknown', 'no guideline has this id; there are kp, aim'],
    [{ ...GOOD, guideline: { id: 'x' } }, 'unknown', 'the guideline cannot be used: title'],
    [{ ...GOOD, from: '2024-02-30' }, 'unknown', '--from 2024-02-30 is not a date'],
    [{ ...GOOD, from: '2025-01-01' }, 'unknown', '--from 2025-01-01 is after --to 2024-12-31'],
    [{ ...GOOD, 'as-published': '2020-08-31' }, 'unknown', 'no version of kp was in force'],
  ])('%j is %s', (settings, kind, message) => {
    const asking = (): unknown => REVIEW_PACK.question(settings);
    expect(asking).toThrow(QuestionError);
    expect(asking).toThrow(message);
    try {
      asking();
    } catch (error) {
      expect(error instanceof QuestionError ? error.kind : '').toBe(kind);
    }
  });

  it('can be about one day', () => {
    expect(REVIEW_PACK.question({ ...GOOD, to: '2024-01-01' })).toMatchObject({
      from: day('2024-01-01'),
      to: day('2024-01-01'),
    });
  });

  it('has the versions that can be in force in the period', () => {
    const versions = (settings: Readonly<Record<string, unknown>>): string =>
      REVIEW_PACK.versionOf(REVIEW_PACK.question({ ...GOOD, ...settings }));
    expect(versions({})).toBe('kp-2, kp-3');
    expect(versions({ to: '2024-02-29' })).toBe('kp-2');
    expect(versions({ from: '2023-12-31' })).toBe('kp-1, kp-2, kp-3');
    expect(versions({ 'as-published': '2022-01-01' })).toBe('kp-1');
    expect(versions({ from: '2020-01-01', to: '2020-08-31' })).toBe('no version in force');
  });
});

describe('the sets', () => {
  it('are asked for by the names of the page, regions and lists among them', () => {
    const names = (id: string): string[] => {
      const guideline = guidelineNamed(id);
      if (guideline === undefined) throw new Error(id);
      return needsOf(guideline).flatMap(({ valueSets, medicationLists }) => [
        ...valueSets,
        ...medicationLists,
      ]);
    };
    expect(names('kp')).toEqual(
      expect.arrayContaining(['Inpatient Stay', 'back_episode', 'xray_lumbar', 'pt', 'pt_eval', 'm45']),
    );
    expect(names('kp')).toContain('Corticosteroid Medications');
    expect(names('kp')).not.toContain('steroid_fills');
    expect(names('kp')).not.toContain('xray_cervical');
    expect(names('kp').filter((name) => name.includes('@'))).toEqual([]);
    expect(names('aim')).toEqual(
      expect.arrayContaining([
        'neuro_findings_thoracic',
        'op_treatment',
        'Osteoporosis Medications',
        'spine_dx',
      ]),
    );
  });

  it('must all be loaded', () => {
    const question = REVIEW_PACK.question(GOOD);
    const names = new Set(
      needsOf(question.guideline).flatMap((one) => [...one.valueSets, ...one.medicationLists]),
    );
    names.delete('cauda_signs');
    const binding = (): unknown => REVIEW_PACK.bind(question, { names, listed: NOTHING_LISTED });
    expect(binding).toThrow(MissingSetsError);
    expect(binding).toThrow('cauda_signs');
  });
});

describe('the selection', () => {
  it('is everyone with a code in scope in the period, with all they have', () => {
    const rules = rulesFor('kp', GOOD);
    const codes = ['72148', '97161', 'M54.50', 'R50.9', '98941', 'I10'].map(codeOf);
    const selection = REVIEW_PACK.selection(rules, codes);
    expect(selection.candidates).toEqual([
      {
        ...{ column: 'procedure', codes: ['72148', '72149', '72158'], position: 'any', slack: null },
        days: { first: day('2024-01-01'), last: day('2024-12-31') },
      },
    ]);
    expect(selection).toMatchObject({ kept: 'persons', enrollment: ['sex'] });
    expect(selection.carried?.lines).toEqual(selection.candidates);
    const kept = selection.codes.map(({ code }) => code);
    expect(kept).toEqual(
      expect.arrayContaining(['72148', '72149', '97161', 'M5450', 'R509', '98941', '98943']),
    );
    expect(kept).not.toContain('I10');
    expect(kept.filter((code) => code === '72148')).toHaveLength(1);
  });
});
