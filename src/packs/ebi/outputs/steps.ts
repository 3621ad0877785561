import type { OutputTable } from '../../table.js';
import { STEPS, type Step } from '../decision.js';

/** ebi-steps.csv: how many records each step removes. */
export const STEPS_TABLE: OutputTable = {
  name: 'ebi-steps.csv',
  about:
    'how many records each step of the rule takes out; each record counts at the first step that takes it out',
  columns: [
    {
      name: 'step',
      type: 'text',
      about: '`read`, then `procedure`, `age_unknown`, `age`, `diagnosis`, `private`, then `flagged`',
    },
    { name: 'records', type: 'count', about: 'records' },
  ],
};

/** The rows of ebi-steps.csv: `read` is the sum of all the others. */
export function stepRows(steps: Readonly<Record<Step, number>>): (readonly [string, number])[] {
  const rows = STEPS.map((step) => [step, steps[step]] as const);
  return [['read', rows.reduce((sum, [, records]) => sum + records, 0)], ...rows];
}
