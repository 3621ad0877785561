import { describe, expect, it } from 'vitest';
import { QuestionError } from '../../../src/packs/pack.js';
import { POLICY_CATALOG } from '../../../src/packs/policy/catalogue.js';
import { isInForce, policyOf, readingsOf } from '../../../src/packs/policy/policy.js';
import { questionOf, settingsOf } from '../../../src/packs/policy/question.js';
import { day } from './people.js';

function problem(what: () => unknown): string {
  try {
    what();
  } catch (error) {
    if (error instanceof QuestionError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return 'nothing';
}

describe('a policy', () => {
  it('has the values of the page for keys that are left out', () => {
    expect(policyOf({ id: 'own', flags: [{ id: 'cancer', value_sets: ['Malignant Neoplasms'] }] })).toEqual({
      id: 'own',
      title: '',
      document: '',
      version: '',
      effective: { from: null, to: null },
      claim_types: ['professional', 'institutional'],
      lines_of_business: null,
      excluded_places: [],
      excluded_revenue_codes: [],
      ages: null,
      episode: { clean_days: 180 },
      imaging: { days: 28, claim_diagnosis: 'principal' },
      attestation_modifiers: [],
      attestation_means: '',
      flags: [
        { id: 'cancer', value_sets: ['Malignant Neoplasms'], medication_lists: [], from: null, to: 28 },
      ],
    });
  });

  it('writes codes as claims have them', () => {
    const { excluded_places, excluded_revenue_codes, attestation_modifiers } = policyOf({
      id: 'own',
      excluded_places: ['2', '23'],
      excluded_revenue_codes: ['450', '0981'],
      attestation_modifiers: ['kx', 'Gc'],
    });
    expect([excluded_places, excluded_revenue_codes, attestation_modifiers]).toEqual([
      ['02', '23'],
      ['0450', '0981'],
      ['KX', 'GC'],
    ]);
  });

  it.each([
    [{}, 'id is missing'],
    [[], 'the policy is not a group of keys'],
    [null, 'the policy is not a group of keys'],
    [{ id: 'a;b' }, 'id is made of letters, digits, and _ . - between them'],
    [{ id: 'a', flag: [] }, 'flag is not a key of a policy'],
    [{ id: 'a', episode: { clean: 3 } }, 'episode.clean is not a key of a policy'],
    [{ id: 'a', episode: { clean_days: -1 } }, 'episode.clean_days is below 0'],
    [{ id: 'a', episode: { clean_days: 1.5 } }, 'episode.clean_days is not a whole number'],
    [{ id: 'a', imaging: { days: '28' } }, 'imaging.days is not a number'],
    [
      { id: 'a', imaging: { claim_diagnosis: 'first' } },
      'imaging.claim_diagnosis is not one of principal, any, none',
    ],
    [{ id: 'a', claim_types: [] }, 'claim_types is empty, so that nothing would be judged'],
    [{ id: 'a', claim_types: ['dental'] }, 'claim_types[0] is not one of professional, institutional'],
    [{ id: 'a', lines_of_business: [] }, 'lines_of_business is empty; null is for all'],
    [{ id: 'a', ages: { from: 18 } }, 'ages.to is missing'],
    [{ id: 'a', ages: { from: 50, to: 18 } }, 'ages.to is less than from'],
    [{ id: 'a', excluded_places: ['ER'] }, 'excluded_places[0] is a place of service, two digits in quotes'],
    [{ id: 'a', excluded_revenue_codes: [450] }, 'excluded_revenue_codes[0] is not a text'],
    [
      { id: 'a', attestation_modifiers: ['KX1'] },
      'attestation_modifiers[0] is a modifier, two letters or digits',
    ],
    [{ id: 'a', effective: { from: '2025-02-30' } }, 'effective.from is a date, written YYYY-MM-DD'],
    [{ id: 'a', effective: { from: '2025-02-02', to: '2025-02-01' } }, 'effective.to is before from'],
    [
      { id: 'a', flags: [{ id: 'x' }] },
      'flags[0].value_sets is empty, and so is medication_lists: the flag could never hold',
    ],
    [{ id: 'a', flags: [{ id: 'x', value_sets: ['S'], from: 5, to: 4 }] }, 'flags[0].to is before from'],
    [{ id: 'a', flags: [{ id: 'x', value_sets: ['S'], to: null }] }, 'flags[0].to is not a number'],
    [
      { id: 'a', flags: [{ id: 'episode', value_sets: ['S'] }] },
      'flags[0].id is the name of another rule in evidence.csv',
    ],
    [
      {
        id: 'a',
        flags: [
          { id: 'x', value_sets: ['S'] },
          { id: 'x', value_sets: ['T'] },
        ],
      },
      'flags has an id twice',
    ],
  ])('%j is refused', (json, message) => {
    expect(problem(() => policyOf(json))).toBe(`unknown: --policy: ${message}`);
  });

  it('names every key that is wrong', () => {
    const json = { id: 'a', ages: { from: 1 }, flags: [{ id: 'x', value_sets: ['S'], form: 3 }] };
    expect(problem(() => policyOf(json))).toBe(
      'unknown: --policy: ages.to is missing; flags[0].form is not a key of a policy',
    );
  });

  it('is in force from its first day to its last', () => {
    const policy = policyOf({ id: 'a', effective: { from: '2025-01-01', to: '2025-06-30' } });
    const days = ['2024-12-31', '2025-01-01', '2025-06-30', '2025-07-01'];
    expect(days.map((date) => isInForce(policy, day(date)))).toEqual([false, true, true, false]);
    expect(isInForce(policyOf({ id: 'a' }), day('1990-01-01'))).toBe(true);
  });

  it('names its readings in its document', () => {
    expect(readingsOf(policyOf({ id: 'a', document: 'A page. Reading: one. Reading: two' }))).toEqual([
      'one',
      'two',
    ]);
    expect(readingsOf(policyOf({ id: 'a', document: 'A page.' }))).toEqual([]);
  });
});

/* The policies that ship, in the words of the page. */
describe('the policies that ship', () => {
  const shown = (id: string): ReturnType<typeof policyOf> => policyOf(POLICY_CATALOG.show(id).facts);
  const flag = (id: string, sets: string[], from: number | null) => ({
    id,
    value_sets: sets,
    medication_lists: [],
    from,
    to: 28,
  });

  it('preferredone', () => {
    expect(shown('preferredone')).toMatchObject({
      effective: { from: null, to: null },
      claim_types: ['professional', 'institutional'],
      lines_of_business: null,
      ages: null,
      episode: { clean_days: 180 },
      imaging: { days: 28, claim_diagnosis: 'principal' },
      attestation_modifiers: [],
      flags: [
        flag(
          'cancer',
          [
            'Malignant Neoplasms',
            'Other Neoplasms',
            'History of Malignant Neoplasm',
            'Other Malignant Neoplasm of Skin',
          ],
          null,
        ),
        flag('trauma', ['Trauma'], -365),
        flag('iv_drug_use', ['IV Drug Abuse'], -365),
        flag('neurologic_impairment', ['Neurologic Impairment'], -365),
        flag('spinal_infection', ['Spinal Infection'], -365),
      ],
    });
  });

  it('bcbsnc-2023', () => {
    expect(shown('bcbsnc-2023')).toMatchObject({
      effective: { from: '2023-06-18', to: null },
      claim_types: ['professional', 'institutional'],
      ages: null,
      imaging: { days: 28 },
      attestation_modifiers: ['KX'],
      flags: [],
    });
  });

  it('bcbsal-fep', () => {
    expect(shown('bcbsal-fep')).toMatchObject({
      claim_types: ['professional'],
      ages: { from: 18, to: 75 },
      excluded_places: ['23'],
      excluded_revenue_codes: [
        ...['0450', '0451', '0452', '0453', '0454', '0455', '0456', '0457', '0458', '0459', '0981'],
      ],
      attestation_modifiers: ['KX'],
      flags: [],
    });
  });

  it('each says of what it is a reading', () => {
    for (const id of ['preferredone', 'bcbsnc-2023', 'bcbsal-fep']) {
      expect(readingsOf(shown(id)).length).toBeGreaterThan(0);
    }
  });

  it('are listed', () => {
    expect(POLICY_CATALOG.list().facts['policies']).toMatchObject([
      { id: 'bcbsal-fep' },
      { id: 'bcbsnc-2023' },
      { id: 'preferredone' },
    ]);
  });

  it('no other is shown', () => {
    expect(problem(() => POLICY_CATALOG.show('aetna'))).toMatch(
      /^unknown: policy aetna: there is no policy with this id; there are bcbsal-fep, /,
    );
  });
});

describe('a question', () => {
  const asked = (settings: Record<string, unknown>) => () =>
    questionOf({ policy: 'preferredone', from: '2025-01-01', to: '2025-12-31', ...settings });

  it('is written down whole and read again', () => {
    const question = asked({ policy: { id: 'own', episode: { clean_days: 90 } } })();
    expect(questionOf(JSON.parse(JSON.stringify(settingsOf(question))))).toEqual(question);
    expect(question).toMatchObject({ from: day('2025-01-01'), to: day('2025-12-31') });
  });

  it.each([
    [{ policy: undefined }, 'missing: --policy is missing'],
    [{ policy: 'none' }, 'unknown: policy none: there is no policy with this id'],
    [{ from: undefined }, 'missing: --from is missing'],
    [{ to: undefined }, 'missing: --to is missing'],
    [{ from: '01/01/2025' }, 'unknown: --from 01/01/2025: not a date'],
    [{ to: '2025-02-30' }, 'unknown: --to 2025-02-30: not a date'],
    [{ from: 2025 }, 'unknown: --from 2025: not a date'],
    [{ from: '2026-01-01' }, 'unknown: --to 2025-12-31 is before --from 2026-01-01'],
  ])('%j is refused', (settings, message) => {
    expect(problem(asked(settings)).startsWith(message)).toBe(true);
  });

  it('may be about a single day', () => {
    expect(problem(asked({ from: '2025-12-31' }))).toBe('nothing');
  });
});
