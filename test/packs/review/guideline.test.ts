import { describe, expect, it } from 'vitest';
import { readGuideline } from '../../../src/packs/review/guideline/read-guideline.js';
import type { GuidelineFile } from '../../../src/packs/review/guideline/schema.js';
import { GUIDELINES, guidelineNamed } from '../../../src/packs/review/guidelines/index.js';

/** The least that a guideline needs. */
const LEAST: GuidelineFile = {
  id: 'ours',
  title: 'Ours',
  document: 'Our own, 2025',
  versions: [{ id: 'ours-1', from: '2025-01-01' }],
  scope: {
    codes: [
      { codes: ['72148'], region: 'lumbar', modality: 'mri', contrast: 'without', earlier: 'mri_lumbar' },
    ],
  },
  scenarios: [{ id: 'a', title: 'A', regions: ['lumbar'], modalities: ['mri'], tree: 'claim(cauda_equina)' }],
};

const [SCENARIO] = LEAST.scenarios;

function reading(changes: Readonly<Record<string, unknown>>): () => unknown {
  return () => readGuideline({ ...LEAST, ...changes });
}

function scenario(changes: Readonly<Record<string, unknown>>): () => unknown {
  return reading({ scenarios: [{ ...SCENARIO, ...changes }] });
}

describe('a guideline', () => {
  it('needs little', () => {
    const { scenarios, care, notes } = readGuideline(LEAST);
    expect(scenarios.map(({ id, versions }) => [id, versions])).toEqual([['a', ['ours-1']]]);
    expect(care.size + notes.length).toBe(0);
  });

  it('is the same once it is read and given again', () => {
    const once = readGuideline(LEAST);
    expect(readGuideline(JSON.parse(JSON.stringify(once.file)))).toEqual(once);
  });

  it.each([
    ['a key that there is not', reading({ colour: 'red' }), 'colour'],
    ['an id with a blank', reading({ id: 'our own' }), 'id: letters, digits, dots and hyphens'],
    ['a date that there is not', reading({ versions: [{ id: 'v', from: '2025-02-30' }] }), 'versions.0.from'],
    [
      'versions that overlap',
      reading({ versions: [{ id: 'v' }, { id: 'w', from: '2025-01-01' }] }),
      'version w: it begins while v is in force',
    ],
    [
      'versions that share a day',
      reading({
        versions: [
          { id: 'w', from: '2025-06-30' },
          { id: 'v', from: '2025-01-01', to: '2025-06-30' },
        ],
      }),
      'version w: it begins while v is in force',
    ],
    [
      'a version that stands twice',
      reading({
        versions: [
          { id: 'v', to: '2024-12-31' },
          { id: 'v', from: '2025-01-01' },
        ],
      }),
      'version v: it stands twice',
    ],
    [
      'a set with nothing behind it',
      reading({ sets: { nerve_signs: {} } }),
      'sets.nerve_signs: neither value_sets nor medication_lists names a set',
    ],
    [
      'a version that ends before it starts',
      reading({ versions: [{ id: 'v', from: '2025-02-01', to: '2025-01-31' }] }),
      'version v: it ends before it starts',
    ],
    [
      'a note that ends before it starts',
      reading({
        versions: [{ id: 'v', notes: [{ from: '2025-02-01', to: '2025-01-31', text: 'older text' }] }],
      }),
      'version v: the note "older text" ends before it starts',
    ],
    [
      'ages that end before they start',
      scenario({ ages: { from: 50, to: 49 } }),
      'scenario a: the ages 50 to 49 end before they start',
    ],
    [
      'another modality in versions that its scenario does not have',
      reading({
        versions: [
          { id: 'v', to: '2024-12-31' },
          { id: 'w', from: '2025-01-01' },
        ],
        scenarios: [
          { ...SCENARIO, versions: ['v'], also: [{ modality: 'ct', and: ['claim(a)'], versions: ['w'] }] },
        ],
      }),
      'scenario a, also ct: it is of w, and the scenario is of v only',
    ],
    ['an unknown version', scenario({ versions: ['v9'] }), 'scenario a: there is no version v9'],
    ['an unknown part', scenario({ tree: 'all(FILMS)' }), 'scenario a: there is no part FILMS'],
    ['an unknown care', scenario({ tree: 'care(K3)' }), 'scenario a: there is no care K3'],
    ['no modality', scenario({ modalities: [] }), 'scenario a: it names no modality'],
    ['a broken tree', scenario({ tree: 'all(claim(a)' }), 'scenario a: expected ")" at the end'],
    [
      'a scenario that stands twice',
      reading({ scenarios: [SCENARIO, SCENARIO] }),
      'scenario a: it stands twice in ours-1',
    ],
    [
      'a part that contains itself',
      reading({ parts: { AA: 'all(BB)', BB: 'any(AA)' } }),
      'the part AA contains itself',
    ],
    ['a broken part that nobody names', reading({ parts: { AA: 'all(' } }), 'parts.AA: expected a condition'],
    [
      'a code that stands twice',
      reading({ scope: { codes: [...LEAST.scope.codes, ...LEAST.scope.codes] } }),
      'scope.codes.1: 72148 stands twice',
    ],
    ['an unknown care to show', reading({ care_shown: 'K6' }), 'care_shown: there is no care K6'],
    [
      'a window of care that is not one',
      reading({
        care: { K3: { window: '90', diagnosis: 'back_episode', within: 'episode', needs: 'follow_up' } },
      }),
      'care.K3: "90" is not a window',
    ],
  ])('refuses %s', (_, read, message) => {
    expect(read).toThrow(message);
  });

  it('lets versions follow each other day by day, in any order', () => {
    const versions = [
      { id: 'w', from: '2025-07-01' },
      { id: 'v', to: '2025-06-30' },
    ];
    expect(readGuideline({ ...LEAST, versions }).versions.map(({ id }) => id)).toEqual(['w', 'v']);
  });

  it('makes of "also" a scenario of its own, under the name of the modality', () => {
    const also = [{ modality: 'ct', and: ['claim(fever)'] }];
    const { scenarios } = readGuideline({ ...LEAST, scenarios: [{ ...SCENARIO, also }] });
    expect(scenarios.map(({ id, modalities }) => [id, modalities])).toEqual([
      ['a', ['mri']],
      ['a-ct', ['ct']],
    ]);
    expect(scenarios[1]?.tree).toEqual({
      kind: 'all',
      of: [
        { kind: 'claim', sets: ['cauda_equina'] },
        { kind: 'claim', sets: ['fever'] },
      ],
    });
  });
});

describe('the guidelines that ship', () => {
  it('can be read, each under its id', () => {
    expect(GUIDELINES).toEqual(['kp', 'aim']);
    for (const id of GUIDELINES) expect(guidelineNamed(id)?.id).toBe(id);
    expect(guidelineNamed('none')).toBeUndefined();
  });

  it('never say that care is approved, denied or necessary', () => {
    expect(JSON.stringify(GUIDELINES.map((id) => guidelineNamed(id)?.file))).not.toMatch(
      /approv|denied|deny|necess/i,
    );
  });

  it('have as many scenarios as the page, in each version', () => {
    const counted = (id: string, version: string): number =>
      guidelineNamed(id)?.scenarios.filter(({ versions }) => versions.includes(version)).length ?? 0;
    // Of 25 rows 18 are in all versions, kp-V in the first two, four from kp-2 on, and kp-V.A and kp-V.B in kp-3 alone.
    expect(['kp-1', 'kp-2', 'kp-3'].map((version) => counted('kp', version))).toEqual([19, 23, 24]);
    // Of 77 rows one is for CT in the place of MRI alone; 28 have such a scenario, 27 of them beside their own.
    expect(['aim-2022', 'aim-2023'].map((version) => counted('aim', version))).toEqual([76 + 28, 76 + 28]);
  });
});
