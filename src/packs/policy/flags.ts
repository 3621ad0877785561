import type { Day } from '../../timeline/day.js';
import { type DatedRecord, firstWithin } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import type { Flag } from './policy.js';
import { type PolicyRecords, roleOf } from './rules.js';

/** A red flag that holds, with the earliest record that raises it. */
export interface FoundFlag {
  readonly id: string;
  readonly record: DatedRecord;
  readonly window: Window;
}

/**
 * The flags that hold for an episode, in the policy's order: one record in the window is enough.
 *
 * @example a flag of days -365 to 28: for an episode of 2025-03-01, a record of 2025-03-29 raises it, 2025-03-30 not
 */
export function flagsOf(start: Day, flags: readonly Flag[], records: PolicyRecords): FoundFlag[] {
  return flags.flatMap((flag): FoundFlag[] => {
    const window = flagWindow(flag, start);
    const record = firstWithin(records.of(roleOf(flag)), window);
    return record === undefined ? [] : [{ id: flag.id, record, window }];
  });
}

/** The window of a flag on the calendar, both ends counted. -365 to 28 of 2025-03-01 is 2024-03-01 to 2025-03-29. */
export function flagWindow({ from, to }: Pick<Flag, 'from' | 'to'>, start: Day): Window {
  return { start: from === null ? null : start + from, end: start + to };
}
