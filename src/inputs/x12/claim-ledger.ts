import type { Claim, Origin } from './claim.js';
import { completeClaim } from './complete.js';
import type { Envelope } from './envelope.js';
import { CLAIM_REJECTS, type ClaimReject, LINE_REJECTS, type LineReject } from './findings.js';
import type { Notes, Reject } from './notes.js';
import type { Pieces } from './pieces.js';
import { bump, type X12Totals } from './totals.js';

export interface ClaimSink {
  /**
   * A usable claim; the sink may still reject it, for instance because nobody matches the patient. `ordinal`
   * counts the claims of the file from 1: together with the file it identifies this copy of the claim, which
   * CLM01 cannot. The origin is the same object for all claims of a transaction.
   */
  claim(claim: Claim, pieces: Pieces, origin: Origin, ordinal: number): ClaimReject | undefined;
  reject(reject: Reject): void;
}

/** Passes on a file's usable claims and rejects the others; each claim and line is counted once. */
export class ClaimLedger {
  private ordinal = 0;

  constructor(
    private readonly file: string,
    private readonly totals: X12Totals,
    private readonly pieces: Pieces,
    private readonly envelope: Envelope,
    private readonly notes: Notes,
    private readonly sink: ClaimSink,
  ) {}

  /** A claim with all its segments. */
  complete(claim: Claim): void {
    const reason = this.pass(claim);
    if (reason !== undefined) this.reject(claim, reason);
  }

  reject(claim: Claim, code: ClaimReject): void {
    const { totals, pieces } = this;
    const linesRead = claim.lines.length + claim.rejectedLines.length;
    this.ordinal += 1;
    totals.claimsRead += 1;
    bump(totals.claimsRejected, code);
    totals.linesRead += linesRead;
    if (linesRead > 0) bump(totals.linesRejected, 'claim_rejected', linesRead);
    this.sink.reject({
      file: this.file,
      place: this.envelope.placeOf(claim.segment),
      claim_id: pieces.text(claim.id),
      code,
      reason: CLAIM_REJECTS[code],
      raw: pieces.rawText(claim.raw),
    });
  }

  /**
   * A claim whose beginning was found in an unreadable part of the file.
   *
   * @param raw its first segment, if known
   */
  rejectUnread(place: string, claimId: string, raw: string): void {
    this.notes.unreadable(place);
    this.ordinal += 1;
    this.totals.claimsRead += 1;
    bump(this.totals.claimsRejected, 'unreadable');
    const reason = CLAIM_REJECTS.unreadable;
    this.sink.reject({ file: this.file, place, claim_id: claimId, code: 'unreadable', reason, raw });
  }

  /** A line of such a claim. */
  rejectUnreadLine(): void {
    this.totals.linesRead += 1;
    bump(this.totals.linesRejected, 'claim_rejected');
  }

  /** A service line with no claim above it. */
  rejectStrayLine(raw: string, segment: number): void {
    this.totals.linesRead += 1;
    this.rejectLine('line_outside_claim', '', raw, segment);
  }

  /** Passes a claim on, or records why it is unusable. */
  private pass(claim: Claim): ClaimReject | undefined {
    const { totals, pieces, envelope } = this;
    const { transaction } = envelope;
    const guide = transaction?.guide.reads;
    if (transaction === undefined || guide === undefined) return 'cut_off';
    const linesRead = claim.lines.length;
    const reason =
      completeClaim(claim, guide) ?? this.sink.claim(claim, pieces, transaction.origin, this.ordinal + 1);
    if (reason !== undefined) return reason;
    this.ordinal += 1;
    totals.claimsRead += 1;
    totals.claimsEmitted += 1;
    totals.linesRead += linesRead;
    totals.linesEmitted += claim.lines.length;
    for (const { line, reason } of claim.rejectedLines)
      this.rejectLine(reason, pieces.text(claim.id), pieces.rawText(line.raw), line.segment);
    for (const warning of claim.warnings) this.notes.warn(warning, () => envelope.placeOf(claim.segment));
    return undefined;
  }

  private rejectLine(code: LineReject, claimId: string, raw: string, segment: number): void {
    bump(this.totals.linesRejected, code);
    const place = this.envelope.placeOf(segment);
    this.sink.reject({
      ...{ file: this.file, place, claim_id: claimId },
      ...{ code, reason: LINE_REJECTS[code], raw },
    });
  }
}
