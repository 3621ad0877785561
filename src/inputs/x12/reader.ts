import { ClaimLedger, type ClaimSink } from './claim-ledger.js';
import { Envelope } from './envelope.js';
import type { Fault } from './findings.js';
import { createLoops } from './loops.js';
import { Notes } from './notes.js';
import { Pieces } from './pieces.js';
import { type Segment, tagOf } from './segment.js';
import { createTokenizer } from './tokenizer.js';
import { bump, newTotals, type X12Totals } from './totals.js';

export interface ReaderOptions {
  /** The file's name as shown in locators. */
  readonly file: string;
  /** Whether envelope mismatches and unreadable parts end reading with an error. */
  readonly strict?: boolean;
}

export interface ClaimReader {
  feed(chunk: Uint8Array): void;
  /** There is no more input. `fault` says why, unless the file simply ended. */
  end(fault?: Fault): void;
  readonly totals: X12Totals;
}

const TAG_TA1 = tagOf('TA1');
const TAG_CLM = tagOf('CLM');
const TAG_LX = tagOf('LX');

/**
 * Reads one file of 837 claims: bytes in, claims out, everything counted. It does no I/O itself, so files,
 * streams and tests all drive it the same way.
 */
export function createClaimReader({ file, strict = false }: ReaderOptions, sink: ClaimSink): ClaimReader {
  const totals = newTotals();
  totals.files = 1;
  const pieces = new Pieces();
  const notes = new Notes(file, strict, totals, (reject) => sink.reject(reject));
  const envelope = new Envelope(file, totals, notes, {
    opened({ guide }, delimiters) {
      hasUnreadClaim = false;
      if (guide.reads !== undefined) loops.begin(delimiters);
    },
    ended: (isClosed) => loops.end(isClosed),
  });
  const ledger = new ClaimLedger(file, totals, pieces, envelope, notes, sink);
  const loops = createLoops(
    {
      complete: (claim) => ledger.complete(claim),
      cutOff: (claim) => ledger.reject(claim, 'cut_off'),
      unknown: () => notes.fault('unknown_segment', envelope.here()),
      strayLine: (raw, segment) => ledger.rejectStrayLine(raw, segment),
    },
    pieces,
  );

  /** Whether an unreadable claim is above: other transactions have LX segments too. */
  let hasUnreadClaim = false;

  function takeSegment(segment: Segment): void {
    totals.segments += 1;
    if (envelope.take(segment)) return;
    const { transaction } = envelope;
    if (transaction === undefined) {
      if (segment.tag !== TAG_TA1) envelope.warnOfStray();
      takeUnread(segment);
      return;
    }
    transaction.segments += 1;
    if (transaction.guide.reads !== undefined) loops.take(segment, transaction.segments);
    else if (!transaction.guide.holdsClaims) takeUnread(segment);
    else if (segment.tag === TAG_CLM) {
      totals.claimsRead += 1;
      bump(totals.claimsSkipped, transaction.guide.name);
    }
  }

  /**
   * A segment where no claim should be: a damaged ST, GS or version hides which transaction it belongs to.
   */
  function takeUnread(segment: Segment): void {
    if (segment.tag === TAG_CLM) {
      hasUnreadClaim = true;
      ledger.rejectUnread(envelope.here(), segment.trimmed(1), segment.raw());
    } else if (segment.tag === TAG_LX && hasUnreadClaim) ledger.rejectUnreadLine();
  }

  const tokenizer = createTokenizer({
    interchange(isa, delimiters) {
      hasUnreadClaim = false;
      envelope.openInterchange(isa, delimiters);
      totals.segments += 1;
    },
    segment: takeSegment,
    fault: (fault, byte) => notes.fault(fault, `byte ${byte}`),
    unread(tag, byte) {
      if (tag === 'CLM') ledger.rejectUnread(`byte ${byte}`, '', '');
      else ledger.rejectUnreadLine();
    },
  });
  return {
    feed(chunk) {
      totals.bytes += chunk.length;
      tokenizer.feed(chunk);
    },
    end(fault) {
      if (fault !== undefined) notes.fault(fault, `byte ${totals.bytes}`);
      tokenizer.end();
      envelope.close();
    },
    totals,
  };
}
