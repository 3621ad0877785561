import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { InputFacts, Manifest } from '../../src/report/manifest.js';
import { runMeasure } from '../run/measure.js';

const ROOT = fileURLToPath(new URL('../../fixtures/x12-run/', import.meta.url));

/** A folder of 837 files and eligibility with a config, and what must come out. */
export interface X12Case {
  readonly name: string;
  readonly folder: string;
  readonly config: string;
  /** Text by output name. */
  readonly expected: ReadonlyMap<string, string>;
}

export function x12Cases(): X12Case[] {
  return readdirSync(ROOT)
    .sort((a, b) => (a < b ? -1 : 1))
    .map(x12Case);
}

export function x12Case(name: string): X12Case {
  const folder = join(ROOT, name);
  const expected = readdirSync(join(folder, 'expected')).map(
    (file) => [file, readFileSync(join(folder, 'expected', file), 'utf8')] as const,
  );
  return { name, folder, config: join(folder, 'lbp.json'), expected: new Map(expected) };
}

/** Runs a case; flags go over its config. */
export async function runX12(
  { config }: X12Case,
  out: string,
  flags: Readonly<Record<string, unknown>> = {},
): Promise<Manifest> {
  const { manifest } = await runMeasure({ out, ...flags }, config);
  return manifest;
}

/** An output as the fixtures have it: paths as they are below the folder of the case. */
export function output(out: string, file: string, folder: string): string {
  const path = join(out, file);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(`${folder}/`, '') : '(not written)';
}

const COUNTS = z.record(z.string(), z.number());
const CLAIM_FACTS = z.object({
  claims_read: z.number(),
  claims_used: z.number(),
  claims_ignored: COUNTS,
  claims_rejected: COUNTS,
  claims_skipped: COUNTS,
  imbalances: z.array(z.string()),
});

/** What the manifest says of the claims of an 837 file. */
export function claimFacts(input: InputFacts): z.infer<typeof CLAIM_FACTS> {
  return CLAIM_FACTS.parse(input['x12']);
}

/** Rows read that are neither used nor ignored nor rejected. */
export function unaccounted({ rows_read, rows_used, rows_ignored, rows_rejected }: InputFacts): number {
  return rows_read - rows_used - total(rows_ignored) - total(rows_rejected);
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
