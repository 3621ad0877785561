import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { MEASURE } from '../../src/packs/index.js';
import { convertLayout } from '../../src/run/convert-layout.js';
import type { RunOutcome } from '../../src/run/run-pack.js';
import { convertSettings } from '../../src/run/settings/convert-settings.js';
import { QUIET, runMeasure } from '../run/measure.js';
import { asTexts, csvOf, type PlainTables, type Row, rowsOf } from './plain-table.js';

/*
 * Files of a layout, read by the program and by a plain reader: tables are compared by row, results by
 * member.
 */

/** The column that the plain readers do not know. */
const FURTHER = ['locator'];

const TABLES = ['medical_claim', 'pharmacy_claim', 'eligibility'] as const;

/** The tables that the program builds from files; a table that it does not build has no rows. */
export async function converted(
  flags: Readonly<Record<string, unknown>>,
  out: string,
  config?: string,
): Promise<PlainTables> {
  await convertLayout(convertSettings(MEASURE, { out, ...flags }, config), QUIET);
  const table = (name: string): Row[] => {
    const path = join(out, `${name}.csv`);
    return existsSync(path) ? rowsOf(path, ',') : [];
  };
  return {
    medical_claim: table('medical_claim'),
    pharmacy_claim: table('pharmacy_claim'),
    eligibility: table('eligibility'),
  };
}

export function expectAlike(found: PlainTables, plain: PlainTables): void {
  for (const name of TABLES) expect(asTexts(found[name], FURTHER), name).toEqual(asTexts(plain[name]));
}

/**
 * Runs the measure on files of a layout, and on the tables that a plain reader built from them.
 *
 * @param flags of the files
 * @param folder a new one
 */
export async function expectSameMembers(
  flags: Readonly<Record<string, unknown>>,
  plain: PlainTables,
  year: number,
  folder: string,
): Promise<{ readonly outcome: RunOutcome; readonly members: readonly Row[] }> {
  const paths = TABLES.map((name) => {
    const path = join(folder, `${name}.csv`);
    const rows = plain[name];
    writeFileSync(path, csvOf(rows, [...new Set(rows.flatMap((row) => Object.keys(row)))].sort()));
    return path;
  });
  const [claims, pharmacy, eligibility] = paths;
  // Medicare is a product line of no year; as commercial members, people come out with a status.
  const asked = { year, constants: { payer_type: 'commercial' } };
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  await runMeasure({
    ...asked,
    claims: [claims],
    pharmacy: [pharmacy],
    eligibility: [eligibility],
    out: theirs,
  });
  const outcome = await runMeasure({ ...asked, ...flags, out: ours });
  for (const name of ['members.csv', 'unreported.csv', 'summary.csv']) {
    const [decided, expected] = [ours, theirs].map((run) => asTexts(rowsOf(join(run, name), ',')));
    expect(decided, name).toEqual(expected);
  }
  for (const { path, rows_read, rows_used, rows_ignored, rows_rejected } of outcome.manifest.inputs) {
    const rest = [...Object.values(rows_ignored), ...Object.values(rows_rejected)];
    expect(
      rest.reduce((sum, rows) => sum + rows, rows_used),
      path,
    ).toBe(rows_read);
  }
  return { outcome, members: rowsOf(join(ours, 'members.csv'), ',') };
}
