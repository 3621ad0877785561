import { describe, expect, it } from 'vitest';
import type { Outcome, Reviewed, ReviewedScenario } from '../../../src/packs/review/decision.js';
import { evaluate } from '../../../src/packs/review/evaluate.js';
import { EXAMPLES, type Example, e9g, e15a, e17d, e18d, e19b, NOT_REVIEWED } from './examples.js';
import { type Case, day, personOf, rulesFor } from './people.js';

const RULES = { kp: rulesFor('kp'), aim: rulesFor('aim') };
const SUGGESTIONS = {
  SUP: 'supported',
  REV: 'needs clinical review',
  NOT: 'not supported by claims',
  OUT: null,
} as const;

function outcomeOf({ guideline, of }: Pick<Example, 'guideline' | 'of'>): Outcome {
  const image = day(of.on ?? '2024-05-15');
  const found = evaluate(personOf(of), RULES[guideline]).filter(({ line }) => line.serviceDate === image);
  expect(found).toHaveLength(1);
  const [outcome] = found;
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

function reviewed(example: Pick<Example, 'guideline' | 'of'>): Reviewed {
  const outcome = outcomeOf(example);
  if (outcome.kind !== 'reviewed') throw new Error(outcome.kind);
  return outcome;
}

function sorted(ids: string | undefined): string[] {
  return (ids ?? '')
    .split(' ')
    .filter((id) => id !== '')
    .sort();
}

describe('the worked examples', () => {
  it.each(EXAMPLES.map((example) => [example.no, example] as const))('%s', (_, example) => {
    const outcome = reviewed(example);
    const image = day(example.of.on ?? '2024-05-15');
    const { phase, start } = outcome.episode;
    const having = (result: ReviewedScenario['result']): string[] =>
      outcome.scenarios
        .filter((one) => one.result === result)
        .map(({ scenario }) => scenario.id)
        .sort();
    expect({
      phase: start === null ? phase : `${phase} ${image - start}`,
      met: having('met'),
      open: having('open'),
      chartOnly: having('chart only'),
      suggestion: outcome.suggestion,
    }).toEqual({
      phase: example.phase,
      met: sorted(example.met),
      open: sorted(example.open),
      chartOnly: sorted(example.chartOnly),
      suggestion: SUGGESTIONS[example.result],
    });
  });

  it('are all there, each under a number of its own', () => {
    const numbers = EXAMPLES.map(({ no }) => no);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set([...numbers, '13c'].map((no) => /^\d+[a-g]?/.exec(no)?.[0])).size).toBe(68);
  });
});

describe('what else the worked examples say', () => {
  it.each([
    ['72148', 'as advised'],
    ['72158', 'as advised'],
    ['72149', 'differs'],
  ])('9g: the contrast of %s is %s', (code, note) => {
    expect(reviewed({ ...e9g, of: { ...e9g.of, code } }).contrastNote).toBe(note);
  });

  it('13c: a Medicare span on the day puts the line out of scope for KP, a commercial one beside it or not', () => {
    const outcome = reviewed(NOT_REVIEWED.medicare);
    expect(outcome).toMatchObject({ inScope: 'medicare', scenarios: [], suggestion: null });
    expect(outcome.productLines).toEqual(['commercial', 'medicare']);
  });

  it('14c: no version was in force on 2020-08-31', () => {
    expect(outcomeOf(NOT_REVIEWED.noVersion).kind).toBe('no_version');
  });

  it('15a: the row carries the note on multiple sclerosis', () => {
    expect(reviewed(e15a).notes).toContain('MS: KP sees no indication for lumbar MRI');
    expect(reviewed({ ...e15a, of: { claim: 'M54.50' } }).notes.join()).not.toContain('MS');
  });

  it.each([
    ['M54.50', 'met'],
    ['M17.11', 'not_shown'],
  ] as const)('17d: manipulation on claims coded %s is a second treatment: %s', (therapyFor, value) => {
    // aim-low-pain-care: GATE 1 2, pain 3, CAND 4, CARE6 5 6 7, SECOND 8 9.
    const { scenarios } = reviewed({ ...e17d, of: { ...e17d.of, therapyFor } });
    const care = scenarios.find(({ scenario }) => scenario.id === 'aim-low-pain-care');
    expect(care?.leaves[value]).toContain(8);
    expect(care?.leaves.needs_chart).toContain(9);
  });

  it('18d: a cervical line has the note on the tethered cord, a lumbar one has not', () => {
    const note = 'tethered cord: AIM asks for the lumbar spine only';
    const on = (code: string): readonly string[] => reviewed({ ...e18d, of: { ...e18d.of, code } }).notes;
    expect(on('72141')).toContain(note);
    expect(on('72148')).not.toContain(note);
  });

  it.each([
    ['2024-05-15', 8],
    ['2023-09-10', 8],
    ['2023-09-09', 7],
  ])('19b: on %s the scenario has %i leaves, myelography among them or not', (on, count) => {
    // Radiculopathy 1, CAND 2, findings 3 4, NEWIMG 5 6; then mri_barrier, myelography (aim-2023), chart.
    const of: Case = { ...e19b.of, on };
    const { scenarios } = reviewed({ ...e19b, of });
    const one = scenarios.find(({ scenario }) => scenario.id === 'aim-radic-deficit-ct');
    const { met = [], not_shown: notShown = [], needs_chart: chart = [] } = one?.leaves ?? {};
    expect(met.length + notShown.length + chart.length).toBe(count + 1);
    expect(met.includes(8)).toBe(count === 8);
  });
});
