import { fourOf, indexOfByte, ROOM, viewOf } from './bytes.js';
import type { Delimiters } from './delimiters.js';
import { type Isa, LONGEST_ISA, readIsa } from './isa.js';
import { Segment, tagOf } from './segment.js';
import { UnreadClaims, type UnreadTag } from './unread-claims.js';

/** What can be wrong below the segment level. After `segment_too_long`, nothing more of the file is read. */
export type TokenFault = 'text_outside_interchange' | 'segment_too_long' | 'segment_cut_off';

export interface SegmentSink {
  /** A new ISA was read; `segment` is on it. */
  interchange(segment: Segment, delimiters: Delimiters): void;
  /** Any other segment. The object is reused for the next one. */
  segment(segment: Segment): void;
  fault(fault: TokenFault, byte: number): void;
  /** Something in a skipped part looks like the beginning of a claim or of a line. */
  unread(tag: UnreadTag, byte: number): void;
}

export interface Tokenizer {
  feed(chunk: Uint8Array): void;
  end(): void;
}

/** No segment of a claim is nearly this long; a longer one means that the terminator is lost. */
export const LONGEST_SEGMENT = 1 << 20;

const TAG_IEA = tagOf('IEA');
const LETTER_I = 73;

/**
 * Cuts bytes into segments, in chunks of any size. What follows the last terminator waits for the next chunk.
 */
export function createTokenizer(sink: SegmentSink, longest = LONGEST_SEGMENT): Tokenizer {
  const segment = new Segment();
  let waiting = Buffer.allocUnsafe(1 << 16);
  let view = viewOf(waiting);
  let used = 0;
  /** Byte offset in the file of `waiting[0]`. */
  let base = 0;
  let delimiters: Delimiters | undefined;
  let inGarbage = false;
  let dead = false;
  const unread = new UnreadClaims((tag, byte) => sink.unread(tag, byte));

  function append(chunk: Uint8Array): void {
    if (used + chunk.length + ROOM > waiting.length) {
      const larger = Buffer.allocUnsafe(Math.max(waiting.length * 2, used + chunk.length + ROOM));
      waiting.copy(larger, 0, 0, used);
      waiting = larger;
      view = viewOf(larger);
    }
    waiting.set(chunk, used);
    used += chunk.length;
  }

  /** Keeps what follows `at` for the next chunk. */
  function drop(at: number): void {
    if (at > 0) waiting.copyWithin(0, at, used);
    used -= at;
    base += at;
  }

  /**
   * False while the available bytes cannot complete a segment: they just wait, so single bytes cost little.
   */
  function worthScanning(chunk: Uint8Array): boolean {
    if (delimiters === undefined) return true;
    if (chunk.includes(delimiters.terminator)) return true;
    return waiting[0] === 73 && waiting[1] === 83 && waiting[2] === 65;
  }

  function feed(chunk: Uint8Array): void {
    if (dead) unread.look(chunk, 0, chunk.length, base);
    base += dead ? chunk.length : 0;
    if (dead || chunk.length === 0) return;
    append(chunk);
    if (worthScanning(chunk)) drop(scan(false));
    if (used > longest && delimiters !== undefined) {
      sink.fault('segment_too_long', base);
      unread.begin();
      unread.look(waiting, 0, used, base);
      base += used;
      dead = true;
      used = 0;
    }
  }

  function end(): void {
    if (dead) return;
    const at = skipBlanks(waiting, scan(true), used, delimiters === undefined);
    if (at < used && delimiters !== undefined) lastSegment(at);
    used = 0;
    dead = true;
  }

  /** The terminator of the very last segment is often missing, especially if it is a line end. */
  function lastSegment(at: number): void {
    segment.move(waiting, view, at, trimEnd(waiting, at, used));
    if (segment.tag === TAG_IEA) sink.segment(segment);
    else {
      sink.fault('segment_cut_off', base + at);
      unread.begin();
      unread.look(waiting, at, used, base);
    }
  }

  /** Passes on every complete segment and returns where the incomplete rest begins. */
  function scan(final: boolean): number {
    let at = 0;
    while (at < used) {
      const next =
        delimiters === undefined ? scanOutside(at, final) : scanInside(at, final, delimiters.terminator);
      if (next < 0) return -next - 1;
      at = next;
    }
    return at;
  }

  // Both scanners return where to go on, or -(rest) - 1 if what is at `rest` needs more bytes.

  function scanOutside(from: number, final: boolean): number {
    const at = inGarbage ? from : skipBlanks(waiting, from, used, true);
    if (at === used) return at;
    const isa = isaAt(at, final);
    if (isa === 'more') return -at - 1;
    if (isa === null) return skipGarbage(at);
    delimiters = isa.delimiters;
    inGarbage = false;
    segment.delimiters = isa.delimiters;
    const header = Buffer.alloc(isa.text.length + ROOM);
    header.write(isa.text, 'latin1');
    segment.move(header, viewOf(header), 0, isa.text.length);
    sink.interchange(segment, isa.delimiters);
    return at + isa.length;
  }

  function isaAt(at: number, final: boolean): Isa | 'more' | null {
    const to = Math.min(used, at + LONGEST_ISA);
    return readIsa(waiting.toString('latin1', at, to), final && to === used);
  }

  function skipGarbage(at: number): number {
    if (!inGarbage) {
      sink.fault('text_outside_interchange', base + at);
      unread.begin();
    }
    inGarbage = true;
    const found = waiting.indexOf(LETTER_I, at + 1);
    const next = found < 0 || found > used ? used : found;
    unread.look(waiting, at, next, base);
    return next;
  }

  function scanInside(from: number, final: boolean, terminator: number): number {
    const four = fourOf(terminator);
    let at = skipBlanks(waiting, from, used, false);
    while (at < used) {
      if (waiting[at] === LETTER_I) {
        // An ISA before the IEA: the interchange was never closed.
        const isa = isaAt(at, final);
        if (isa === 'more') return -at - 1;
        if (isa !== null) return leave(at);
      }
      const end = indexOfByte(view, at, used, four);
      if (end >= used) return -at - 1;
      pass(at, end);
      if (segment.tag === TAG_IEA) return leave(end + 1);
      at = skipBlanks(waiting, end + 1, used, false);
    }
    return at;
  }

  function pass(start: number, end: number): void {
    const last = waiting[end - 1];
    segment.move(
      waiting,
      view,
      start,
      last === 13 || last === 10 || last === 32 ? trimEnd(waiting, start, end) : end,
    );
    if (segment.start < segment.end) sink.segment(segment);
  }

  function leave(at: number): number {
    delimiters = undefined;
    return at;
  }

  return { feed, end };
}

/**
 * Blanks and line ends; outside an interchange also a byte-order mark, NUL and the end-of-file character of old
 * systems.
 */
function skipBlanks(bytes: Uint8Array, from: number, end: number, outside: boolean): number {
  let at = from;
  while (at < end) {
    const code = bytes[at] ?? 0;
    const blank = code === 10 || code === 13 || code === 32 || code === 9;
    if (
      !blank &&
      !(outside && (code === 0 || code === 26 || code === 0xef || code === 0xbb || code === 0xbf))
    )
      break;
    at += 1;
  }
  return at;
}

/** Line ends and blanks before a terminator are not data. */
function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] === 13 || bytes[at - 1] === 10 || bytes[at - 1] === 32)) at -= 1;
  return at;
}
