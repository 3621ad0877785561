import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { EVIDENCE_COLUMNS } from '../packs/evidence-table.js';
import { MEMBER_COLUMNS } from '../packs/lbp/outputs/members.js';
import { SUMMARY_COLUMNS } from '../packs/lbp/outputs/summary.js';
import { UNREPORTED_COLUMNS } from '../packs/lbp/outputs/unreported.js';
import { WATERFALL_COLUMNS } from '../packs/lbp/outputs/waterfall.js';
import { OutputRows } from './output-rows.js';

/** What is asked of the manifest of a finished run; what else stands in it does not matter. */
const MANIFEST = z.object({
  run_id: z.string(),
  tool: z.object({ version: z.string() }),
  measure: z.object({
    year: z.int(),
    rules_version: z.string(),
    status: z.enum(['confirmed', 'provisional']),
    terms: z.object({ population: z.string(), exclusion: z.string(), period: z.string() }),
  }),
  started: z.string(),
  arguments: z.record(z.string(), z.unknown()),
  inputs: z.array(z.object({ table: z.string(), path: z.string(), bytes: z.number(), sha256: z.string() })),
  value_sets: z.object({
    kind: z.enum(['open', 'licensed', 'mixed']),
    files: z.array(z.object({ path: z.string(), name: z.string(), bytes: z.number(), sha256: z.string() })),
  }),
  persons: z.object({ candidates: z.int() }),
  outputs: z.array(z.object({ name: z.string(), bytes: z.number() })),
});

export type RunManifest = z.infer<typeof MANIFEST>;

const TABLES = {
  'members.csv': MEMBER_COLUMNS,
  'evidence.csv': EVIDENCE_COLUMNS,
  'unreported.csv': UNREPORTED_COLUMNS,
  'summary.csv': SUMMARY_COLUMNS,
  'waterfall.csv': WATERFALL_COLUMNS,
} as const;

/** The output directory of a finished run, to be read again. */
export class RunFolder {
  /** @throws LbpError E110 when the directory is not what a finished `lbp run` leaves */
  static open(path: string): RunFolder {
    let text: string;
    try {
      text = readFileSync(join(path, 'manifest.json'), 'utf8');
    } catch (cause) {
      throw new LbpError(
        'E110',
        `${path}: no finished run, for it has no manifest.json. Give the directory that lbp run wrote.`,
        { cause },
      );
    }
    const manifest = MANIFEST.safeParse(jsonOf(text));
    if (!manifest.success) {
      throw new LbpError(
        'E110',
        `${path}/manifest.json: not the manifest of lbp run. Give the directory that lbp run wrote.`,
      );
    }
    return new RunFolder(path, manifest.data);
  }

  private constructor(
    readonly path: string,
    readonly manifest: RunManifest,
  ) {}

  /**
   * One of the tables.
   *
   * @throws LbpError E110 when it is not there, or not as the run wrote it
   */
  table(name: keyof typeof TABLES): OutputRows {
    const path = join(this.path, name);
    const written = this.manifest.outputs.find((output) => output.name === name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (written !== undefined && found !== undefined && found.size !== written.bytes) {
      throw new LbpError(
        'E110',
        `${path}: ${found.size} bytes, and the run wrote ${written.bytes}. Run again, or put the file back as it was.`,
      );
    }
    return OutputRows.open(path, TABLES[name]);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
