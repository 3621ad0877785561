import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const COUNTS = z.record(z.string(), z.int().nonnegative());

/**
 * The parts of manifest.json that the tests read, according to the design and docs/outputs.md; not the
 * product's type.
 */
const MANIFEST = z.object({
  run_id: z.string().min(1),
  tool: z.object({ name: z.string(), version: z.string().regex(/^\d+\.\d+\.\d+/) }),
  measure: z.object({
    year: z.int(),
    rules_version: z.string(),
    status: z.enum(['confirmed', 'provisional']),
  }),
  inputs: z.array(
    z.object({
      table: z.enum(['medical_claim', 'pharmacy_claim', 'eligibility']),
      path: z.string(),
      bytes: z.int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      rows_read: z.int().nonnegative(),
      rows_used: z.int().nonnegative(),
      rows_ignored: COUNTS,
      rows_rejected: COUNTS,
    }),
  ),
  value_sets: z.object({
    kind: z.enum(['open', 'licensed', 'mixed']),
    files: z.array(
      z.object({
        path: z.string(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        from_cache: z.boolean().optional(),
      }),
    ),
  }),
  persons: z.object({
    candidates: z.int(),
    with_index_event: z.int(),
    in_members_csv: z.int(),
    unreported: COUNTS,
    index_events_on_imaging_lines: z.int(),
  }),
  engine: z.object({ name: z.string(), version: z.string(), threads: z.int() }),
  timings_ms: z.record(z.string(), z.number().nonnegative()),
  peak_memory_bytes: z.int().positive(),
  warnings: z.array(z.object({ code: z.string(), text: z.string(), count: z.int().positive() })),
  outputs: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
});

export type ReadManifest = z.infer<typeof MANIFEST>;

export function readManifest(out: string): ReadManifest {
  const stated: unknown = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  return MANIFEST.parse(stated);
}

/** The rows of an output table, by column. */
export function rowsOf(out: string, file: string): Record<string, string>[] {
  return parse(readFileSync(join(out, file)), { columns: true });
}

export function sumOf(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** A cell of a row, which must exist. */
export function cell(row: Readonly<Record<string, string>>, column: string): string {
  const text = row[column];
  if (text === undefined) throw new Error(`no column ${column}`);
  return text;
}
