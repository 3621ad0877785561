import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { actionOf } from '../../inputs/bill-frequency.js';
import {
  type ClaimVersion,
  resolveVersions,
  type VersionOutcome,
  type VersionWarning,
} from '../../inputs/x12/versions.js';
import { Cursor } from '../cursor.js';
import type { Engine } from '../duckdb.js';
import { rows } from './match-persons.js';
import * as statements from './sql/versions.js';

/** How many claims are grouped by their content at a time: many more do not fit in memory. */
const GROUPED_AT_ONCE = 6_000_000;

/** How many claims of a repeated content are put in order at a time. */
const AT_ONCE = 500_000;

/** The reasons in the manifest; `voided` there is a claim that the payer's status says is void, or a later claim. */
const OUTCOMES: Record<Exclude<VersionOutcome['status'], 'counts'>, string> = {
  duplicate: 'duplicate_claim',
  replaced: 'replaced',
  voided: 'voided',
  void: 'void',
};

/**
 * Decides which versions of the claims count, into the table x12_lost. Only claims that a replacement or void may be
 * about are held in memory; the engine recognizes plain copies.
 *
 * @param atOnce roughly how many claims of a repeated content are put in order at a time
 * @returns how often each warning occurred
 */
export async function resolveClaims(
  engine: Engine,
  atOnce: number = AT_ONCE,
): Promise<ReadonlyMap<VersionWarning, number>> {
  const frequencies = (await engine.rows(statements.FREQUENCIES)).map((row) =>
    String(row['claim_frequency'] ?? ''),
  );
  await engine.run(statements.linked(frequencies.filter((frequency) => actionOf(frequency) !== 'count')));
  await engine.run(statements.LOST_TABLE);
  await engine.run(statements.REPEATED_TABLE);
  await inParts(engine, statements.COUNT_CLAIMS, GROUPED_AT_ONCE, statements.repeatedOfPart);
  await inParts(engine, statements.COUNT_REPEATED, atOnce, statements.lostCopies);
  await engine.run('DROP TABLE x12_repeated');

  const { outcomes, warnings } = resolveVersions(await linkedClaims(engine));
  const lost: (bigint | string | null)[][] = [];
  for (const [claimKey, outcome] of outcomes) {
    if (outcome.status === 'counts') continue;
    const by = 'by' in outcome ? BigInt(outcome.by) : null;
    lost.push([BigInt(claimKey), OUTCOMES[outcome.status], by]);
  }
  await engine.append('x12_lost', [BIGINT, VARCHAR, BIGINT], lost);
  const counts = new Map<VersionWarning, number>();
  for (const { warning } of warnings) counts.set(warning, (counts.get(warning) ?? 0) + 1);
  return counts;
}

/** Runs a statement for one part after another, each of about this many rows. */
async function inParts(
  engine: Engine,
  count: string,
  atOnce: number,
  statementOf: (part: number, parts: number) => string,
): Promise<void> {
  const [counted] = await engine.rows(count);
  const parts = Math.max(1, Math.ceil(Number(counted?.['row_count'] ?? 0) / atOnce));
  for (let part = 0; part < parts; part += 1) await engine.run(statementOf(part, parts));
}

async function linkedClaims(engine: Engine): Promise<ClaimVersion[]> {
  const claims: ClaimVersion[] = [];
  for await (const row of rows(await Cursor.open(await engine.stream(statements.LINKED_CLAIMS)))) {
    claims.push({
      claimKey: row.text(0),
      interchangeTime: row.text(1),
      isa13: row.text(2),
      fileNumber: row.number(3) ?? 0,
      ordinal: row.number(4) ?? 0,
      claimId: row.text(5),
      billingNpi: row.text(6),
      subscriberId: row.text(7),
      personId: row.text(8),
      start: row.text(9),
      frequency: row.text(10),
      payerClaimNumber: row.text(11),
      contentHash: row.text(12),
    });
  }
  return claims;
}
