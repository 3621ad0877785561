import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../fixtures/cases/', import.meta.url));

/** The outputs a case can assert byte for byte; evidence.csv is compared by column instead. */
const WHOLE_FILES = ['members.csv', 'unreported.csv', 'summary.csv'] as const;

export interface CaseFolder {
  readonly name: string;
  readonly config: string;
  /** What the case proves, with its date arithmetic; empty where case.md is missing. */
  readonly story: string;
  /** Expected text by output name: members.csv always, the others where the case asserts them. */
  readonly expected: ReadonlyMap<string, string>;
  readonly expectedEvidence: string | undefined;
}

/** Every folder of fixtures/cases, by name. */
export function caseFolders(): CaseFolder[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map(readCase);
}

function readCase(name: string): CaseFolder {
  const folder = join(ROOT, name);
  const expected = new Map<string, string>();
  for (const file of WHOLE_FILES) {
    const text = textOf(join(folder, 'expected', file));
    if (text !== undefined) expected.set(file, text);
  }
  return {
    name,
    config: join(folder, 'lbp.json'),
    story: textOf(join(folder, 'case.md')) ?? '',
    expected,
    expectedEvidence: textOf(join(folder, 'expected', 'evidence.csv')),
  };
}

/** The text of a file, or undefined if there is none. */
export function textOf(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
