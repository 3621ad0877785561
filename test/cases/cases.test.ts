import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Directory, DirectoryPaths } from '../../src/valuesets/directory.js';
import { sampled } from '../sampled.js';
import { type CaseFolder, caseFolders, textOf } from './case-folder.js';
import { assertedEvidence } from './evidence.js';
import { runCase } from './run-case.js';

// Nearly all cases use the open value sets: reading them for each would take as long as everything else
// together.
vi.mock('../../src/run/directory-cache.js', async (original) => {
  const { loadKept } = await original<typeof import('../../src/run/directory-cache.js')>();
  const known = new Map<string, Promise<Directory>>();
  return {
    loadKept: (paths: DirectoryPaths): Promise<Directory> => {
      const key = JSON.stringify(paths);
      const loading = known.get(key) ?? loadKept(paths);
      known.set(key, loading);
      return loading;
    },
  };
});

const FEWEST_CASES = 150;
const cases = caseFolders();

describe('the folder of cases', () => {
  it(`holds at least ${FEWEST_CASES} cases`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(FEWEST_CASES);
  });

  it('says of every case what it proves', () => {
    expect(cases.filter((c) => c.story.trim() === '').map((c) => c.name)).toEqual([]);
  });

  it('expects the members of every case', () => {
    expect(cases.filter((c) => !c.expected.has('members.csv')).map((c) => c.name)).toEqual([]);
  });
});

// In parallel, because a case mostly waits for its engine to start.
describe.concurrent('cases', () => {
  const outputs = mkdtempSync(join(tmpdir(), 'lbp-cases-'));
  afterAll(() => rmSync(outputs, { recursive: true, force: true }));

  it.each(sampled(cases, 5).map((c) => [c.name, c] as const))('%s', async (name, folder) => {
    const out = join(outputs, name);
    await runCase(folder.config, out);
    expect(whatCameOut(folder, out)).toEqual(whatIsExpected(folder));
  });
});

/** All that a case asserts, as one text with a heading for each file: a mismatch shows as a difference of lines. */
function whatIsExpected(folder: CaseFolder): string {
  const parts = [...folder.expected].map(([file, text]) => section(file, text));
  if (folder.expectedEvidence !== undefined) parts.push(section('evidence.csv', folder.expectedEvidence));
  return [folder.story, ...parts].join('\n');
}

function whatCameOut(folder: CaseFolder, out: string): string {
  const parts = [...folder.expected.keys()].map((file) => section(file, written(out, file)));
  if (folder.expectedEvidence !== undefined) {
    parts.push(
      section('evidence.csv', assertedEvidence(written(out, 'evidence.csv'), folder.expectedEvidence)),
    );
  }
  return [folder.story, ...parts].join('\n');
}

function written(out: string, file: string): string {
  return textOf(join(out, file)) ?? '(not written)\n';
}

function section(file: string, text: string): string {
  return `--- ${file}\n${text}`;
}
