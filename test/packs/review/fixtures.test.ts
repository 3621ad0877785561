/** The worked examples as folders, run as `lbp review` runs them, with the shipped code sets. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { REVIEW_PACK } from '../../../src/packs/review/pack.js';
import { runPack } from '../../../src/run/run-pack.js';
import { fileSettings } from '../../../src/run/settings/run-settings.js';
import { sampled } from '../../sampled.js';
import { EXAMPLES, NOT_REVIEWED } from './examples.js';
import { foldersOf, inOrder, layOut } from './laid-out.js';
import { day } from './people.js';

const ROOT = fileURLToPath(new URL('../../../fixtures/review/', import.meta.url));
const outputs = mkdtempSync(join(tmpdir(), 'lbp-review-'));
afterAll(() => rmSync(outputs, { recursive: true, force: true }));

type Row = Readonly<Record<string, string>>;

function rowsOf(path: string): Row[] {
  return parse(readFileSync(path), { columns: true });
}

const ALL = [...EXAMPLES, ...Object.values(NOT_REVIEWED)];
const FOLDERS = foldersOf(ALL);

/*
 * After changing the examples, `vitest run test/packs/review/fixtures.test.ts --update` rewrites the folders.
 */
describe('the folders of fixtures/review', () => {
  it('are those of the worked examples', () => {
    expect(readdirSync(ROOT).sort()).toEqual([...FOLDERS.keys()].sort());
    const results = [...FOLDERS.keys()].flatMap((name) =>
      rowsOf(join(ROOT, name, 'expected', 'results.csv')),
    );
    expect(results).toHaveLength(ALL.length);
  });

  it.each([...FOLDERS])('%s holds its examples', async (name, examples) => {
    for (const [file, text] of Object.entries(layOut(name, examples)))
      await expect(text).toMatchFileSnapshot(join(ROOT, name, file));
  });
});

describe('a run of each folder of fixtures/review', () => {
  it.each(sampled([...FOLDERS.keys()], 6))('%s', async (name) => {
    const out = join(outputs, name);
    const config = join(ROOT, name, 'lbp.json');
    await runPack(REVIEW_PACK, fileSettings(REVIEW_PACK, { out, threads: 1 }, config), {
      onStage: () => undefined,
    });
    const lines = rowsOf(join(out, 'review.csv'));
    const criteria = rowsOf(join(out, 'review-criteria.csv'));
    const expected = rowsOf(join(ROOT, name, 'expected', 'results.csv'));
    const found = expected.map(({ person_id: person = '' }) => resultOf(person, lines, criteria));
    expect(found).toEqual(expected);
  });
});

/** What a run says of a person's image, in the words of the examples. */
function resultOf(person: string, lines: readonly Row[], criteria: readonly Row[]): Row {
  // Other lines of the person with a code in scope are earlier images.
  const row = lines.find((one) => one['person_id'] === person && one['claim_id'] === `${person}-IMAGE`) ?? {};
  const having = (result: string): string =>
    inOrder(
      criteria
        .filter((one) => one['person_id'] === person && one['claim_id'] === row['claim_id'])
        .filter((one) => one['result'] === result)
        .map((one) => one['scenario'])
        .join(' '),
    );
  const { pain_phase: phase = '', pain_start: start = '', service_date: on = '' } = row;
  return {
    person_id: person,
    phase: start === '' ? phase : `${phase} ${day(on) - day(start)}`,
    ...{ met: having('met'), open: having('open'), chart_only: having('chart only') },
    suggestion: row['suggestion'] ?? '',
  };
}
