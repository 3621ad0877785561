import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { X12parser } from 'x12-parser';
import { convertBytes, parseRows } from './convert-text.js';

/*
 * x12-parser, a third-party reader, on files that it reads correctly: one interchange, plain envelope. It
 * does not support loops, so the comparison covers only what does not need them.
 */
const CLEAN = [
  'dependant',
  'institutional-inpatient',
  'line-date-range',
  'no-line-ends',
  'professional',
  'secondary-payer',
  'several-transactions',
  'two-dependants-one-subscriber',
  'other-payer-then-next-claim',
];

type OtherSegment = Readonly<Record<string, string>>;

async function otherSegments(bytes: Buffer): Promise<OtherSegment[]> {
  const segments: OtherSegment[] = [];
  for await (const segment of Readable.from([bytes]).pipe(new X12parser())) {
    // It takes the line end of the file for a segment without a name.
    if (segment['name'] !== '') segments.push(segment);
  }
  return segments;
}

/** Claim id, charge, revenue code and procedure of each service line. */
function otherLines(segments: readonly OtherSegment[]): string[][] {
  const lines: string[][] = [];
  let claim = '';
  for (const segment of segments) {
    const { name } = segment;
    // Its name for a component leaves the first one out: SV101-2 is '1-1'.
    const at = (element: string): string => segment[element] ?? '';
    if (name === 'CLM') claim = at('1');
    if (name === 'SV1') lines.push([claim, at('2'), '', at('1-1')]);
    if (name === 'SV2') lines.push([claim, at('3'), at('1').padStart(4, '0'), at('2-1')]);
  }
  return lines;
}

describe('x12-parser finds the same', () => {
  test.each(CLEAN)('%s', async (name) => {
    const bytes = readFileSync(new URL(`../../../fixtures/x12/${name}/input.837`, import.meta.url));
    const { csv, totals } = convertBytes(bytes);
    const segments = await otherSegments(bytes);
    expect(segments.length).toBeGreaterThan(20);
    expect(totals.segments).toBe(segments.length);
    expect(totals.claimsRead).toBe(segments.filter((segment) => segment['name'] === 'CLM').length);
    const ours = parseRows(csv).map((row) =>
      ['claim_id', 'charge_amount', 'revenue_center_code', 'hcpcs_code'].map((column) => row[column] ?? ''),
    );
    expect(ours).toEqual(otherLines(segments));
  });
});
