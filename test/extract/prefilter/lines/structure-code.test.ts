import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { assembled } from '../../../../bench/assemble-structure.js';
import { STRUCTURE_CODE } from '../../../../src/extract/prefilter/lines/structure-code.js';

it('the code is what its text becomes', async () => {
  const text = readFileSync(
    new URL('../../../../src/extract/prefilter/lines/structure.wat', import.meta.url),
    'utf8',
  );
  expect(STRUCTURE_CODE).toBe(await assembled(text));
});
