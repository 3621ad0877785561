import { LbpError } from '../../errors.js';
import { type Claim, locator, type Origin } from './claim.js';
import { completeClaim } from './complete.js';
import { type Delimiters, NO_DELIMITERS } from './delimiters.js';
import {
  CLAIM_REJECTS,
  type ClaimReject,
  ENVELOPE_WARNINGS,
  type EnvelopeWarning,
  FAULTS,
  type Fault,
  LINE_REJECTS,
  type LineReject,
  type Warning,
} from './findings.js';
import { type Guide, guideOf } from './guide.js';
import { createLoops } from './loops.js';
import { Pieces } from './pieces.js';
import { type Segment, tagOf } from './segment.js';
import { createTokenizer, type Tokenizer } from './tokenizer.js';
import { bump, newTotals, note, type X12Totals } from './totals.js';

/** Something that was read and could not be used. */
export interface Reject {
  readonly file: string;
  readonly place: string;
  readonly claim_id: string;
  readonly code: ClaimReject | LineReject | Fault;
  readonly reason: string;
  /** The segment it is about, as it stands in the file. */
  readonly raw: string;
}

export interface ReaderOptions {
  /** The file's name as places show it. */
  readonly file: string;
  /** Mismatches in the envelope and unreadable stretches end the reading with an error. */
  readonly strict?: boolean;
}

export interface ClaimSink {
  /**
   * A claim that can be used; the sink may still turn it away, for instance because nobody fits the patient. `ordinal`
   * counts claims over the file from 1: with the file it names this copy of the claim, as CLM01 cannot. The origin is
   * the same object for all claims of a transaction.
   */
  claim(claim: Claim, pieces: Pieces, origin: Origin, ordinal: number): ClaimReject | undefined;
  reject(reject: Reject): void;
}

export interface ClaimReader {
  feed(chunk: Uint8Array): void;
  /** Nothing more comes. `fault` says why, when it is not because the file simply ended. */
  end(fault?: Fault): void;
  readonly totals: X12Totals;
}

const TAG_GS = tagOf('GS');
const TAG_GE = tagOf('GE');
const TAG_ST = tagOf('ST');
const TAG_SE = tagOf('SE');
const TAG_IEA = tagOf('IEA');
const TAG_TA1 = tagOf('TA1');
const TAG_CLM = tagOf('CLM');

interface Transaction {
  readonly guide: Guide;
  readonly origin: Origin;
  segments: number;
}

interface Group {
  readonly gs06: string;
  readonly gs08: string;
  transactions: number;
}

interface Interchange {
  readonly isa13: string;
  readonly time: string;
  readonly delimiters: Delimiters;
  groups: number;
}

/**
 * Reads one file of 837 claims: bytes in, claims out, everything counted. Pure of any input or output of its own, so
 * that files, streams and tests drive it alike.
 */
export function createClaimReader(options: ReaderOptions, sink: ClaimSink): ClaimReader {
  const { file } = options;
  const strict = options.strict === true;
  const totals = newTotals();
  totals.files = 1;
  let interchange: Interchange | undefined;
  let group: Group | undefined;
  let transaction: Transaction | undefined;
  let ordinal = 0;

  const pieces = new Pieces();
  const loops = createLoops(
    {
      complete: finishClaim,
      cutOff: (claim) => rejectClaim(claim, 'cut_off'),
      strayLine(raw, segment) {
        totals.linesRead += 1;
        rejectLine('line_outside_claim', '', raw, segment);
      },
    },
    pieces,
  );

  const tokenizer: Tokenizer = createTokenizer({
    interchange: openInterchange,
    segment: takeSegment,
    fault: (fault, byte) => reportFault(fault, `byte ${byte}`),
  });

  /** Where a segment of the current transaction stands. */
  function placeOf(segment: number): string {
    return locator(transaction?.origin ?? originOf(''), segment);
  }

  function originOf(st02: string): Origin {
    return {
      file,
      isa13: interchange?.isa13 ?? '',
      gs06: group?.gs06 ?? '',
      st02,
      interchangeTime: interchange?.time ?? '',
    };
  }

  function here(): string {
    return transaction === undefined
      ? `${interchange?.isa13 ?? ''}/${group?.gs06 ?? ''}`
      : placeOf(transaction.segments);
  }

  function warn(warning: Warning, place: () => string): void {
    note(totals.warnings, warning, () => `${file} ${place()}`);
  }

  function warnEnvelope(warning: EnvelopeWarning): void {
    if (strict) throw broken(here(), ENVELOPE_WARNINGS[warning]);
    warn(warning, here);
  }

  function broken(place: string, what: string): LbpError {
    return new LbpError('E107', `${file} ${place}: ${what}. Mend the file, or run without strict reading.`);
  }

  function reportFault(fault: Fault, place: string): void {
    const reason = FAULTS[fault];
    if (strict) throw broken(place, reason);
    note(totals.faults, fault, () => `${file} ${place}`);
    sink.reject({ file, place, claim_id: '', code: fault, reason, raw: '' });
  }

  // Envelope

  function openInterchange(isa: Segment, delimiters: Delimiters): void {
    closeInterchange();
    totals.interchanges += 1;
    totals.segments += 1;
    interchange = {
      isa13: isa.trimmed(13),
      time: `20${isa.element(9)}${isa.element(10)}`,
      delimiters,
      groups: 0,
    };
  }

  /** What is still open is closed, with a fault for each level that did not close itself. */
  function closeInterchange(): void {
    closeGroup();
    if (interchange === undefined) return;
    reportFault('interchange_not_closed', here());
    interchange = undefined;
  }

  function closeGroup(): void {
    closeTransaction();
    if (group === undefined) return;
    reportFault('group_not_closed', here());
    group = undefined;
  }

  function closeTransaction(): void {
    if (transaction === undefined) return;
    loops.end(false);
    reportFault('transaction_not_closed', here());
    transaction = undefined;
  }

  function takeSegment(segment: Segment): void {
    totals.segments += 1;
    if (couldBeEnvelope(segment.tag) && takeEnvelope(segment)) return;
    if (transaction === undefined) {
      if (segment.tag !== TAG_TA1) warnEnvelope('segment_outside_transaction');
      return;
    }
    transaction.segments += 1;
    if (transaction.guide.reads !== undefined) loops.take(segment, transaction.segments);
    else if (transaction.guide.holdsClaims && segment.tag === TAG_CLM) {
      totals.claimsRead += 1;
      bump(totals.claimsSkipped, transaction.guide.name);
    }
  }

  function takeEnvelope(segment: Segment): boolean {
    switch (segment.tag) {
      case TAG_SE:
        endTransaction(segment);
        return true;
      case TAG_ST:
        openTransaction(segment);
        return true;
      case TAG_GS:
        openGroup(segment);
        return true;
      case TAG_GE:
        endGroup(segment);
        return true;
      case TAG_IEA:
        endInterchange(segment);
        return true;
      default:
        return false;
    }
  }

  function openGroup(segment: Segment): void {
    closeGroup();
    totals.groups += 1;
    if (interchange !== undefined) interchange.groups += 1;
    group = { gs06: segment.trimmed(6), gs08: segment.trimmed(8), transactions: 0 };
  }

  function openTransaction(segment: Segment): void {
    closeTransaction();
    if (group !== undefined) group.transactions += 1;
    const st01 = segment.element(1);
    const st03 = segment.trimmed(3);
    const guide = guideOf(st01, group?.gs08 ?? '', st03);
    transaction = { guide, origin: originOf(segment.trimmed(2)), segments: 1 };
    bump(totals.transactions, guide.name);
    if (guideOf(st01, group?.gs08 ?? '', '').name !== guide.name) warnEnvelope('guide_differs');
    if (guide.reads !== undefined) loops.begin(interchange?.delimiters ?? NO_DELIMITERS);
  }

  function endTransaction(segment: Segment): void {
    if (transaction === undefined) {
      warnEnvelope('segment_outside_transaction');
      return;
    }
    transaction.segments += 1;
    loops.end(true);
    if (Number(segment.element(1)) !== transaction.segments) warnEnvelope('se_count');
    if (segment.trimmed(2) !== transaction.origin.st02) warnEnvelope('se_control');
    transaction = undefined;
  }

  function endGroup(segment: Segment): void {
    closeTransaction();
    if (group === undefined) {
      warnEnvelope('segment_outside_transaction');
      return;
    }
    if (Number(segment.element(1)) !== group.transactions) warnEnvelope('ge_count');
    if (!sameNumber(segment.element(2), group.gs06)) warnEnvelope('ge_control');
    group = undefined;
  }

  function endInterchange(segment: Segment): void {
    closeGroup();
    if (interchange === undefined) return;
    if (Number(segment.element(1)) !== interchange.groups) warnEnvelope('iea_count');
    if (!sameNumber(segment.element(2), interchange.isa13)) warnEnvelope('iea_control');
    interchange = undefined;
  }

  // Claims

  function finishClaim(claim: Claim): void {
    const reason = takeClaim(claim);
    if (reason !== undefined) rejectClaim(claim, reason);
  }

  /** Passes a claim on, or says why it cannot be used. */
  function takeClaim(claim: Claim): ClaimReject | undefined {
    const guide = transaction?.guide.reads;
    if (transaction === undefined || guide === undefined || interchange === undefined) return 'cut_off';
    const linesRead = claim.lines.length;
    const reason = completeClaim(claim, guide) ?? sink.claim(claim, pieces, transaction.origin, ordinal + 1);
    if (reason !== undefined) return reason;
    ordinal += 1;
    totals.claimsRead += 1;
    totals.claimsEmitted += 1;
    totals.linesRead += linesRead;
    totals.linesEmitted += claim.lines.length;
    for (const { line, reason } of claim.rejectedLines)
      rejectLine(reason, pieces.text(claim.id), pieces.rawText(line.raw), line.segment);
    for (const warning of claim.warnings) warn(warning, () => placeOf(claim.segment));
    return undefined;
  }

  function rejectClaim(claim: Claim, code: ClaimReject): void {
    const linesRead = claim.lines.length + claim.rejectedLines.length;
    ordinal += 1;
    totals.claimsRead += 1;
    bump(totals.claimsRejected, code);
    totals.linesRead += linesRead;
    if (linesRead > 0) bump(totals.linesRejected, 'claim_rejected', linesRead);
    sink.reject({
      file,
      place: placeOf(claim.segment),
      claim_id: pieces.text(claim.id),
      code,
      reason: CLAIM_REJECTS[code],
      raw: pieces.rawText(claim.raw),
    });
  }

  function rejectLine(code: LineReject, claimId: string, raw: string, segment: number): void {
    bump(totals.linesRejected, code);
    sink.reject({ file, place: placeOf(segment), claim_id: claimId, code, reason: LINE_REJECTS[code], raw });
  }

  return {
    feed(chunk) {
      totals.bytes += chunk.length;
      tokenizer.feed(chunk);
    },
    end(fault) {
      if (fault !== undefined) reportFault(fault, here());
      tokenizer.end();
      closeInterchange();
    },
    totals,
  };
}

/** Most segments are no envelope, and most of those are seen by their tag having three letters. */
function couldBeEnvelope(tag: number): boolean {
  return tag <= 0xffff || tag === TAG_IEA;
}

/** Control numbers are numbers: ISA13 is padded with zeros where IEA02 sometimes is not. */
function sameNumber(a: string, b: string): boolean {
  const left = a.trim();
  return left === b || (left !== '' && b !== '' && Number(left) === Number(b));
}
