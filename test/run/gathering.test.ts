import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import type { PackRules } from '../../src/packs/pack.js';
import { NOTHING_LISTED } from '../../src/packs/sets.js';
import { OutputFolder } from '../../src/report/output-folder.js';
import { type Gathering, gather, gatheringIn, writeTotals } from '../../src/run/gathering.js';
import type { Person } from '../../src/timeline/person.js';
import { Dice } from '../extract/dice.js';
import { SET_NAMES } from '../extract/directory.js';
import { extracted } from '../extract/extraction.js';
import { randomPlan } from '../extract/random-plan.js';
import { writeTables } from '../extract/tables.js';

const YEAR = 2025;
const rulesWith = (coverage: boolean): PackRules =>
  MEASURE.bind(MEASURE.question({ year: YEAR, coverage }), { names: SET_NAMES, listed: NOTHING_LISTED });
const home = mkdtempSync(join(tmpdir(), 'lbp-gathering-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let people: readonly Person[];
beforeAll(async () => {
  const paths = writeTables(join(home, 'plan'), randomPlan(new Dice(5), YEAR, 200), 1);
  people = (await extracted(paths, { folder: home, year: YEAR })).persons;
});

/** Everything that a run makes of its people, who are gathered by `work`. */
async function reported(
  hasCoverage: boolean,
  work: (gathering: Gathering) => Promise<void>,
): Promise<object> {
  const out = mkdtempSync(join(home, 'out-'));
  const folder = OutputFolder.create(join(out, 'run'), { force: false, inputs: [] });
  const asked = rulesWith(hasCoverage);
  const gathering = gatheringIn(folder, MEASURE, asked);
  await work(gathering);
  gathering.flush();
  const { totals, seen } = gathering;
  writeTotals(folder, MEASURE, asked, totals);
  const files = folder.written();
  folder.finish();
  const byDay = (days: ReadonlyMap<number, number>): [number, number][] =>
    [...days].sort(([a], [b]) => a - b);
  const { eventDays, ...byPack } = MEASURE.seen(totals, asked);
  return {
    files,
    texts: files.map(({ name }) => readFileSync(join(out, 'run', name), 'utf8')),
    persons: MEASURE.personFacts(totals, asked),
    warnings: MEASURE.warnings(totals, asked),
    summary: MEASURE.summary(totals, asked),
    seen: { ...seen, claimDays: byDay(seen.claimDays), eventDays: byDay(eventDays), ...byPack },
  };
}

async function* each(part: readonly Person[]): AsyncGenerator<Person> {
  yield* part;
}

describe('people gathered in parts', () => {
  it('come to what they come to together, wherever they are parted', async () => {
    expect(people.length).toBeGreaterThan(80);
    const whole = await reported(true, async (gathering) => {
      for (const person of people) gathering.add(person);
    });
    expect(whole).toMatchObject({ persons: { unreported: { no_eligibility: expect.any(Number) } } });
    const cuts = fc.array(fc.nat({ max: people.length }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cuts, async (places) => {
        const ends = [...places, people.length].sort((a, b) => a - b);
        const parted = await reported(true, async (gathering) => {
          for (const [part, end] of ends.entries()) {
            const some = people.slice(part === 0 ? 0 : ends[part - 1], end);
            // As it comes from another thread.
            gathering.addAll(structuredClone(await gather(each(some), MEASURE, rulesWith(true))));
          }
        });
        expect(parted).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('some here and some elsewhere keep their order', async () => {
    const half = Math.floor(people.length / 2);
    const [whole, mixed] = [
      await reported(false, async (gathering) => {
        for (const person of people) gathering.add(person);
      }),
      await reported(false, async (gathering) => {
        for (const person of people.slice(0, half)) gathering.add(person);
        gathering.addAll(await gather(each(people.slice(half)), MEASURE, rulesWith(false)));
      }),
    ];
    expect(mixed).toEqual(whole);
    expect(whole).toMatchObject({
      files: expect.arrayContaining(
        ['members.csv', 'idss.csv', 'providers.csv'].map((name) => expect.objectContaining({ name })),
      ),
    });
  });
});
