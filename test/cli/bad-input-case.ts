import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../../fixtures/bad-input/', import.meta.url));
/** Inputs with which a run succeeds; every case is these inputs with something broken. */
const GOOD = join(ROOT, '_good');

/** What a case says in its case.json (fixtures/bad-input/README.md). */
const CASE = z.strictObject({
  proves: z.string().min(1),
  /** The arguments after `lbp run`; without it, those of a good run. */
  args: z.array(z.string()).optional(),
  /** More arguments, behind the others. */
  with: z.array(z.string()).default([]),
  /** Texts of the good files that are replaced; each must be there. */
  edit: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))).default({}),
  /** Files that cannot lie in the folder as they are: for their name, or for their bytes. */
  make: z
    .record(
      z.string(),
      z.union([
        z.strictObject({ text: z.string(), encoding: z.enum(['utf8', 'utf16le', 'latin1']).default('utf8') }),
        z.strictObject({
          from: z.string(),
          encoding: z.enum(['utf8', 'utf16le', 'latin1']).default('utf8'),
          /** A byte order mark. */
          mark: z.boolean().default(false),
          /** A text of it that is filled up to so many characters. */
          fill: z.tuple([z.string(), z.int()]).optional(),
          gzip: z.boolean().default(false),
          /** Bytes that are missing at the end. */
          cut: z.int().default(0),
        }),
        z.strictObject({ hex: z.string() }),
        z.strictObject({ folder: z.literal(true) }),
      ]),
    )
    .default({}),
  exit: z.int(),
  /** In this order on stderr; a case that fails begins with its code. */
  says: z.array(z.string()).default([]),
  /** How many lines stderr has; only the usage errors that make a suggestion have a second. */
  lines: z.int().default(1),
  /** Codes of warnings that the manifest must hold, with their counts. */
  warnings: z.record(z.string(), z.int()).default({}),
  /** Codes of warnings that it must not hold. */
  noWarnings: z.array(z.string()).default([]),
  /** What the manifest says of an input. */
  inputs: z
    .record(
      z.string(),
      z.strictObject({
        read: z.int(),
        used: z.int(),
        ignored: z.record(z.string(), z.int()).default({}),
        rejected: z.record(z.string(), z.int()).default({}),
      }),
    )
    .default({}),
  /** Rows of rejects.csv: file, line, claim, code. */
  rejects: z.array(z.tuple([z.string(), z.int(), z.string(), z.string()])).optional(),
  /** Rows of members.csv: person, product line, status, imaging. */
  members: z.array(z.string()).optional(),
  /** Rows of unreported.csv: person, reason. */
  unreported: z.array(z.string()).optional(),
});

export type BadInputCase = z.infer<typeof CASE> & { readonly name: string };

const GOOD_RUN = [
  ['--year', '2025'],
  ['--claims', 'medical_claim.csv'],
  ['--eligibility', 'eligibility.csv'],
  ['--pharmacy', 'pharmacy_claim.csv'],
  ['--out', 'out'],
].flat();

/** Every folder of fixtures/bad-input, by name. */
export function badInputCases(): BadInputCase[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '_good')
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const stated: unknown = JSON.parse(readFileSync(join(ROOT, name, 'case.json'), 'utf8'));
      return { ...CASE.parse(stated), name };
    });
}

export function argumentsOf(bad: BadInputCase): string[] {
  return ['run', ...(bad.args ?? GOOD_RUN), ...bad.with];
}

/** A new folder with the good files, overlaid with the case's own, and its edits applied. */
export function workspaceOf(bad: BadInputCase): string {
  const folder = mkdtempSync(join(tmpdir(), 'lbp-bad-'));
  cpSync(GOOD, folder, { recursive: true });
  cpSync(join(ROOT, bad.name), folder, { recursive: true });
  rmSync(join(folder, 'case.json'));
  for (const [file, edits] of Object.entries(bad.edit)) edit(join(folder, file), edits);
  for (const [name, made] of Object.entries(bad.make)) make(folder, name, made);
  return folder;
}

function edit(path: string, edits: readonly (readonly [string, string])[]): void {
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} does not hold "${from}", which the case replaces`);
    text = text.replaceAll(from, to);
  }
  writeFileSync(path, text);
}

function make(folder: string, name: string, made: BadInputCase['make'][string]): void {
  const path = join(folder, name);
  if ('folder' in made) {
    rmSync(path, { force: true });
    mkdirSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  if ('hex' in made) writeFileSync(path, Buffer.from(made.hex, 'hex'));
  else if ('text' in made) writeFileSync(path, Buffer.from(made.text, made.encoding));
  else {
    const { from, encoding, mark, fill: [hole, length] = ['', 0], gzip, cut } = made;
    const text = readFileSync(join(folder, from), 'utf8').replace(hole, hole.padEnd(length, 'x'));
    const bytes = Buffer.from(mark ? `\ufeff${text}` : text, encoding);
    const packed = gzip ? gzipSync(bytes) : bytes;
    writeFileSync(path, packed.subarray(0, packed.length - cut));
  }
}

/** What exists of a run's output: the names in its directory, or in its leftovers. */
export function leftBehind(folder: string): string[] {
  return ['out', 'out.partial', 'lbp-out', 'lbp-out.partial'].filter((name) =>
    existsSync(join(folder, name)),
  );
}
