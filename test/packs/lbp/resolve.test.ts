import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { type MeasureRules, resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import { MissingSetsError } from '../../../src/packs/sets.js';
import type { ListedCode, Person } from '../../../src/timeline/person.js';
import { day, fill, listed, member, record } from './people.js';
import { loaded, MERGED, MERGED_BY_RULE, SEPARATE, SEPARATE_BY_RULE, without } from './sets.js';

function resolve(year: number, names: ReadonlySet<string>, listed?: readonly string[]): MeasureRules {
  if (listed === undefined) return resolveRules(rulesOfYear(year), loaded(names));
  const lists = listed.filter((name) => name.endsWith('Medications') && !name.startsWith('Long-Acting'));
  const valueSets = listed.filter((name) => !lists.includes(name));
  return resolveRules(
    rulesOfYear(year),
    loaded(names, { valueSets: new Set(valueSets), medicationLists: new Set(lists) }),
  );
}

function ids(rules: MeasureRules): string[] {
  return rules.exclusions.map(({ id }) => id);
}

function missing(year: number, names: ReadonlySet<string>): MissingSetsError {
  try {
    resolve(year, names);
  } catch (error) {
    if (error instanceof MissingSetsError) return error;
    throw error;
  }
  throw new Error('nothing was missing');
}

function reasons(rules: MeasureRules, code: ListedCode, offset: number): readonly string[] {
  const iesd = `${rules.year.year}-06-01`;
  const date = day(iesd) + offset;
  const rest: Partial<Person> =
    code.system === 'NDC' ? { fills: [fill(date, code, 30)] } : { claims: [record(date, code)] };
  const decision = evaluate(member(iesd, rest), rules);
  return decision.kind === 'decided' ? decision.reasons : ['no decision'];
}

const OF_2018 = [
  'cancer',
  'hiv',
  'transplant',
  'iv_drug_use',
  'neurologic_impairment',
  'spinal_infection',
  'trauma',
  'corticosteroids',
  'hospice',
];

describe('a directory of separate sets', () => {
  it.each([2018, 2019, 2020, 2021])('%i has nine exclusions, in the order of the page', (year) => {
    expect(ids(resolve(year, SEPARATE))).toEqual(OF_2018);
  });

  const OF_2022 = [
    'cancer',
    'hiv',
    'transplant',
    'osteoporosis',
    'spondylopathy',
    'lumbar_surgery',
    'iv_drug_use',
    'neurologic_impairment',
    'spinal_infection',
    'trauma',
    'fragility_fracture',
    'corticosteroids',
    'hospice',
    'palliative_care',
    'frailty_advanced_illness',
  ];

  it('2022 adds those of the older', () => {
    expect(ids(resolve(2022, SEPARATE))).toEqual(OF_2022);
  });

  it.each([2023, 2024, 2025, 2026])('%i adds death', (year) => {
    expect(ids(resolve(year, SEPARATE))).toEqual(OF_2022.toSpliced(-1, 0, 'death'));
  });

  it.each([2018, 2022, 2024, 2025, 2026])('lacks nothing in %i', (year) => {
    expect(resolve(year, SEPARATE).sets.absentSets).toEqual([]);
  });
});

describe('a directory of merged sets', () => {
  const OF_MERGED = [
    'diagnosis_history',
    'osteoporosis',
    'procedure_history',
    'recent_diagnosis',
    'recent_injury',
    'corticosteroids',
    'hospice',
    'palliative_care',
    'death',
    'frailty_advanced_illness',
  ];

  it.each([2025, 2026])('%i has the merged rules, and osteoporosis for its drugs', (year) => {
    expect(ids(resolve(year, MERGED))).toEqual(OF_MERGED);
    expect(resolve(year, MERGED).sets.absentSets).toEqual([]);
  });

  it.each([2025, 2026])('%i: each merged set has the window of the rules it merges', (year) => {
    const rules = resolve(year, MERGED);
    const code = (rule: keyof typeof MERGED_BY_RULE): ListedCode =>
      listed('ICD10CM', 'X00', MERGED_BY_RULE[rule]);
    const on = (rule: keyof typeof MERGED_BY_RULE, ...offsets: readonly number[]): string[] =>
      offsets.map((offset) => reasons(rules, code(rule), offset).join());
    for (const rule of ['diagnosis_history', 'procedure_history'] as const) {
      expect(on(rule, -9000, 28, 29)).toEqual([rule, rule, '']);
    }
    expect(on('recent_diagnosis', -366, -365, 28, 29)).toEqual([
      '',
      'recent_diagnosis',
      'recent_diagnosis',
      '',
    ]);
    expect(on('recent_injury', -91, -90, 28, 29)).toEqual(['', 'recent_injury', 'recent_injury', '']);
  });

  it.each([2025, 2026])('%i: a fill of an osteoporosis drug still excludes', (year) => {
    const drug = listed('NDC', '00006093644', 'Osteoporosis Medications');
    expect(reasons(resolve(year, MERGED), drug, -2000)).toEqual(['osteoporosis']);
  });

  it.each([2025, 2026])(
    '%i: a missing list of osteoporosis drugs is reported, for no merged set holds drugs',
    (year) => {
      const rules = resolve(year, without(MERGED, 'Osteoporosis Medications'));
      expect(ids(rules)).toEqual(OF_MERGED);
      expect(rules.sets.absentSets).toEqual([{ rule: 'osteoporosis', set: 'Osteoporosis Medications' }]);
    },
  );

  it.each([2018, 2022, 2023, 2024])('is refused for %i, naming the rules', (year) => {
    const named = missing(year, MERGED).rules.map(({ rule }) => rule);
    const expected = [
      'cancer',
      'hiv',
      'transplant',
      'iv_drug_use',
      'neurologic_impairment',
      'spinal_infection',
      'trauma',
    ];
    if (year >= 2022) expected.push('spondylopathy', 'lumbar_surgery', 'fragility_fracture');
    expect(new Set(named)).toEqual(new Set(expected));
    expect(missing(year, MERGED).message).toContain('Malignant Neoplasms');
  });

  it.each(Object.entries(MERGED_BY_RULE))('without the set of %s is refused', (_, set) => {
    const error = missing(2025, without(MERGED, set));
    expect(error.rules.flatMap(({ sets }) => sets)).toContain(set);
  });

  it('beside separate sets, both are in use', () => {
    const rules = resolve(2025, new Set([...SEPARATE, ...MERGED]));
    expect(ids(rules)).toContain('cancer');
    expect(ids(rules)).toContain('diagnosis_history');
    const both = listed('ICD10CM', 'C509', 'Malignant Neoplasms', MERGED_BY_RULE.diagnosis_history);
    expect(reasons(rules, both, -900)).toEqual(['cancer', 'diagnosis_history']);
  });
});

describe('a directory that says what LBP uses', () => {
  const LISTED = [...SEPARATE].filter((name) => name !== 'Osteoporosis');
  const diagnosis = listed('ICD10CM', 'M810', 'Osteoporosis');

  it.each([2018, 2021, 2022, 2024])(
    '%i: a listed diagnosis of osteoporosis excludes, ever to day 28',
    (year) => {
      const rules = resolve(year, SEPARATE, [...LISTED, 'Osteoporosis']);
      expect([-9000, 28, 29].map((offset) => reasons(rules, diagnosis, offset).join())).toEqual([
        'osteoporosis',
        'osteoporosis',
        '',
      ]);
    },
  );

  it.each([2018, 2021, 2022, 2024])('%i: one that is there and not listed does not', (year) => {
    expect(reasons(resolve(year, SEPARATE, LISTED), diagnosis, -5)).toEqual([]);
    expect(reasons(resolve(year, SEPARATE), diagnosis, -5)).toEqual([]);
  });

  it('2025: it excludes whether or not the directory says so', () => {
    expect(reasons(resolve(2025, SEPARATE), diagnosis, -5)).toEqual(['osteoporosis']);
    expect(reasons(resolve(2025, SEPARATE, LISTED), diagnosis, -5)).toEqual(['osteoporosis']);
  });

  it('2018: the drugs of osteoporosis exclude nobody, listed or not', () => {
    const rules = resolve(2018, SEPARATE, [...LISTED, 'Osteoporosis']);
    expect(reasons(rules, listed('NDC', '00006093644', 'Osteoporosis Medications'), -5)).toEqual([]);
  });

  it('a listed set without codes is missed: absent beside others, an error alone', () => {
    const names = without(SEPARATE, 'Osteoporosis');
    expect(resolve(2022, names, [...SEPARATE]).sets.absentSets).toEqual([
      { rule: 'osteoporosis', set: 'Osteoporosis' },
    ]);
    expect(() => resolve(2018, names, [...SEPARATE])).toThrow('rule osteoporosis has none of its sets');
  });

  it('sets that it lists and no rule of the year uses are named', () => {
    const more = [...LISTED, 'Made Up Set', 'Acute Inpatient', 'Made Up Medications'];
    expect(resolve(2023, SEPARATE, more).sets.unusedSets).toEqual([
      'Acute Inpatient',
      'Made Up Medications',
      'Made Up Set',
    ]);
    expect(resolve(2023, SEPARATE, LISTED).sets.unusedSets).toEqual([]);
    expect(resolve(2023, SEPARATE).sets.unusedSets).toEqual([]);
    // From 2025 no visit is asked for, nor is there an acute stay that counts alone.
    expect(resolve(2025, SEPARATE, LISTED).sets.unusedSets).toEqual([
      'ED',
      'Nonacute Inpatient Stay',
      'Observation',
      'Online Assessments',
      'Osteopathic and Chiropractic Manipulative Treatment',
      'Outpatient',
      'Physical Therapy',
      'Telephone Visits',
    ]);
  });

  it('before there are merged sets, one that is there and not listed counts', () => {
    const rules = resolve(
      2024,
      SEPARATE,
      LISTED.filter((name) => name !== 'HIV'),
    );
    expect(reasons(rules, listed('ICD10CM', 'B20', 'HIV'), -5)).toEqual(['hiv']);
  });

  it('merged sets that it lists take the place of separate ones that it has for other measures', () => {
    const both = new Set([...SEPARATE, ...MERGED]);
    const rules = resolve(2025, both, [...MERGED]);
    expect(ids(rules)).toEqual(ids(resolve(2025, MERGED)));
    expect(rules.sets.absentSets).toEqual([]);
    expect(reasons(rules, listed('ICD10CM', 'D000', 'Other Neoplasms'), -5)).toEqual([]);
    expect(reasons(rules, listed('ICD10CM', 'D000', MERGED_BY_RULE.diagnosis_history), -5)).toEqual([
      'diagnosis_history',
    ]);
  });

  it('a separate set that it lists beside them stays', () => {
    const both = new Set([...SEPARATE, ...MERGED]);
    const rules = resolve(2025, both, [...MERGED, 'Other Neoplasms']);
    expect(reasons(rules, listed('ICD10CM', 'D000', 'Other Neoplasms'), -5)).toEqual(['cancer']);
    expect(reasons(rules, listed('ICD10CM', 'C509', 'Malignant Neoplasms'), -5)).toEqual([]);
  });

  it('merged sets that it lists and does not have leave the separate ones in use', () => {
    const rules = resolve(2025, SEPARATE, [...MERGED]);
    expect(ids(rules)).toEqual(ids(resolve(2025, SEPARATE)));
  });
});

describe('some of the sets of a rule', () => {
  it('decide it, and the others are reported as absent', () => {
    const rules = resolve(2024, without(SEPARATE, 'Other Neoplasms', 'Palliative Care Assessment', 'ED'));
    expect(ids(rules)).toContain('cancer');
    expect(rules.sets.absentSets).toEqual(
      expect.arrayContaining([
        { rule: 'index', set: 'ED' },
        { rule: 'cancer', set: 'Other Neoplasms' },
        { rule: 'palliative_care', set: 'Palliative Care Assessment' },
      ]),
    );
    expect(rules.sets.absentSets).toHaveLength(3);
    expect(reasons(rules, listed('ICD10CM', 'Z853', 'History of Malignant Neoplasm'), -5)).toEqual([
      'cancer',
    ]);
  });
});

describe('none of the sets of a rule', () => {
  it.each(Object.entries(SEPARATE_BY_RULE))('%s is an error that names rule and sets', (rule, sets) => {
    const error = missing(2025, without(SEPARATE, ...sets));
    expect(error.rules.map((one) => one.rule)).toEqual([rule]);
    for (const set of sets) {
      expect(error.rules[0]?.sets).toContain(set);
      expect(error.message).toContain(set);
    }
    expect(error.message).toContain(rule);
  });

  it.each([
    ['the index event', ['Uncomplicated Low Back Pain']],
    ['inpatient stays', ['Inpatient Stay']],
    ['imaging', ['Imaging Study']],
    ['corticosteroids', ['Corticosteroid Medications']],
    ['hospice', ['Hospice Encounter', 'Hospice Intervention']],
    ['frailty', ['Frailty Device', 'Frailty Diagnosis', 'Frailty Encounter', 'Frailty Symptom']],
    ['advanced illness', ['Advanced Illness']],
  ])('%s: an error in every year that has the rule', (_, sets) => {
    for (const year of [2022, 2024, 2025, 2026]) {
      expect(missing(year, without(SEPARATE, ...sets)).rules.flatMap((rule) => rule.sets)).toEqual(sets);
    }
  });

  it('a visit is asked for until 2024 and not after', () => {
    const visits = ['Outpatient', 'Observation', 'ED', 'Telephone Visits', 'Online Assessments'];
    const more = ['Osteopathic and Chiropractic Manipulative Treatment', 'Physical Therapy'];
    const names = without(SEPARATE, ...visits, ...more);
    expect(missing(2024, names).rules.flatMap(({ sets }) => sets)).toEqual([...visits, ...more]);
    expect(resolve(2025, names).sets.absentSets).toEqual([]);
  });

  it('all that is missing is named at once', () => {
    const rules = missing(2018, new Set()).rules.map(({ rule }) => rule);
    for (const rule of ['index', 'imaging', ...OF_2018]) expect(rules).toContain(rule);
  });

  it('a year does not ask for sets of rules that it has not', () => {
    const names = without(
      SEPARATE,
      ...SEPARATE_BY_RULE.osteoporosis,
      ...SEPARATE_BY_RULE.spondylopathy,
      'Lumbar Surgery',
      'Fragility Fractures',
      'Palliative Care Encounter',
      'Palliative Care Assessment',
      'Palliative Care Intervention',
      'Advanced Illness',
      'Dementia Medications',
    );
    expect(ids(resolve(2021, names))).toEqual(OF_2018);
  });
});

describe('codes', () => {
  it('a code in two sets has both meanings', () => {
    const both = listed('ICD10CM', 'M8008XA', 'Fragility Fractures', 'Osteoporosis');
    expect(reasons(resolve(2025, SEPARATE), both, -5)).toEqual(['osteoporosis', 'fragility_fracture']);
    expect(reasons(resolve(2024, SEPARATE), both, -5)).toEqual(['fragility_fracture']);
  });

  it('a code in two sets of one rule counts once', () => {
    const both = listed('ICD10CM', 'C509', 'Malignant Neoplasms', 'Other Neoplasms');
    expect(reasons(resolve(2024, SEPARATE), both, -5)).toEqual(['cancer']);
  });

  it('a code in a set that no rule uses has no meaning', () => {
    expect(resolve(2024, SEPARATE).sets.meaningsOf(listed('ICD10CM', 'R51', 'Headache'))).toEqual([]);
  });

  it('Z51.5 is palliative care without a set', () => {
    const rules = resolve(
      2024,
      without(SEPARATE, 'Palliative Care Assessment', 'Palliative Care Intervention'),
    );
    expect(reasons(rules, listed('ICD10CM', 'Z515'), -5)).toEqual(['palliative_care']);
    expect(rules.sets.ownCodes).toEqual([{ role: 'palliative_care', system: 'ICD10CM', code: 'Z515' }]);
  });

  it('Z51.5 in a set as well is palliative care once', () => {
    const code = listed('ICD10CM', 'Z515', 'Palliative Care Encounter');
    expect(reasons(resolve(2024, SEPARATE), code, -5)).toEqual(['palliative_care']);
  });

  it('a procedure code Z515 is nothing of the kind', () => {
    expect(reasons(resolve(2024, SEPARATE), listed('HCPCS', 'Z515'), -5)).toEqual([]);
  });

  it('the years before 2022 know no palliative care', () => {
    expect(resolve(2021, SEPARATE).sets.ownCodes).toEqual([]);
    expect(reasons(resolve(2021, SEPARATE), listed('ICD10CM', 'Z515'), -5)).toEqual([]);
  });
});
