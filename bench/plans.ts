import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { synthesize } from '../src/synth/synthesize.js';

/** The formats of the synthetic plans, each of which is created once and reused. */
export const FORMATS = ['csv', 'csv.gz', 'parquet', 'x12'] as const;
export type Format = (typeof FORMATS)[number];

export const YEAR = 2025;

/** Roughly the number of claim lines per person of a plan. */
const LINES_PER_MEMBER = 27.3;

export interface Plan {
  /** The medical claims; for `x12` the folder of 837 files. */
  readonly claims: string;
  readonly pharmacy: string;
  readonly eligibility: string;
  /** The payer's decisions, which 837 files do not hold. */
  readonly claimStatus: string | null;
  readonly bytes: number;
}

export function isFormat(text: string): text is Format {
  return FORMATS.some((format) => format === text);
}

/** @param millions roughly how many million claim lines */
export async function planOf(folder: string, millions: number, format: Format): Promise<Plan> {
  const plan = join(folder, `${millions}m-${format}`);
  if (!existsSync(plan)) {
    process.stderr.write(`making ${plan}\n`);
    mkdirSync(folder, { recursive: true });
    if (format === 'csv.gz') await zip((await planOf(folder, millions, 'csv')).claims, plan);
    else
      await synthesize({
        members: Math.round((millions * 1_000_000) / LINES_PER_MEMBER),
        seed: 1,
        year: YEAR,
        out: plan,
        format: format === 'parquet' ? 'parquet' : 'csv',
        x12: format === 'x12',
      });
  }
  const suffix = format === 'x12' ? 'csv' : format;
  return {
    claims: join(plan, format === 'x12' ? 'edi' : `medical_claim.${suffix}`),
    pharmacy: join(plan, `pharmacy_claim.${suffix}`),
    eligibility: join(plan, `eligibility.${suffix}`),
    claimStatus: format === 'x12' ? join(plan, 'claim_status.csv') : null,
    bytes: bytesBelow(plan),
  };
}

/** The tables of a plan besides its claims, each compressed. */
async function zip(claims: string, plan: string): Promise<void> {
  const from = join(claims, '..');
  const partial = `${plan}.partial`;
  mkdirSync(partial, { recursive: true });
  for (const name of readdirSync(from)) {
    await pipeline(
      createReadStream(join(from, name)),
      createGzip({ level: 1 }),
      createWriteStream(join(partial, `${name}.gz`)),
    );
  }
  renameSync(partial, plan);
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
