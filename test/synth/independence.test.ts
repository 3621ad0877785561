import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SYNTH = resolve(dirname(fileURLToPath(import.meta.url)), '../../src/synth');
const SOURCES = readdirSync(SYNTH, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

describe('independence from the rules', () => {
  it('finds the sources', () => {
    expect(SOURCES.length).toBeGreaterThan(15);
  });

  // Data made from a rule's own constants would agree with a wrong rule.
  it.each(SOURCES)(
    '%s takes nothing of ours but errors and the way to write a folder from outside its own',
    (name) => {
      const text = readFileSync(join(SYNTH, name), 'utf8');
      const ours = [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, path]) =>
        relative(SYNTH, resolve(dirname(join(SYNTH, name)), path ?? '')),
      );
      const allowed = ['../errors.js', '../partial-folder.js'];
      expect(ours.filter((path) => path.startsWith('..') && !allowed.includes(path))).toEqual([]);
      expect(text).not.toMatch(/Math\.random|Date\.now|new Date\(\)/);
    },
  );
});
