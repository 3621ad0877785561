/** The folder a plan is written to: made beside its place and moved there when complete. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LbpError } from '../errors.js';
import { TABLES } from './tables.js';

const OURS = new Set(Object.keys(TABLES).flatMap((table) => [`${table}.csv`, `${table}.parquet`]));

/**
 * Makes `<out>.partial` and gives its path. An existing `out` is an error unless forced, and even then it is
 * replaced only if it holds nothing but an earlier plan: a mistyped path must not empty someone's folder.
 */
export function openPartial(out: string, force: boolean): string {
  if (existsSync(out)) {
    if (!force) {
      throw new LbpError('E303', `${out}: the output directory exists. Choose another, or pass --force.`);
    }
    refuseStrangers(out);
  }
  const partial = `${resolve(out)}.partial`;
  if (existsSync(partial)) {
    refuseStrangers(partial);
    rmSync(partial, { recursive: true });
  }
  mkdirSync(dirname(partial), { recursive: true });
  mkdirSync(partial, { mode: 0o700 });
  return partial;
}

function refuseStrangers(folder: string): void {
  const stranger = statSync(folder).isDirectory()
    ? readdirSync(folder).find((name) => !OURS.has(name) && name !== 'spill')
    : 'not a directory';
  if (stranger === undefined) return;
  throw new LbpError(
    'E303',
    `${folder}: not replaced, because it holds something other than a synthetic plan (${stranger}). Choose another.`,
  );
}

/** Moves the complete plan to its place. */
export function commitPartial(partial: string, out: string): void {
  for (const name of readdirSync(partial)) chmodSync(`${partial}/${name}`, 0o600);
  if (existsSync(out)) rmSync(out, { recursive: true });
  renameSync(partial, out);
}

/** Removes an incomplete plan. */
export function discardPartial(partial: string): void {
  rmSync(partial, { recursive: true, force: true });
}
