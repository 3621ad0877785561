/**
 * The product against the second opinion, over random people at the edges of the scenarios' own leaves.
 *
 * For longer runs: LBP_REVIEW_PEOPLE sets the people per guideline (16,000 have more than 50,000 lines),
 * LBP_REVIEW_SEED the first number.
 */
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../src/packs/review/decision.js';
import { evaluate } from '../../../../src/packs/review/evaluate.js';
import { rounds } from '../../../sampled.js';
import { rulesFor } from '../people.js';
import { type Guideline, type LineOpinion, opinionsOf, VERSIONS } from './opinion.js';
import { personNumber } from './population.js';

function settingOf(name: string, otherwise: number): number {
  const given = Number(process.env[name] ?? otherwise);
  if (!Number.isSafeInteger(given)) throw new Error(`${name} is not a whole number`);
  return given;
}

const PEOPLE = settingOf('LBP_REVIEW_PEOPLE', rounds(16_000, 1000));
const SEED = settingOf('LBP_REVIEW_SEED', 20_240_515);

/** The parts of the product's outcome on which opinions can differ. */
function opinionIn(outcome: Outcome): LineOpinion {
  const { line } = outcome;
  const of = { claim: line.claimId, number: line.lineNumber, code: line.code };
  if (outcome.kind === 'no_version') {
    return {
      ...{ ...of, version: '', inScope: 'no_version', age: null, productLines: [], phase: '', start: null },
      ...{ care: [null, null, null], prior: null, suggestion: null, contrast: '', notes: [], scenarios: [] },
    };
  }
  const { version, inScope, age, productLines, episode, care, priorImaging, notes } = outcome;
  return {
    ...{ ...of, version, inScope, age, productLines: [...productLines].sort() },
    ...{ phase: episode.phase, start: episode.start },
    care: [care.days, care.evaluation, care.followUp],
    prior: priorImaging,
    suggestion: outcome.suggestion,
    contrast: outcome.contrastNote,
    notes,
    scenarios: outcome.scenarios.map(({ scenario, result, leaves, evidence }) => ({
      ...{ id: scenario.id, result, met: leaves.met, notShown: leaves.not_shown, chart: leaves.needs_chart },
      records: evidence.flatMap(({ leaf, record }) =>
        record === null ? [] : [`${leaf} ${record.date} ${record.claimId} ${record.lineNumber}`],
      ),
    })),
  };
}

/** Counts what the compared lines were, so that a comparison of nothing does not pass for agreement. */
class Tally {
  private readonly counts = new Map<string, number>();
  lines = 0;

  add(opinion: LineOpinion): void {
    this.lines += 1;
    for (const what of [
      opinion.version,
      opinion.inScope,
      opinion.phase,
      opinion.suggestion,
      opinion.contrast,
    ])
      this.count(what ?? '');
    for (const note of opinion.notes) this.count(note);
    for (const { id, result } of opinion.scenarios) this.count(`${id} ${result}`);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  ids(result: string): string[] {
    return [...this.counts.keys()]
      .filter((key) => key.endsWith(` ${result}`))
      .map((key) => key.slice(0, -result.length - 1));
  }

  private count(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }
}

describe(`the product and the second opinion agree (${PEOPLE} people each, from number ${SEED})`, () => {
  it.each(['kp', 'aim'] as const)(
    'on %s',
    (guideline: Guideline) => {
      const rules = rulesFor(guideline);
      const tally = new Tally();
      for (let number = SEED; number < SEED + PEOPLE; number += 1) {
        const person = personNumber(number, guideline);
        const theirs = evaluate(person, rules).map(opinionIn);
        const mine = opinionsOf(person, guideline);
        if (JSON.stringify(theirs) !== JSON.stringify(mine)) {
          expect(theirs, `person ${number}: ${JSON.stringify(person)}`).toEqual(mine);
        }
        for (const opinion of mine) tally.add(opinion);
      }

      // The population reached what there is to reach; a short run promises nothing of the kind.
      const least = Math.floor(PEOPLE / 1000);
      for (const [id] of VERSIONS[guideline]) expect(tally.of(id), id).toBeGreaterThanOrEqual(50 * least);
      for (const what of ['supported', 'needs clinical review', 'not supported by claims', 'no_version'])
        expect(tally.of(what), what).toBeGreaterThanOrEqual(5 * least);
      for (const what of ['acute', 'subacute', 'chronic', 'none', 'repeat', 'same day', 'short history'])
        expect(tally.of(what), what).toBeGreaterThanOrEqual(20 * least);
      if (least < 5) return;
      const reached = new Set([...tally.ids('met'), ...tally.ids('open'), ...tally.ids('chart only')]);
      const all = new Set([...reached, ...tally.ids('not shown')]);
      expect([...all].filter((id) => !reached.has(id))).toEqual(guideline === 'kp' ? ['kp-IV'] : []);
      expect(tally.lines).toBeGreaterThan(PEOPLE);
    },
    600_000,
  );
});
