import type { ActivityRecord } from '../../../src/packs/ebi/record.js';

/** A record that is flagged: an MRI of the spine of a person of 45, without a diagnosis or a category. */
export function record(stating: Partial<ActivityRecord>): ActivityRecord {
  return {
    recordId: '1',
    provider: 'RXX',
    commissioner: '00Q',
    date: null,
    procedures: 'U055',
    diagnoses: '',
    ages: ['45'],
    administrativeCategory: '',
    ...stating,
  };
}
