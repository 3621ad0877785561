import { expect, test } from 'vitest';
import { ndcProblem, normalizeNdc } from '../../src/valuesets/ndc.js';

test.each([
  ['00071015523', '00071015523'],
  ['00071-0155-23', '00071015523'],
  ['12345-6789-0', '12345678900'],
  ['12345-678-90', '12345067890'],
  ['1234-5678-90', '01234567890'],
  [' 1234-5678-90 ', '01234567890'],
])('%s is %s', (text, ndc) => {
  expect(normalizeNdc(text)).toBe(ndc);
});

test('ten digits without hyphens are ambiguous, and the reason says so', () => {
  expect(normalizeNdc('0071015523')).toBeNull();
  expect(ndcProblem('0071015523')).toBe(
    'ten digits without hyphens fit several NDCs; write eleven digits, or hyphens',
  );
});

test.each([
  '',
  '71015523',
  '000710155233',
  '123-4567-890',
  '12345-67890',
  '1234-567-8',
  '0007101552X',
  '1234-5678-9',
])('%j is refused', (text) => {
  expect(normalizeNdc(text)).toBeNull();
  expect(ndcProblem(text)).toContain('eleven digits');
});
