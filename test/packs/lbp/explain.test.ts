import { describe, expect, it } from 'vitest';
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

/** The lines for the terminal about someone with further claims. */
function linesAbout(...claims: readonly Claim[]): string[] {
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
  return explanation.blocks.flatMap((block) => (block.kind === 'lines' ? block.lines : []));
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
