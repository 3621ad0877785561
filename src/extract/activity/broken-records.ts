import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { RECORD_FAULTS, type RecordFault, RecordSplitter } from '../../inputs/tables/record-splitter.js';
import { tableBytes } from '../../inputs/tables/table-bytes.js';
import { shapeOf } from '../clean-copy.js';

/** A record that cannot be split into fields, for rejects.csv. */
export interface BrokenRecord {
  readonly file: string;
  /** The line on which it begins; the header is on line 1. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  readonly raw: string;
}

/**
 * Finds the broken records of a file again, in file order.
 *
 * @param path of the file as the user gave it
 * @param limit at most this many are returned; the file is read no further
 */
export async function* brokenRecords(
  path: string,
  group: ActivityGroup,
  limit: number,
): AsyncGenerator<BrokenRecord> {
  let left = limit;
  let found: BrokenRecord[] = [];
  const splitter = new RecordSplitter(shapeOf(group), {
    good: () => undefined,
    bad: (fault: RecordFault, line, raw) => {
      if (left === 0) return;
      left -= 1;
      const { code, about } = RECORD_FAULTS[fault];
      found.push({ file: path, line, code, reason: about, raw: raw.toString('utf8') });
    },
  });
  for await (const chunk of tableBytes(path)) {
    splitter.push(chunk);
    yield* found;
    found = [];
    if (left === 0) return;
  }
  splitter.end();
  yield* found;
}
