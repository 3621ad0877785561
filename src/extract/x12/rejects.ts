import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { CLAIM_REJECTS, FAULTS, LINE_REJECTS } from '../../inputs/x12/findings.js';
import type { Engine } from '../duckdb.js';
import type { RejectedRow } from '../rejects.js';
import type { ConvertedFile } from './convert-to-disk.js';
import { placeOf } from './set-aside.js';
import { unmatchedClaims } from './sql/accounts.js';

/**
 * The codes of rejects.csv for unusable parts of an 837 file (docs/x12.md); a code never changes its meaning.
 */
const CODES: Readonly<
  Record<keyof typeof CLAIM_REJECTS | keyof typeof LINE_REJECTS | keyof typeof FAULTS, string>
> = {
  no_claim_id: 'LBP-R21',
  no_subscriber: 'LBP-R22',
  wrong_parent: 'LBP-R23',
  no_service_line: 'LBP-R24',
  no_date: 'LBP-R25',
  no_usable_line: 'LBP-R26',
  cut_off: 'LBP-R27',
  unreadable: 'LBP-R36',
  unmatched_person: 'LBP-R28',
  ambiguous_person: 'LBP-R29',
  bad_line_date: 'LBP-R31',
  no_line_date: 'LBP-R32',
  no_service: 'LBP-R33',
  line_outside_claim: 'LBP-R34',
  claim_rejected: 'LBP-R35',
  text_outside_interchange: 'LBP-R41',
  segment_too_long: 'LBP-R42',
  segment_cut_off: 'LBP-R43',
  interchange_not_closed: 'LBP-R44',
  group_not_closed: 'LBP-R45',
  transaction_not_closed: 'LBP-R46',
  gzip_damaged: 'LBP-R47',
  unknown_segment: 'LBP-R48',
};

const REASONS = { ...CLAIM_REJECTS, ...LINE_REJECTS, ...FAULTS };

/** Code and message of a finding; an unknown one is returned as it is. */
function x12RejectOf(finding: string): { readonly code: string; readonly reason: string } {
  return isKnown(finding)
    ? { code: CODES[finding], reason: REASONS[finding] }
    : { code: '', reason: finding };
}

export function isX12Reject(finding: string): boolean {
  return isKnown(finding);
}

function isKnown(finding: string): finding is keyof typeof CODES {
  return Object.hasOwn(CODES, finding);
}

/** A line of the temporary list of rejects. */
const REJECT = z.object({ place: z.string(), claim_id: z.string(), code: z.string(), raw: z.string() });

/** First the parts that the reader could not use, then the claims without a person. */
export async function* rejects(
  engine: Engine,
  files: readonly ConvertedFile[],
  limit: number,
): AsyncGenerator<RejectedRow> {
  let left = limit;
  for (const file of files) {
    const lines = createInterface({ input: createReadStream(file.rejects), crlfDelay: Infinity });
    for await (const line of lines) {
      if (left === 0) break;
      left -= 1;
      const reject = REJECT.parse(JSON.parse(line));
      yield {
        file: file.path,
        line: reject.place,
        claimId: reject.claim_id,
        ...x12RejectOf(reject.code),
        raw: reject.raw,
      };
    }
  }
  const paths = new Map(files.map(({ fileNumber, path }) => [fileNumber, path]));
  const unmatched = await engine.withPushdown(() => engine.rows(unmatchedClaims(left)));
  for (const row of unmatched) {
    yield {
      file: paths.get(Number(row['file_no'])) ?? '',
      line: placeOf(row),
      claimId: String(row['claim_id']),
      ...x12RejectOf(String(row['reason'])),
      raw: String(row['raw']),
    };
  }
}
