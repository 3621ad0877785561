import type { PersonTable } from '../../pack.js';
import { EXCLUSIONS, GATES, type Outcome } from '../decision.js';
import type { MeasureRules } from '../resolve.js';

/** open-episodes.csv: the episodes whose 28 days are not over, for sending reminders (docs/outputs.md). */
export const OPEN_EPISODES: PersonTable<Outcome, MeasureRules> = {
  name: 'open-episodes.csv',
  about: 'with `--as-of`: episodes whose 28 days have not run out',
  isWritten: ({ asOf }) => asOf !== null,
  columns: [
    { name: 'person_id', type: 'id', about: 'as in members.csv' },
    { name: 'product_lines', type: 'list', about: 'those of the person in members.csv' },
    { name: 'index_date', type: 'date', about: 'as in members.csv' },
    { name: 'last_day', type: 'date', about: 'day 28: imaging up to it counts' },
    { name: 'days_left', type: 'count', about: 'from the day given with `--as-of` to the last day' },
    { name: 'index_npi', type: 'id', about: 'as in members.csv' },
    { name: 'index_setting', type: 'text', about: 'as in members.csv' },
    { name: 'imaging_date', type: 'date', about: 'of imaging so far; blank without any' },
    { name: 'gates_failed', type: 'list', about: 'gates that fail so far: such a person is in no rate' },
    { name: 'red_flags', type: 'list', about: 'exclusions that hold so far' },
    {
      name: 'would_exclude',
      type: 'list',
      about: 'exclusions that do not hold, and that a record after the day could still meet',
    },
  ],
  rows: (outcome) => {
    if (outcome.kind === 'unreported' || outcome.open === null) return [];
    const { personId, productLines, index, reasons, imaging, open } = outcome;
    return [
      [
        ...[personId, productLines, index.date, open.lastDay, open.daysLeft, index.npi, index.setting],
        imaging?.date ?? null,
        GATES.filter((gate) => reasons.includes(gate)),
        EXCLUSIONS.filter((exclusion) => reasons.includes(exclusion)),
        open.wouldExclude,
      ],
    ];
  },
};
