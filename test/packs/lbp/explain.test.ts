import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/packs/blocks.js';
import { evaluate } from '../../../src/packs/lbp/evaluate.js';
import { LBP } from '../../../src/packs/lbp/pack.js';
import { resolveRules } from '../../../src/packs/lbp/resolve.js';
import { rulesOfYear } from '../../../src/packs/lbp/years/index.js';
import { asRow, type OutputRow } from '../../../src/packs/table.js';
import type { Claim } from '../../../src/timeline/person.js';
import { BACK_PAIN, claim, day, line, listed, member, other, RADIOGRAPH, record, stated } from './people.js';
import { loaded, SEPARATE } from './sets.js';

const RULES = resolveRules(rulesOfYear(2024), loaded(SEPARATE));
const IESD = day('2024-06-10');

/** What is shown on a terminal about someone with further claims. */
function blocksAbout(...claims: readonly Claim[]): readonly Block[] {
  const person = member('2024-06-10', { claims });
  const decision = evaluate(person, RULES);
  if (decision.kind === 'not_a_candidate') throw new Error(decision.kind);
  const rows: Record<string, OutputRow[]> = {};
  for (const table of LBP.personTables) {
    const found = table.rows(decision, RULES).map((cells) => asRow(table, cells));
    if (found.length > 0) rows[table.name] = found;
  }
  const inInputs = { claims: [], eligibility: {}, pharmacy: {} };
  const again = { rules: RULES, person, outcomes: [decision], inInputs };
  const explanation = LBP.explain(
    { personId: person.id, rows, totals: () => [], again },
    LBP.question({ year: 2024 }),
  );
  return explanation.blocks;
}

function linesAbout(...claims: readonly Claim[]): string[] {
  return blocksAbout(...claims).flatMap((block) => (block.kind === 'lines' ? block.lines : []));
}

function image(onDay: number): Claim {
  return claim('I', [line(IESD + onDay, [stated(BACK_PAIN), other(RADIOGRAPH)])]);
}

describe('near misses on the terminal', () => {
  // Day 28 is the last that counts: day 59 is 31 days later, day 60 is 32.
  it('are shown up to 31 days from the window', () => {
    expect(linesAbout(image(59))).toContainEqual(
      '- near miss, imaging: 72100 on 2024-08-08 (claim I line 1) is 31 days too late',
    );
  });

  it('are counted beyond that', () => {
    const lines = linesAbout(image(60));
    expect(lines).toContainEqual('- 1 more, by over 31 days (--json shows them)');
    expect(lines.filter((text) => text.includes('near miss'))).toEqual([]);
  });

  it('are shown on either side of a window', () => {
    const fracture = listed('ICD10CM', 'S62101A', 'Trauma');
    // 90 days back is the first that counts: 121 days back is 31 days earlier, 122 is 32.
    expect(linesAbout(record(IESD - 121, fracture)).join()).toContain('is 31 days too early');
    expect(linesAbout(record(IESD - 122, fracture))).toContainEqual(
      '- 1 more, by over 31 days (--json shows them)',
    );
  });
});

describe('how far a record is from not deciding', () => {
  const FRACTURE = listed('ICD10CM', 'S62101A', 'Trauma');
  // The window goes from day -90 to day 28: in its middle, on day -31, either way is as far.
  it.each([
    [-90, '1 day earlier'],
    [-32, '59 days earlier'],
    [-31, '60 days later'],
    [28, '1 day later'],
  ])('is measured to the nearer end of its window: day %i, %s', (by, moved) => {
    const lines = linesAbout(record(IESD + by, FRACTURE));
    expect(lines.join('\n')).toContain(`(claim R line 1); ${moved} it would lie outside its window`);
  });
});

describe('the timeline', () => {
  it('counts days from the index date, with a sign but on the day itself', () => {
    const rows = blocksAbout(record(IESD + 3, listed('ICD10CM', 'S62101A', 'Trauma'))).flatMap((block) =>
      block.kind === 'table' && block.columns.includes('day') ? block.rows : [],
    );
    const days = new Map(rows.map(([date, day]) => [date, String(day).trim()]));
    expect(days.get('2024-06-10')).toBe('0');
    expect(days.get('2024-06-13')).toBe('+3');
    expect(days.get('2023-12-13')).toBe('-180');
  });
});
