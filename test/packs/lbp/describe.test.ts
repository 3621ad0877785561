import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXCLUSIONS, type Exclusion } from '../../../src/packs/lbp/decision.js';
import { changesBetween } from '../../../src/packs/lbp/describe/changes.js';
import { describeRules } from '../../../src/packs/lbp/describe/describe.js';
import { statementsOf } from '../../../src/packs/lbp/describe/statements.js';
import { LBP } from '../../../src/packs/lbp/pack.js';
import { rulesOfYear, YEARS } from '../../../src/packs/lbp/years/index.js';
import type { YearRules } from '../../../src/packs/lbp/years/year-rules.js';
import type { Summary } from '../../../src/packs/pack.js';
import { MERGED_BY_RULE, SEPARATE_BY_RULE } from './sets.js';

const PAGE = readFileSync(new URL('../../../docs/measure-logic.md', import.meta.url), 'utf8');
const SECTIONS = new Set([...PAGE.matchAll(/^#{2,3} (\d+(?:\.\d+)?)[. ]/gm)].map(([, section]) => section));

/** What a rule fixes under an id, `window` for example. */
function fixed(year: number, rule: string, detail: string): unknown {
  const statement = statementsOf(rulesOfYear(year)).find(({ id }) => id === rule);
  return statement?.details.find(({ id }) => id === detail)?.value;
}

/** Rules and details in which a year differs from another: `hospice changed value_sets`. */
function changes(before: YearRules, after: YearRules): string[] {
  return changesBetween(statementsOf(before), statementsOf(after)).map(({ rule, change, details }) =>
    change === 'changed'
      ? `${rule.id} ${details.map(({ either }) => either.id).join(' ')}`
      : `${rule.id} ${change}`,
  );
}

describe('a year in words', () => {
  it.each([...YEARS])('%i: every rule and number has a label, and a section of the page', (year) => {
    for (const { id, label, reference, details } of statementsOf(rulesOfYear(year))) {
      expect([id, label]).not.toEqual([id, '']);
      expect([id, SECTIONS.has(reference.section)]).toEqual([id, true]);
      expect(details.length).toBeGreaterThan(0);
      for (const detail of details) {
        const named = `${id} ${detail.id}`;
        expect([named, detail.label !== '', detail.texts.length > 0]).toEqual([named, true, true]);
        expect([named, SECTIONS.has(detail.reference.section)]).toEqual([named, true]);
      }
      expect(new Set(details.map((detail) => detail.id)).size).toBe(details.length);
    }
  });

  it.each([...YEARS])('%i: has its exclusions in the order of the reasons', (year) => {
    const ids = rulesOfYear(year).exclusions.map(({ id }) => id);
    expect(ids).toEqual(EXCLUSIONS.filter((id) => ids.includes(id)));
    const stated = statementsOf(rulesOfYear(year)).map(({ id }) => id);
    expect(stated).toEqual(['year', 'index', 'age', 'negative_history', 'enrollment', ...ids, 'imaging']);
  });

  it('has names for people', () => {
    const labels = new Map(statementsOf(rulesOfYear(2025)).map(({ id, label }) => [id, label]));
    expect(labels.get('hiv')).toBe('HIV');
    expect(labels.get('frailty_advanced_illness')).toBe('frailty with advanced illness');
    expect(labels.get('enrollment')).toBe('continuous enrollment');
    expect(labels.get('imaging')).toBe('imaging of the spine');
  });

  const EVER = { from: 'any_time', to: { days: 28 }, closed: true };
  const YEAR_BACK = { from: { days: -365 }, to: { days: 28 }, closed: true };
  const NINETY_BACK = { from: { days: -90 }, to: { days: 28 }, closed: true };
  const IN_THE_YEAR = { from: 'first_day_of_year', to: 'last_day_of_year', closed: true };
  it.each<[Exclusion | 'negative_history' | 'enrollment' | 'imaging', unknown]>([
    ['negative_history', { from: { days: -180 }, to: { days: -1 }, closed: true }],
    ['enrollment', { from: { days: -180 }, to: { days: 28 }, closed: true }],
    ['cancer', EVER],
    ['hiv', EVER],
    ['transplant', EVER],
    ['diagnosis_history', EVER],
    ['osteoporosis', EVER],
    ['spondylopathy', EVER],
    ['lumbar_surgery', EVER],
    ['procedure_history', EVER],
    ['iv_drug_use', YEAR_BACK],
    ['neurologic_impairment', YEAR_BACK],
    ['spinal_infection', YEAR_BACK],
    ['recent_diagnosis', YEAR_BACK],
    ['trauma', NINETY_BACK],
    ['fragility_fracture', NINETY_BACK],
    ['recent_injury', NINETY_BACK],
    ['corticosteroids', { from: { days: -365 }, to: { days: 0 }, closed: true }],
    ['hospice', IN_THE_YEAR],
    ['palliative_care', IN_THE_YEAR],
    ['death', IN_THE_YEAR],
    ['imaging', { from: { days: 0 }, to: { days: 28 }, closed: true }],
  ])('2025: the window of %s, as the page has it', (rule, window) => {
    expect(fixed(2025, rule, 'window')).toEqual(window);
  });

  it('2025: ages, lines, numbers and switches as the page has them', () => {
    expect(fixed(2025, 'index', 'intake')).toEqual({
      from: { month: 1, day: 1 },
      to: { month: 12, day: 3 },
      closed: true,
    });
    expect(fixed(2025, 'index', 'visit_sets')).toBeNull();
    expect(fixed(2025, 'age', 'youngest')).toEqual({ age: 18, on: 'last_day' });
    expect(fixed(2024, 'age', 'youngest')).toEqual({ age: 18, on: 'first_day' });
    expect(fixed(2025, 'age', 'oldest')).toEqual({ age: 75, on: 'last_day' });
    expect(fixed(2025, 'age', 'bands')).toEqual([
      { band: '18-64', from: 18, to: 64 },
      { band: '65-75', from: 65, to: 75 },
    ]);
    expect(fixed(2025, 'year', 'product_lines')).toEqual(['commercial', 'medicaid', 'medicare']);
    expect(fixed(2025, 'year', 'laboratory_lines')).toBe(false);
    expect(fixed(2022, 'year', 'laboratory_lines')).toBe(true);
    expect(fixed(2025, 'corticosteroids', 'consecutive_days')).toBe(90);
    expect(fixed(2025, 'frailty_advanced_illness', 'minimum_age')).toBe(66);
    expect(fixed(2025, 'frailty_advanced_illness', 'different_dates')).toBe(2);
    expect(fixed(2025, 'frailty_advanced_illness', 'illness_window')).toEqual({
      ...{ from: 'first_day_of_prior_year', to: 'last_day_of_year', closed: true },
    });
    expect(fixed(2025, 'palliative_care', 'codes')).toEqual(['ICD10CM Z515']);
  });

  it.each(Object.entries(SEPARATE_BY_RULE))('2025: %s has the sets of the page', (rule, sets) => {
    const lists = fixed(2025, rule, 'medication_lists') ?? [];
    expect([fixed(2025, rule, 'value_sets'), lists].flat()).toEqual(sets);
  });

  it('tells of merged sets in the years that know them', () => {
    for (const [rule, set] of Object.entries(MERGED_BY_RULE)) {
      expect(fixed(2025, rule, 'value_sets')).toEqual([set]);
      expect(fixed(2024, rule, 'value_sets')).toBeUndefined();
    }
    expect(fixed(2025, 'hiv', 'merged_into')).toEqual([MERGED_BY_RULE.diagnosis_history]);
    expect(fixed(2024, 'hiv', 'merged_into')).toBeUndefined();
  });

  it('says which sets count only where a directory lists them, and that this is our reading', () => {
    const osteoporosis = statementsOf(rulesOfYear(2022)).find(({ id }) => id === 'osteoporosis');
    const detail = osteoporosis?.details.find(({ id }) => id === 'value_sets_if_listed');
    expect(detail?.value).toEqual(['Osteoporosis']);
    expect(detail?.reference).toMatchObject({ section: '3.3' });
    expect(detail?.reference.source).toMatch(/our reading/);
  });
});

describe('what changed between two years', () => {
  const MERGING = [
    ...['cancer', 'hiv', 'transplant', 'spondylopathy', 'lumbar_surgery', 'iv_drug_use'],
    ...['neurologic_impairment', 'spinal_infection', 'trauma', 'fragility_fracture'],
  ];
  // The table of years of the page, column by column.
  it.each<[number, string[]]>([
    [2019, []],
    [2020, []],
    [2021, []],
    [
      2022,
      [
        'year product_lines',
        'age oldest bands',
        'osteoporosis value_sets medication_lists',
        'spondylopathy added',
        'lumbar_surgery added',
        'fragility_fracture added',
        'palliative_care added',
        'frailty_advanced_illness added',
      ],
    ],
    [2023, ['year status laboratory_lines', 'death added']],
    [2024, ['frailty_advanced_illness acute_stay nonacute_sets']],
    [
      2025,
      [
        'year status',
        'index visit_sets',
        'age youngest',
        'osteoporosis value_sets value_sets_if_listed merged_into',
        ...Object.keys(MERGED_BY_RULE).map((rule) => `${rule} added`),
        ...MERGING.map((rule) => `${rule} merged_into`),
      ],
    ],
    [2026, ['year status terms']],
  ])('%i: as the page says, against the year before', (year, expected) => {
    const found = changes(rulesOfYear(year - 1), rulesOfYear(year));
    expect(new Set(found)).toEqual(new Set(expected));
  });

  it('the other way round, what was added is removed, where it stood', () => {
    const found = changes(rulesOfYear(2023), rulesOfYear(2022));
    expect(found).toEqual(['year status laboratory_lines', 'death removed']);
    const { changes: listed } = describeRules(rulesOfYear(2021), rulesOfYear(2022)).facts as {
      changes: { id: string }[];
    };
    expect(listed.map(({ id }) => id)).toEqual([
      ...['year', 'age', 'osteoporosis', 'spondylopathy', 'lumbar_surgery', 'fragility_fracture'],
      ...['palliative_care', 'frailty_advanced_illness'],
    ]);
  });

  it.each([2018, 2022, 2025])('%i: nothing of a year can change unseen', (year) => {
    const rules = rulesOfYear(year);
    const unseen: string[] = [];
    let count = 0;
    for (const [path, other] of alterations(rules)) {
      count += 1;
      if (changes(rules, other).length === 0) unseen.push(path);
    }
    expect(count).toBeGreaterThan(80);
    // Stays that are not acute matter only where an acute stay is enough, and merged sets only in years that know them;
    // names and references are no rules.
    const isOfNoRule = (path: string): boolean =>
      /^(year|revision|statusNote)$|\.(label|section|source)$/.test(path) ||
      (year >= 2024 && path.endsWith('.nonacuteSets.0')) ||
      (year < 2025 && path.includes('.mergedInto.'));
    expect(unseen.filter((path) => !isOfNoRule(path))).toEqual([]);
  });
});

/** The rules with one number, text or switch of them altered, and which. */
function* alterations(rules: YearRules): Generator<[string, YearRules]> {
  for (const path of leaves(rules, [])) {
    const copy: YearRules = structuredClone(rules);
    alter(copy, path);
    yield [path.join('.'), copy];
  }
}

function* leaves(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) yield path;
  // The id and the kind of a rule say which rule it is.
  else
    for (const [key, inner] of Object.entries(value))
      if (key !== 'id' && key !== 'kind') yield* leaves(inner, [...path, key]);
}

function alter(value: object, [key = '', ...rest]: readonly string[]): void {
  const inner: unknown = Reflect.get(value, key);
  if (typeof inner === 'object' && inner !== null) alter(inner, rest);
  else Reflect.set(value, key, altered(inner));
}

function altered(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value} otherwise` : ['Made Up Set'];
}

describe('the pack', () => {
  function described(year: number, against: number | null = null): Summary {
    const other = against === null ? null : LBP.question({ year: against });
    const summary = LBP.describe(LBP.question({ year }), other);
    if (summary === null) throw new Error(`${year} is not described`);
    return summary;
  }

  function rowsOf({ blocks }: Summary): readonly (readonly (string | number)[])[] {
    return blocks.flatMap((block) => (block.kind === 'table' ? block.rows : []));
  }

  it('describes a year with its version, as data', () => {
    const { facts } = described(2025);
    expect(facts).toMatchObject({ id: 'LBP', year: 2025, rules_version: '2025.2', status: 'confirmed' });
    expect(JSON.parse(JSON.stringify(facts['rules']))).toEqual(facts['rules']);
  });

  it('describes it in a table, a rule named once, of lists a name a line', () => {
    const rows = rowsOf(described(2025));
    const at = rows.findIndex(([label]) => label === 'organ transplant');
    expect(rows.slice(at, at + 4)).toEqual([
      ['organ transplant', 'transplant', 'one record', 'any time to day 28', '3'],
      ['', '', 'value sets', 'Organ Transplant Other Than Kidney', '3'],
      ['', '', '', 'Kidney Transplant', ''],
      ['', '', '', 'History of Kidney Transplant', ''],
    ]);
  });

  it('describes what changed, of lists only what differs', () => {
    const summary = described(2025, 2024);
    expect(summary.facts).toMatchObject({ year: 2025, against: { year: 2024, status: 'provisional' } });
    const rows = rowsOf(summary);
    expect(rows).toContainEqual([
      'osteoporosis',
      'osteoporosis',
      'changed',
      'value sets',
      '',
      'Osteoporosis',
      '3.3',
    ]);
    expect(rows).toContainEqual([
      'age',
      'age',
      'changed',
      'youngest',
      '18 on 1 January',
      '18 on 31 December',
      '2.8',
    ]);
  });

  it('says so where nothing changed', () => {
    const { blocks } = described(2020, 2019);
    expect(blocks.flatMap((block) => (block.kind === 'lines' ? block.lines : []))).toContain(
      'The rules of 2020 are those of 2019.',
    );
  });
});
