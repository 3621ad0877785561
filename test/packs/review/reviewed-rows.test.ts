import { expect, it } from 'vitest';
import { evaluate } from '../../../src/packs/review/evaluate.js';
import { REVIEW_PACK } from '../../../src/packs/review/pack.js';
import { linesIn } from '../../../src/packs/review/reviewed-rows.js';
import { asRow } from '../../../src/packs/table.js';
import { codeOf } from './codes.js';
import { claim, day, line, personOf, rulesFor, stated } from './people.js';

it('gives each line of a claim without line numbers its own records', () => {
  // Page of criteria, FILMS: xray@ is a film of the line's own region, and the evidence of a met leaf is the latest record.
  const image = day('2024-05-15');
  const study = (code: string) =>
    line(image, [stated(codeOf('M54.16')), stated(codeOf(code))], { number: '' });
  const person = personOf({
    others: [
      ['72040', -10],
      ['72100', -20],
    ],
  });
  const rules = rulesFor('aim');
  const claims = [...person.claims.slice(1), claim('IMAGE', [study('72141'), study('72148')])];
  const outcomes = evaluate({ ...person, claims }, rules);
  const rows = Object.fromEntries(
    REVIEW_PACK.personTables.map((table) => [
      table.name,
      outcomes.flatMap((outcome) => table.rows(outcome, rules).map((cells) => asRow(table, cells))),
    ]),
  );
  const films = linesIn(rows).map(({ row, scenarios }) => {
    const defect = scenarios.find(({ id }) => id === 'aim-vertebral-defect');
    return [row['code'], [...(defect?.evidence.values() ?? [])].flat().map((one) => one['value_set'])];
  });
  expect(films).toEqual([
    ['72141', ['xray_cervical']],
    ['72148', ['xray_lumbar']],
  ]);
});
