import { expect, it } from 'vitest';
import { readTimeline } from '../../src/timeline/records.js';
import { PAIN, person, rules, visit } from '../packs/policy/people.js';

it('principal diagnoses are searched once, however many lines ask for them', () => {
  const records = readTimeline(person([visit('2025-03-01', [PAIN])]), rules('preferredone').reading);
  const found = records.principal('low_back_pain');
  expect(found).toHaveLength(1);
  expect(records.principal('low_back_pain')).toBe(found);
});
