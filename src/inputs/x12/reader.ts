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
  /** The file's name as places show it. */
  readonly file: string;
  /** Mismatches in the envelope and unreadable stretches end the reading with an error. */
  readonly strict?: boolean;
}

export interface ClaimReader {
  feed(chunk: Uint8Array): void;
  /** Nothing more comes. `fault` says why, when it is not because the file simply ended. */
  end(fault?: Fault): void;
  readonly totals: X12Totals;
}

const TAG_TA1 = tagOf('TA1');
const TAG_CLM = tagOf('CLM');

/**
 * Reads one file of 837 claims: bytes in, claims out, everything counted. Pure of any input or output of its own, so
 * that files, streams and tests drive it alike.
 */
export function createClaimReader({ file, strict = false }: ReaderOptions, sink: ClaimSink): ClaimReader {
  const totals = newTotals();
  totals.files = 1;
  const pieces = new Pieces();
  const notes = new Notes(file, strict, totals, (reject) => sink.reject(reject));
  const envelope = new Envelope(file, totals, notes, {
    opened({ guide }, delimiters) {
      if (guide.reads !== undefined) loops.begin(delimiters);
    },
    ended: (isClosed) => loops.end(isClosed),
  });
  const ledger = new ClaimLedger(file, totals, pieces, envelope, notes, sink);
  const loops = createLoops(
    {
      complete: (claim) => ledger.complete(claim),
      cutOff: (claim) => ledger.reject(claim, 'cut_off'),
      strayLine: (raw, segment) => ledger.rejectStrayLine(raw, segment),
    },
    pieces,
  );

  function takeSegment(segment: Segment): void {
    totals.segments += 1;
    if (envelope.take(segment)) return;
    const { transaction } = envelope;
    if (transaction === undefined) {
      if (segment.tag !== TAG_TA1) envelope.warnOfStray();
      return;
    }
    transaction.segments += 1;
    if (transaction.guide.reads !== undefined) loops.take(segment, transaction.segments);
    else if (transaction.guide.holdsClaims && segment.tag === TAG_CLM) {
      totals.claimsRead += 1;
      bump(totals.claimsSkipped, transaction.guide.name);
    }
  }

  const tokenizer = createTokenizer({
    interchange(isa, delimiters) {
      envelope.openInterchange(isa, delimiters);
      totals.segments += 1;
    },
    segment: takeSegment,
    fault: (fault, byte) => notes.fault(fault, `byte ${byte}`),
  });
  return {
    feed(chunk) {
      totals.bytes += chunk.length;
      tokenizer.feed(chunk);
    },
    end(fault) {
      if (fault !== undefined) notes.fault(fault, envelope.here());
      tokenizer.end();
      envelope.close();
    },
    totals,
  };
}
