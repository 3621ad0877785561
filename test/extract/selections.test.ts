/**
 * Everything that a Selection can ask for, beyond what the measure does: with narrowing, without it, and by a
 * plain reading of the rows, the results are the same for the same people.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LINE_FACTS, type LinePattern, type Selection } from '../../src/timeline/selection.js';
import { sampled } from '../sampled.js';
import { Dice } from './dice.js';
import { fetched } from './extraction.js';
import { DAYS, READ_CODES, selectedPlan, writeSelectedPlan } from './selected-plan.js';
import { selected, type View, viewOf } from './selected-reading.js';
import type { Tables } from './tables.js';

const PLANS = Number(process.env['LBP_PLANS'] ?? 90) / 90;
const SEED = Number(process.env['LBP_PLANS_SEED'] ?? 1);
const PEOPLE = 150;

const folder = mkdtempSync(join(tmpdir(), 'lbp-selections-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lines(
  column: LinePattern['column'],
  codes: readonly string[],
  rest: Partial<LinePattern> = {},
): LinePattern {
  return { column, codes, position: 'any', days: DAYS, slack: null, ...rest };
}

const NOTHING_ELSE = {
  codes: READ_CODES,
  carried: null,
  enrollment: [],
  furtherEnrollment: [],
  kept: 'persons',
} as const;

const SELECTIONS: Readonly<Record<string, Selection>> = {
  'people with fills of a drug, and their sex': {
    ...NOTHING_ELSE,
    candidates: [lines('drug', ['00054001825'])],
    enrollment: ['sex'],
  },
  'fills of a drug alone': {
    ...NOTHING_ELSE,
    candidates: [lines('drug', ['00054001825', '59762000101'])],
    kept: 'lines',
  },
  'lines of a procedure with all their facts': {
    ...NOTHING_ELSE,
    candidates: [lines('procedure', ['72148'])],
    carried: { lines: [lines('procedure', ['72148'])], facts: LINE_FACTS, tellLinesApart: true },
    enrollment: ['sex', 'plan'],
    kept: 'lines',
  },
  'claims with a diagnosis in any position, some facts of other lines of theirs': {
    ...NOTHING_ELSE,
    candidates: [lines('diagnosis', ['E119'])],
    carried: {
      lines: [lines('procedure', ['99213'], { days: null })],
      facts: ['modifiers', 'paidAmount', 'billType'],
      tellLinesApart: true,
    },
    enrollment: ['plan'],
    kept: 'claims',
  },
  'people with a principal diagnosis on any day': {
    ...NOTHING_ELSE,
    candidates: [lines('diagnosis', ['M5450'], { position: 'principal', days: null })],
    carried: { lines: [lines('diagnosis', ['M5450'])], facts: ['claimType'], tellLinesApart: true },
  },
  'people with a diagnosis, facts that tell no lines apart, and further columns of enrollment': {
    ...NOTHING_ELSE,
    candidates: [lines('diagnosis', ['M5450'], { position: 'principal', days: null })],
    carried: {
      lines: [lines('diagnosis', ['M5450']), lines('procedure', ['72148'])],
      facts: ['renderingNpi', 'billingNpi', 'orderingNpi', 'referringNpi', 'billType'],
      tellLinesApart: false,
    },
    enrollment: ['plan'],
    furtherEnrollment: ['gender', 'plan'],
  },
  'claims with a revenue code, which files write in three or four digits': {
    ...NOTHING_ELSE,
    candidates: [lines('revenue', ['0450'])],
    kept: 'claims',
  },
  'people with a bill type, a place or a procedure of an inpatient': {
    ...NOTHING_ELSE,
    candidates: [lines('bill_type', ['0131']), lines('place', ['02']), lines('icd_procedure', ['0TY00Z0'])],
  },
  'lines of a revenue code with two zeros before it': {
    ...NOTHING_ELSE,
    candidates: [lines('revenue', ['0051'])],
    kept: 'lines',
  },
  'claims of a procedure or a drug': {
    ...NOTHING_ELSE,
    candidates: [lines('procedure', ['99213']), lines('drug', ['59762000101'])],
    kept: 'claims',
  },
};

type Views = ReadonlyMap<string, View>;

async function viewsOf(tables: Tables, selection: Selection, narrowing: boolean): Promise<Views> {
  const paths = writeSelectedPlan(join(folder, 'plan'), tables);
  const { persons } = await fetched(paths, selection, { folder, narrowing });
  return new Map(persons.map((person) => [person.id, viewOf(person, selection)]));
}

function of(views: Views, ids: Iterable<string>): Record<string, View | undefined> {
  return Object.fromEntries([...ids].sort().map((id) => [id, views.get(id)]));
}

describe.each(sampled(Object.entries(SELECTIONS), 3))('%s', (_, selection) => {
  it('are found with narrowing, without it and by a plain reading', async () => {
    let found = 0;
    let others = 0;
    for (let plan = 0; plan < PLANS; plan += 1) {
      const tables = selectedPlan(new Dice(SEED * 1000 + plan), PEOPLE);
      const { candidates, views } = selected(tables, selection);
      const narrowed = await viewsOf(tables, selection, true);
      expect([...narrowed.keys()]).toEqual([...candidates].sort());
      expect(of(narrowed, candidates)).toEqual(of(views, candidates));
      // Without narrowing, everybody with a claim is there.
      const all = await viewsOf(tables, selection, false);
      const withClaims = new Set(tables.medical.map((row) => row['person_id'] ?? ''));
      const both = [...candidates].filter((id) => withClaims.has(id) && all.has(id));
      expect(of(all, both)).toEqual(of(views, both));
      found += candidates.size;
      others += views.size - candidates.size;
    }
    expect(found).toBeGreaterThan(10);
    expect(others).toBeGreaterThan(10);
  });
});
