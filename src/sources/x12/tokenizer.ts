import { type Delimiters, ISA_LENGTH, readDelimiters, startsIsa } from './delimiters.js';
import { Segment, tagOf } from './segment.js';

/** What can be wrong below the level of segments. After `segment_too_long` nothing more of the file is read. */
export type TokenFault = 'text_outside_interchange' | 'segment_too_long' | 'segment_cut_off';

export interface SegmentSink {
  /** A new ISA was read; `segment` is on it. */
  interchange(segment: Segment, delimiters: Delimiters): void;
  /** Any other segment. The object is used again for the next one. */
  segment(segment: Segment): void;
  fault(fault: TokenFault, byte: number): void;
}

export interface Tokenizer {
  feed(chunk: Uint8Array): void;
  end(): void;
}

/** No segment of a claim comes near this; a longer one means that the terminator is lost. */
export const LONGEST_SEGMENT = 1 << 20;

const TAG_IEA = tagOf('IEA');
const LETTER_I = 73;

/**
 * Cuts bytes into segments, in chunks of any size.
 *
 * A chunk becomes one Latin-1 string (one character per byte, so offsets stay byte offsets), in which terminators are
 * found by `indexOf`: that is several times faster than asking a Buffer for each segment, because no call leaves
 * JavaScript. What follows the last terminator waits, as bytes, for the next chunk.
 */
export function createTokenizer(sink: SegmentSink, longest = LONGEST_SEGMENT): Tokenizer {
  const segment = new Segment();
  let waiting = Buffer.allocUnsafe(1 << 16);
  let used = 0;
  /** Byte offset in the file of `waiting[0]`. */
  let base = 0;
  let delimiters: Delimiters | undefined;
  let inGarbage = false;
  let dead = false;

  function append(chunk: Uint8Array): void {
    if (used + chunk.length > waiting.length) {
      const larger = Buffer.allocUnsafe(Math.max(waiting.length * 2, used + chunk.length));
      waiting.copy(larger, 0, 0, used);
      waiting = larger;
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

  /** False while the bytes at hand cannot complete a segment: then they only wait, and single bytes cost little. */
  function worthScanning(chunk: Uint8Array): boolean {
    if (delimiters === undefined) return true;
    if (chunk.includes(delimiters.terminator)) return true;
    return used >= ISA_LENGTH && waiting[0] === 73 && waiting[1] === 83 && waiting[2] === 65;
  }

  function feed(chunk: Uint8Array): void {
    if (dead || chunk.length === 0) return;
    append(chunk);
    if (worthScanning(chunk)) drop(scan(waiting.toString('latin1', 0, used), false));
    if (used > longest && delimiters !== undefined) {
      sink.fault('segment_too_long', base);
      dead = true;
      used = 0;
    }
  }

  function end(): void {
    if (dead) return;
    const text = waiting.toString('latin1', 0, used);
    const at = skipBlanks(waiting, scan(text, true), text.length, delimiters === undefined);
    if (at < text.length && delimiters !== undefined) lastSegment(text, at);
    used = 0;
    dead = true;
  }

  /** The terminator of the very last segment is often missing, most of all where it is a line end. */
  function lastSegment(text: string, at: number): void {
    segment.move(text, waiting, at, trimEnd(text, at, text.length));
    if (segment.tag === TAG_IEA) sink.segment(segment);
    else sink.fault('segment_cut_off', base + at);
  }

  /** Passes on every complete segment of `text` and returns where the incomplete rest begins. */
  function scan(text: string, final: boolean): number {
    let at = 0;
    while (at < text.length) {
      const next =
        delimiters === undefined ? scanOutside(text, at, final) : scanInside(text, at, final, delimiters);
      if (next < 0) return -next - 1;
      at = next;
    }
    return at;
  }

  // Both scanners return where to go on, or -(rest) - 1 when what is at `rest` needs more bytes.

  function scanOutside(text: string, from: number, final: boolean): number {
    const at = inGarbage ? from : skipBlanks(waiting, from, text.length, true);
    if (at === text.length) return at;
    const enough = text.length - at >= ISA_LENGTH;
    if (!enough && !final && couldStartIsa(text, at)) return -at - 1;
    const found = enough ? readDelimiters(text, at) : undefined;
    if (found === undefined) return skipGarbage(text, at);
    delimiters = found;
    inGarbage = false;
    segment.delimiters = found;
    segment.move(text, waiting, at, at + ISA_LENGTH - 1);
    sink.interchange(segment, found);
    return at + ISA_LENGTH;
  }

  function skipGarbage(text: string, at: number): number {
    if (!inGarbage) sink.fault('text_outside_interchange', base + at);
    inGarbage = true;
    const next = text.indexOf('I', at + 1);
    return next < 0 ? text.length : next;
  }

  function scanInside(text: string, from: number, final: boolean, current: Delimiters): number {
    const terminator = String.fromCharCode(current.terminator);
    let at = skipBlanks(waiting, from, text.length, false);
    while (at < text.length) {
      if (waiting[at] === LETTER_I) {
        const next = isaInside(text, at, final);
        if (next === 'wait') return -at - 1;
        if (next === 'new') return leave(at);
      }
      const end = text.indexOf(terminator, at);
      if (end < 0) return -at - 1;
      pass(text, at, end);
      if (segment.tag === TAG_IEA) return leave(end + 1);
      at = skipBlanks(waiting, end + 1, text.length, false);
    }
    return at;
  }

  /** An ISA before the IEA: the interchange was never closed. Only a whole, well-formed ISA is believed here. */
  function isaInside(text: string, at: number, final: boolean): 'none' | 'wait' | 'new' {
    if (!startsIsa(text, at)) return 'none';
    if (text.length - at < ISA_LENGTH) return final ? 'none' : 'wait';
    return readDelimiters(text, at) === undefined ? 'none' : 'new';
  }

  function pass(text: string, start: number, end: number): void {
    const last = waiting[end - 1];
    segment.move(text, waiting, start, last === 13 || last === 10 ? trimEnd(text, start, end) : end);
    if (segment.start < segment.end) sink.segment(segment);
  }

  function leave(at: number): number {
    delimiters = undefined;
    return at;
  }

  return { feed, end };
}

/** Blanks and line ends; outside an interchange also a byte-order mark, NUL and the end-of-file character of old systems. */
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

function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text.charCodeAt(at - 1) === 13 || text.charCodeAt(at - 1) === 10)) at -= 1;
  return at;
}

/** Too few characters to be an ISA, but nothing against it yet. */
function couldStartIsa(text: string, at: number): boolean {
  return 'ISA'.startsWith(text.slice(at, at + 3));
}
