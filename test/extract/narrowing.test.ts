/**
 * Narrowing changes nothing: everyone with an index event is decided the same with narrowing on, with
 * narrowing off, and by a plain reading of the rows without the engine.
 *
 * For longer runs: LBP_PLANS sets the total number of plans, LBP_PLANS_SEED the seed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { coverageItems, coverageOf } from '../../src/packs/lbp/coverage.js';
import type { Decision } from '../../src/packs/lbp/decision.js';
import { evaluate } from '../../src/packs/lbp/evaluate.js';
import type { Reach } from '../../src/packs/lbp/rules/near.js';
import { rounds, sampled, whole } from '../sampled.js';
import { Dice } from './dice.js';
import { extracted, rulesFor } from './extraction.js';
import { randomPlan } from './random-plan.js';
import { read } from './reading.js';
import { type Tables, writeTables } from './tables.js';

const YEARS = [2018, 2022, 2023, 2024, 2025, 2026];
const PLANS = Number(process.env['LBP_PLANS'] ?? rounds(27, 3));
const SEED = Number(process.env['LBP_PLANS_SEED'] ?? 1);
const PEOPLE = 70;

const folder = mkdtempSync(join(tmpdir(), 'lbp-narrowing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What must not differ. Which of several lines represents an inpatient diagnosis, and which of two lines with
 * the same number represents the visit, is left out: test/measure covers that.
 */
function essence(decision: Decision | undefined): unknown {
  if (decision === undefined || decision.kind === 'not_a_candidate') return 'not decided';
  const { index } = decision;
  const event = index === null ? null : [index.date, index.claimId, index.lineNumber, index.diagnosis];
  if (decision.kind === 'unreported') return { reason: decision.reason, event };
  const { evidence, index: _, ...rest } = decision;
  return {
    ...rest,
    event,
    evidence: evidence.map(({ source: _source, lineNumber: _line, ...row }) => row),
  };
}

type Decisions = ReadonlyMap<string, Decision>;

interface Comparison {
  readonly narrowed: Decisions;
  readonly all: Decisions;
  readonly plain: Decisions;
}

async function decideInThreeWays(tables: Tables, year: number): Promise<Comparison> {
  const paths = writeTables(join(folder, 'plan'), tables, 2);
  const { decisions: narrowed } = await extracted(paths, { folder, year, narrowing: true });
  const { decisions: all } = await extracted(paths, { folder, year, narrowing: false });
  const rules = rulesFor(year);
  const plain = new Map([...read(tables)].map(([id, person]) => [id, evaluate(person, rules)]));
  return { narrowed, all, plain };
}

/** The people with different results; someone who is not a candidate may be missing with narrowing on. */
function differing({ narrowed, all, plain }: Comparison): string[] {
  const isSame = (a: Decision | undefined, b: Decision | undefined): boolean =>
    JSON.stringify(essence(a)) === JSON.stringify(essence(b));
  return [...new Set([...narrowed.keys(), ...all.keys(), ...plain.keys()])].filter((id) => {
    const [one, other, third] = [narrowed.get(id), all.get(id), plain.get(id)];
    const isRightlyMissing = one === undefined && third?.kind === 'not_a_candidate';
    return !isSame(other, third) || !(isRightlyMissing || isSame(one, third));
  });
}

function only(tables: Tables, id: string): Tables {
  const own = <T extends Readonly<Record<string, string>>>(rows: readonly T[]): T[] =>
    rows.filter((row) => row['person_id'] === id);
  return {
    medical: own(tables.medical),
    pharmacy: own(tables.pharmacy),
    eligibility: own(tables.eligibility),
  };
}

/** The rows of one person, without every row that the difference does not need. */
async function reduced(tables: Tables, id: string, year: number): Promise<Tables> {
  let least = only(tables, id);
  for (const part of ['medical', 'pharmacy', 'eligibility'] as const) {
    for (let index = least[part].length - 1; index >= 0; index--) {
      const fewer: Tables = { ...least, [part]: least[part].toSpliced(index, 1) };
      if (fewer.medical.length === 0) continue;
      if (differing(await decideInThreeWays(fewer, year)).length > 0) least = fewer;
    }
  }
  return least;
}

function stated(row: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([, text]) => text !== '')));
}

async function report(tables: Tables, id: string, year: number, seed: number): Promise<string> {
  const least = await reduced(tables, id, year);
  const { narrowed, all, plain } = await decideInThreeWays(least, year);
  const said = (decisions: Decisions): string => JSON.stringify(essence(decisions.get(id)));
  return [
    `${year}, seed ${seed}, ${id}:`,
    ...least.medical.map((row) => `claims ${stated(row)}`),
    ...least.pharmacy.map((row) => `pharmacy ${stated(row)}`),
    ...least.eligibility.map((row) => `eligibility ${stated(row)}`),
    `narrowed: ${said(narrowed)}`,
    `not narrowed: ${said(all)}`,
    `plain: ${said(plain)}`,
  ].join('\n');
}

function kindsIn({ narrowed, all, plain }: Comparison): string[] {
  const kinds: string[] = narrowed.size < all.size ? ['plans narrowed'] : [];
  for (const decision of plain.values()) {
    if (decision.kind === 'not_a_candidate') kinds.push(decision.kind);
    else if (decision.kind === 'unreported') kinds.push(decision.reason);
    else kinds.push(decision.status, ...decision.reasons, ...(decision.imaging === null ? [] : ['imaging']));
  }
  return kinds;
}

it('narrowing keeps what near misses are made of', async () => {
  const near = new Set<string>();
  for (const year of sampled([2022, 2024, 2025], 3)) {
    const rules = rulesFor(year);
    const items = coverageItems(rules);
    const tables = randomPlan(new Dice(SEED * 100_000 + year * 1000 + 999), year, PEOPLE * 5);
    const paths = writeTables(join(folder, 'coverage'), tables, 2);
    const reachesOf = async (narrowing: boolean): Promise<Map<string, readonly Reach[]>> => {
      const { persons } = await extracted(paths, { folder, year, narrowing });
      const all = persons.map((person) => [person.id, coverageOf(person, rules, items)] as const);
      return new Map(all.flatMap(([id, reaches]) => (reaches === null ? [] : [[id, reaches] as const])));
    };
    const narrowed = await reachesOf(true);
    expect(narrowed).toEqual(await reachesOf(false));
    for (const reaches of narrowed.values()) {
      reaches.forEach((reach, at) => {
        if (reach === 'near') near.add(items[at]?.rule ?? '');
      });
    }
  }
  // The plans have the near misses that narrowing could lose.
  expect(near).toContain('index');
  expect(near.size).toBeGreaterThan(8);
});

describe(`${PLANS} random plans of ${PEOPLE} people (seed ${SEED})`, () => {
  const seen = new Map<string, number>();

  it.each(YEARS)(
    '%i',
    async (year) => {
      for (let plan = 0; plan < PLANS / YEARS.length; plan++) {
        const seed = SEED * 100_000 + year * 1000 + plan;
        const tables = randomPlan(new Dice(seed), year, PEOPLE);
        const comparison = await decideInThreeWays(tables, year);
        for (const kind of kindsIn(comparison)) seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const [first] = differing(comparison);
        if (first !== undefined) expect.fail(await report(tables, first, year, seed));
      }
    },
    120_000,
  );

  it('compare people of every kind', () => {
    const kinds = [
      'denominator',
      'excluded',
      'ineligible',
      'not_a_candidate',
      'no_index_event',
      'no_eligibility',
      'not_enrolled_on_index_date',
      'product_line_not_reported',
      'imaging',
      'age',
      'negative_history',
      'enrollment',
      'cancer',
      'transplant',
      'osteoporosis',
      'trauma',
      'corticosteroids',
      'hospice',
      'palliative_care',
      'death',
      'frailty_advanced_illness',
      'plans narrowed',
    ];
    expect(kinds.filter((kind) => (seen.get(kind) ?? 0) === 0)).toEqual([]);
  });
});

function indexClaim({ plain }: Comparison): string | undefined {
  const decision = plain.get('P');
  return decision === undefined || decision.kind === 'not_a_candidate' ? undefined : decision.index?.claimId;
}

describe('lines of one claim', () => {
  const lines = (...rows: readonly Readonly<Record<string, string>>[]): Tables => ({
    medical: rows.map((row) => ({ claim_id: 'A', person_id: 'P', ...row })),
    pharmacy: [],
    eligibility: [
      {
        person_id: 'P',
        birth_date: '1984-06-15',
        enrollment_start_date: '2020-01-01',
        enrollment_end_date: '2029-12-31',
        payer_type: 'commercial',
      },
    ],
  });
  const visitOn = (date: string) => ({
    claim_line_number: '2',
    claim_line_start_date: date,
    hcpcs_code: '99213',
  });
  const diagnosedOn = (date: string) => ({
    claim_line_number: '1',
    claim_line_start_date: date,
    diagnosis_code_1: 'M5450',
  });
  /** A diagnosis on the first day of a claim that states its start and its end. */
  const onClaimOf = (start: string, end: string) => ({
    ...diagnosedOn(start),
    claim_start_date: start,
    claim_end_date: end,
  });

  it.each(
    sampled(
      [
        [
          'before, on a claim that states its dates on each line',
          '2023-12-30',
          '2024-01-02',
          '2023-12-30',
          '2024-01-02',
        ],
        ['before, on a claim that states its start alone', '2023-12-30', '', '2023-12-31', '2024-01-02'],
        [
          'after, on a claim that states its dates on each line',
          '2024-11-30',
          '2024-12-09',
          '2024-12-09',
          '2024-12-03',
        ],
        ['after, on a claim that states its end alone', '', '2024-12-09', '2024-12-09', '2024-12-03'],
      ],
      4,
    ),
  )(
    'a diagnosis holds for a visit in the intake period from the days %s',
    async (_, start, end, diagnosed, visited) => {
      const dates = { claim_start_date: start, claim_end_date: end };
      const tables = lines({ ...diagnosedOn(diagnosed), ...dates }, { ...visitOn(visited), ...dates });
      const comparison = await decideInThreeWays(tables, 2024);
      expect(indexClaim(comparison)).toBe('A');
      expect(differing(comparison)).toEqual([]);
    },
  );

  // docs/inputs.md: how far the only line that states the diagnosis may lie from the visit.
  describe.each(
    sampled<[string, Readonly<Record<string, string>>, string, boolean]>(
      [
        ['366 days before, on a claim without dates', diagnosedOn('2022-12-31'), '2024-01-01', true],
        ['367 days before, on a claim without dates', diagnosedOn('2022-12-30'), '2024-01-01', false],
        ['366 days after, on a claim without dates', diagnosedOn('2025-12-04'), '2024-12-03', true],
        ['367 days after, on a claim without dates', diagnosedOn('2025-12-05'), '2024-12-03', false],
        ['on a claim that ends 31 days before', onClaimOf('2023-11-20', '2023-12-01'), '2024-01-01', true],
        ['on a claim that ends 32 days before', onClaimOf('2023-11-20', '2023-11-30'), '2024-01-01', false],
        ['on a claim that starts 31 days after', onClaimOf('2025-01-03', '2025-01-10'), '2024-12-03', true],
        ['on a claim that starts 32 days after', onClaimOf('2025-01-04', '2025-01-10'), '2024-12-03', false],
        [
          'on a line that ends 31 days before, of a claim that ends earlier',
          { ...onClaimOf('2023-11-01', '2023-11-15'), claim_line_end_date: '2023-12-01' },
          '2024-01-01',
          true,
        ],
        [
          'on a line that ends 32 days before, of a claim that ends earlier',
          { ...onClaimOf('2023-11-01', '2023-11-15'), claim_line_end_date: '2023-11-30' },
          '2024-01-01',
          false,
        ],
      ],
      4,
    ),
  )('a diagnosis %s', (_, diagnosis, visited, isFound) => {
    it(isFound ? 'is found for a visit' : 'is too far from a visit', async () => {
      const comparison = await decideInThreeWays(lines(diagnosis, visitOn(visited)), 2024);
      expect(indexClaim(comparison)).toBe('A');
      expect(differing(comparison)).toEqual(isFound ? [] : ['P']);
      expect([...comparison.narrowed.keys()]).toEqual(isFound ? ['P'] : []);
    });
  });

  it('a diagnosis long before an imaging line of the intake period makes a candidate of 2025', async () => {
    const image = { claim_line_number: '2', claim_line_start_date: '2025-01-02', hcpcs_code: '72100' };
    const comparison = await decideInThreeWays(lines(diagnosedOn('2024-06-30'), image), 2025);
    expect(indexClaim(comparison)).toBe('A');
    expect(differing(comparison)).toEqual([]);
  });

  whole(
    'a diagnosis of last year holds for a visit of this year: the claim states no dates of its own',
    async () => {
      const comparison = await decideInThreeWays(
        lines(diagnosedOn('2023-12-30'), visitOn('2024-01-02')),
        2024,
      );
      expect(indexClaim(comparison)).toBe('A');
      expect(differing(comparison)).toEqual([]);
    },
  );

  it('a diagnosis after the intake period holds for a visit before its end', async () => {
    const comparison = await decideInThreeWays(lines(diagnosedOn('2024-12-05'), visitOn('2024-12-01')), 2024);
    expect(indexClaim(comparison)).toBe('A');
    expect(differing(comparison)).toEqual([]);
  });

  it('a line without codes ends the stay that another line makes', async () => {
    const stay = { claim_id: 'S', claim_start_date: '2024-05-20' };
    const tables = lines(
      { ...diagnosedOn('2024-06-01'), ...visitOn('2024-06-01') },
      { ...stay, claim_line_number: '1', revenue_center_code: '0120' },
      { ...stay, claim_line_number: '2', discharge_date: '2024-06-02' },
    );
    const comparison = await decideInThreeWays(tables, 2024);
    expect(comparison.plain.get('P')).toMatchObject({ reason: 'no_index_event' });
    expect(differing(comparison)).toEqual([]);
  });

  whole('a claim that one line extends', async () => {
    const tables = lines(
      { ...diagnosedOn('2023-12-30'), claim_start_date: '2023-12-30', claim_end_date: '2023-12-30' },
      { ...visitOn('2024-01-02'), claim_start_date: '2023-12-30', claim_end_date: '2024-01-02' },
    );
    const comparison = await decideInThreeWays(tables, 2024);
    expect(indexClaim(comparison)).toBe('A');
    expect(differing(comparison)).toEqual([]);
  });
});
