/**
 * The product against the second opinion, over random people near the edges of every rule.
 *
 * For longer runs: LBP_POLICY_RUNS sets the total number of people (20000 by default), LBP_POLICY_SEED the
 * seed.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionOf, type JudgedLine } from '../../../../src/packs/policy/decision.js';
import { POLICY } from '../../../../src/packs/policy/pack.js';
import { questionOf } from '../../../../src/packs/policy/question.js';
import { type PolicyRules, rulesOf } from '../../../../src/packs/policy/rules.js';
import { NOTHING_LISTED } from '../../../../src/packs/sets.js';
import { asRow } from '../../../../src/packs/table.js';
import { rounds } from '../../../sampled.js';
import { type OpinionLine, secondOpinion } from './evaluator.js';
import {
  arbitraryRolls,
  type PersonRolls,
  periodOf,
  personOf,
  policyOf,
  SET_NAMES,
  taleOf,
} from './population.js';

function settingOf(name: string, otherwise: number): number {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given)) throw new Error(`${name} is not a whole number`);
  return given;
}

const RUNS = settingOf('LBP_POLICY_RUNS', rounds(20_000, 4000));
const SEED = settingOf('LBP_POLICY_SEED', 20_250_301);

function isoOf(day: number | null): string | null {
  return day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function bigOf(cents: number | null): bigint | null {
  return cents === null ? null : BigInt(cents);
}

/** The parts of a decided line on which opinions can differ. */
function opinionIn(line: JudgedLine): OpinionLine {
  const [, ...ofFlags] = line.evidence;
  return {
    claim: line.claimId,
    line: line.lineNumber,
    type: line.claimType,
    code: line.code,
    decision: decisionOf(line.reason),
    reason: line.reason,
    flags: line.flags,
    flagDates: ofFlags.map(({ date }) => isoOf(date) ?? ''),
    flagDate: isoOf(line.flagDate),
    episodeStart: isoOf(line.episodeStart),
    day: line.episodeStart === null ? null : line.serviceDate - line.episodeStart,
    allowed: bigOf(line.allowed.cents),
    paid: bigOf(line.paid.cents),
  };
}

const bound = new Map<string, PolicyRules>();

function rulesFor(rolls: PersonRolls): PolicyRules {
  const [policy, period] = [policyOf(rolls), periodOf(rolls)];
  const key = `${policy.id} ${period.from} ${period.to}`;
  const found =
    bound.get(key) ??
    rulesOf(questionOf({ policy, ...period }), { names: SET_NAMES, listed: NOTHING_LISTED });
  bound.set(key, found);
  return found;
}

/** Both opinions of someone. */
function opinions(rolls: PersonRolls): {
  product: OpinionLine[];
  second: OpinionLine[];
  lines: readonly JudgedLine[];
} {
  const tale = taleOf(rolls);
  const lines = POLICY.evaluate(personOf(tale), rulesFor(rolls));
  return {
    lines,
    product: lines.map(opinionIn),
    second: secondOpinion(tale, policyOf(rolls), periodOf(rolls)),
  };
}

describe('the second opinion on policies', () => {
  it(`agrees about ${RUNS} people`, () => {
    fc.assert(
      fc.property(arbitraryRolls, (rolls) => {
        const { product, second } = opinions(rolls);
        // Comparing first is several times faster than an assertion for each.
        if (!isDeepStrictEqual(product, second)) {
          expect({ policy: policyOf(rolls), tale: taleOf(rolls), lines: product }).toEqual({
            policy: policyOf(rolls),
            tale: taleOf(rolls),
            lines: second,
          });
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('meets every reason, and lines on the edges of the days', () => {
    const reasons = new Set<string>();
    const days = new Set<number | null>();
    let later = 0;
    for (const rolls of fc.sample(arbitraryRolls, { numRuns: 4000, seed: SEED })) {
      for (const { reason, day, flagDate } of opinions(rolls).second) {
        reasons.add(reason);
        days.add(day);
        if (flagDate !== null && flagDate > '2025-03-01') later += 1;
      }
    }
    expect([...reasons].sort()).toEqual([
      ...['age', 'age_unknown', 'attested', 'claim_diagnosis', 'claim_type', 'imaging_within_days'],
      ...['line_of_business', 'no_new_episode', 'place', 'red_flag'],
    ]);
    for (const day of [null, 0, 27, 28, 42]) expect(days).toContain(day);
    expect(later).toBeGreaterThan(0);
  });

  it('agrees about the sums of many people', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRolls, { maxLength: 8 }), fc.nat(5), (people, policy) => {
        const all = people.map((rolls) => ({ ...rolls, policy, period: 0 }));
        const [first] = all;
        if (first === undefined) return;
        const rules = rulesFor(first);
        const tally = POLICY.tally(rules);
        const second: (OpinionLine & { readonly person: number })[] = [];
        all.forEach((rolls, person) => {
          const tale = taleOf(rolls);
          const who = personOf(tale);
          tally.add(who, POLICY.evaluate(who, rules));
          second.push(
            ...secondOpinion(tale, policyOf(rolls), periodOf(rolls)).map((line) => ({ ...line, person })),
          );
        });
        const [table] = POLICY.totalTables;
        if (table === undefined) throw new Error('no table of totals');
        for (const row of (table.rows(tally.totals, rules, new Map()) ?? []).map((cells) =>
          asRow(table, cells),
        )) {
          if (row['modality'] !== 'total') continue;
          const is = (column: string, value: string): boolean =>
            row[column] === 'total' || row[column] === value;
          const lines = second.filter(
            (line) =>
              is('claim_type', line.type) && is('decision', line.decision) && is('reason', line.reason),
          );
          expect(row).toMatchObject({
            lines: String(lines.length),
            claims: String(new Set(lines.map(({ person, claim }) => `${person} ${claim}`)).size),
            persons: String(new Set(lines.map(({ person }) => person)).size),
            allowed_amount: sumText(lines.map(({ allowed }) => allowed)),
            paid_amount: sumText(lines.map(({ paid }) => paid)),
          });
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });
});

/** Blank where there is nothing to add. */
function sumText(amounts: readonly (bigint | null)[]): string {
  const stated = amounts.filter((amount) => amount !== null);
  if (stated.length === 0) return '';
  const sum = stated.reduce((total, amount) => total + amount, 0n);
  const digits = String(sum < 0n ? -sum : sum).padStart(3, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
