import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

/* Without a package's hash in the lock file, `npm ci` accepts anything that a registry sends. */

const TEXT = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
    }),
  ),
});
const { packages } = LOCK.parse(JSON.parse(TEXT));
/** All but the project itself. */
const locked = Object.entries(packages).filter(([path]) => path !== '');

it('every package has a version and a hash', () => {
  expect(locked.length).toBeGreaterThan(30);
  const without = locked.filter(
    ([, { version, integrity }]) =>
      !/^\d+\.\d+\.\d+/.test(version ?? '') || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
  );
  expect(without.map(([path]) => path)).toEqual([]);
});

it('no package has an address, so that any registry will do', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  expect(TEXT).not.toMatch(/registry|\.tgz/);
});
