import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coverageCells } from '../../src/packs/lbp/outputs/coverage-table.js';
import { RunReport } from '../../src/packs/lbp/outputs/run-report.js';
import { OutputFolder } from '../../src/report/output-folder.js';
import { Gathering, gather } from '../../src/run/gathering.js';
import type { Person } from '../../src/timeline/person.js';
import { Dice } from '../extract/dice.js';
import { extracted, rulesFor } from '../extract/extraction.js';
import { randomPlan } from '../extract/random-plan.js';
import { writeTables } from '../extract/tables.js';

const YEAR = 2025;
const rules = rulesFor(YEAR);
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
  const folder = OutputFolder.create(join(out, 'run'), false);
  const report = new RunReport(folder, rules);
  const gathering = new Gathering(report, rules, hasCoverage);
  await work(gathering);
  report.finish();
  const files = folder.written();
  folder.finish();
  const { seen, coverage } = gathering;
  const byDay = (days: ReadonlyMap<number, number>): [number, number][] =>
    [...days].sort(([a], [b]) => a - b);
  return {
    files,
    texts: files.map(({ name }) => readFileSync(join(out, 'run', name), 'utf8')),
    persons: report.persons,
    withoutDaysSupply: report.personsWithoutDaysSupply,
    coverage: coverage?.rows().map(coverageCells) ?? null,
    seen: {
      ...{ claimDays: byDay(seen.claimDays), firstDays: byDay(seen.firstDays), rowsByRole: seen.rowsByRole },
      ...{ statusUnknown: seen.statusUnknown, steroidsWithoutSupply: seen.steroidsWithoutSupply },
    },
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
            gathering.addAll(structuredClone(await gather(each(some), rules, true)));
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
        gathering.addAll(await gather(each(people.slice(half)), rules, false));
      }),
    ];
    expect(mixed).toEqual(whole);
    expect(whole).toMatchObject({ coverage: null });
  });
});
