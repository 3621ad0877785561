import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { Engine } from '../../src/extract/duckdb.js';
import {
  hashOfCodes,
  hashOfReading,
  type MadeFor,
  madeForFacts,
  openEvents,
} from '../../src/extract/events.js';
import { listCodes } from '../../src/extract/listed-codes.js';
import { duckdbScript } from '../../src/extract/sql/duckdb-dialect.js';
import { extractionStatements } from '../../src/extract/sql/script.js';
import { MEASURE } from '../../src/packs/index.js';
import type { Decision } from '../../src/packs/lbp/decision.js';
import { evaluate } from '../../src/packs/lbp/evaluate.js';
import { selectionOf } from '../../src/packs/lbp/selection.js';
import { planInputs } from '../../src/run/inputs.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';
import { whole } from '../sampled.js';
import { Dice } from './dice.js';
import { DIRECTORY } from './directory.js';
import { extracted, rulesFor } from './extraction.js';
import { randomPlan } from './random-plan.js';
import { type Paths, writeTables } from './tables.js';

const YEAR = 2025;
const folder = mkdtempSync(join(tmpdir(), 'lbp-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Decides everyone by way of a script, its results and their reading back, on an engine of its own each. */
async function throughScript(paths: Paths, peopleInBucket: number): Promise<Map<string, Decision>> {
  const events = join(folder, `events-${peopleInBucket}`);
  mkdirSync(events);
  const rules = rulesFor(YEAR);
  const selection = selectionOf(rules, DIRECTORY);
  const listed = listCodes(selection.codes);
  const open = (): Promise<Engine> =>
    Engine.open({ threads: 2, memory: '512MB', spill: join(folder, 'spill') });
  const facts: Omit<MadeFor, 'reading'> = {
    tool: 'test',
    question: String(YEAR),
    rules: 'test',
    codes: hashOfCodes(listed),
    inputs: [...paths.claims, ...paths.pharmacy, ...paths.eligibility].map((path) => ({
      table: paths.pharmacy.includes(path) ? 'pharmacy_claim' : 'medical_claim',
      ...{ path, isEmpty: false, bytes: 0, sha256: '' },
    })),
  };
  let madeFor: MadeFor;
  const writing = await open();
  try {
    const settings = { claims: [...paths.claims], eligibility: [...paths.eligibility], year: YEAR };
    const pharmacy = paths.pharmacy.length === 0 ? {} : { pharmacy: [...paths.pharmacy] };
    const inputs = await planInputs(writing, fileSettings(MEASURE, { ...settings, ...pharmacy }).settings);
    madeFor = { ...facts, reading: hashOfReading(inputs) };
    const script = extractionStatements(
      {
        ...inputs,
        listed,
        selection,
        facts: madeForFacts(madeFor),
        peopleInBucket,
      },
      duckdbScript(events),
    );
    for (const statement of script) await writing.run(statement);
  } finally {
    writing.close();
  }
  const reading = await open();
  try {
    const { extraction } = await openEvents(reading, events, madeFor, listed, selection);
    const decisions = new Map<string, Decision>();
    for await (const person of extraction.persons) decisions.set(person.id, evaluate(person, rules));
    return decisions;
  } finally {
    reading.close();
  }
}

describe('extracted events', () => {
  whole('give the same people in the same order, whatever the size of a bucket', async () => {
    const paths = writeTables(join(folder, 'plan'), randomPlan(new Dice(11), YEAR, 120), 2);
    const { decisions } = await extracted(paths, { folder, year: YEAR });
    expect(decisions.size).toBeGreaterThan(50);
    for (const size of [1, 7, 1000]) {
      const found = await throughScript(paths, size);
      expect([...found.keys()]).toEqual([...decisions.keys()]);
      expect([...found]).toEqual([...decisions]);
    }
  });
});
