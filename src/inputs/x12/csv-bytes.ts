import { copyBytes, ROOM, viewOf } from './bytes.js';
import type { Ymd } from './dates.js';
import type { Piece, Pieces } from './pieces.js';
import { quoted } from './quoted.js';

const COMMA = 44;
const QUOTE = 34;
const FOUR_COMMAS = 0x2c2c2c2c;
const ZERO = 48;
const DASH = 45;

/** With its comma. */
const DAY_LENGTH = 11;

/** Without its comma; a multiple of four, so that copies end where the hash does. */
const HASH_LENGTH = 16;

/**
 * Characters that cannot appear in an unquoted field of plain bytes: quote, comma, line ends, and all beyond
 * ASCII.
 */
function needsCare(code: number): boolean {
  if (code > COMMA) return code > 127;
  return code === QUOTE || code === COMMA || code === 10 || code === 13;
}

/**
 * CSV as bytes (UTF-8). Fields are short and many: copying their characters one by one into one buffer costs a third of
 * joining strings and encoding them afterwards.
 */
export class CsvBytes {
  private bytes: Buffer;
  private view: DataView;
  private room: number;
  private at = 0;
  /** The day written last, and its position: the days of a claim's lines are mostly the same. */
  private lastDay: Ymd = 0;
  private lastDayAt = 0;

  constructor(capacity = 1 << 16) {
    this.bytes = Buffer.allocUnsafe(capacity + ROOM);
    this.view = viewOf(this.bytes);
    this.room = capacity;
  }

  get length(): number {
    return this.at;
  }

  /** What was written since the last `clear`; only valid until something more is written. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  clear(): void {
    this.at = 0;
    this.lastDay = 0;
  }

  /** A field and its comma, quoted only if necessary. */
  field(text: string): void {
    const { length } = text;
    this.ensure(length + 1);
    const { bytes } = this;
    let { at } = this;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      if (needsCare(code)) {
        this.careful(text);
        return;
      }
      bytes[at] = code;
      at += 1;
    }
    bytes[at] = COMMA;
    this.at = at + 1;
  }

  private careful(text: string): void {
    const field = quoted(text);
    this.ensure(field.length * 3 + 1);
    this.at += this.bytes.write(field, this.at, 'utf8');
    this.separator(COMMA);
  }

  /** Prepared fields. */
  piece(pieces: Pieces, piece: Piece): void {
    const from = pieces.from(piece);
    const to = pieces.to(piece);
    this.ensure(to - from);
    copyBytes(pieces.view, from, to, this.view, this.at);
    this.at += to - from;
  }

  /** A date as YYYY-MM-DD and its comma; nothing but the comma for none. */
  day(day: Ymd): void {
    this.ensure(DAY_LENGTH);
    const { bytes, at } = this;
    if (day === 0) {
      bytes[at] = COMMA;
      this.at = at + 1;
      return;
    }
    if (day === this.lastDay)
      copyBytes(this.view, this.lastDayAt, this.lastDayAt + DAY_LENGTH, this.view, at);
    else {
      const year = (day / 10_000) | 0;
      const month = ((day / 100) | 0) % 100;
      const century = (year / 100) | 0;
      twoDigits(bytes, at, century);
      twoDigits(bytes, at + 2, year - century * 100);
      bytes[at + 4] = DASH;
      twoDigits(bytes, at + 5, month);
      bytes[at + 7] = DASH;
      twoDigits(bytes, at + 8, day % 100);
      bytes[at + 10] = COMMA;
      this.lastDay = day;
      this.lastDayAt = at;
    }
    this.at = at + DAY_LENGTH;
  }

  /** A non-negative whole number and its comma. */
  number(value: number): void {
    this.digits(value);
    this.separator(COMMA);
  }

  /** Turns the last comma into a hyphen: what follows belongs to the same field. */
  hyphen(): void {
    this.bytes[this.at - 1] = DASH;
  }

  private digits(value: number): void {
    let count = 1;
    for (let rest = value; rest >= 10; rest = (rest / 10) | 0) count += 1;
    this.ensure(count);
    const { bytes, at } = this;
    let rest = value;
    for (let i = at + count - 1; i >= at; i -= 1) {
      const tens = (rest / 10) | 0;
      bytes[i] = ZERO + rest - tens * 10;
      rest = tens;
    }
    this.at = at + count;
  }

  /** A number of empty fields. */
  blanks(count: number): void {
    this.ensure(count);
    const { view, at } = this;
    for (let i = at; i < at + count; i += 4) view.setInt32(i, FOUR_COMMAS);
    this.at = at + count;
  }

  /** Turns the last comma into the end of the row. */
  endRow(): void {
    this.bytes[this.at - 1] = 10;
  }

  /** Turns the last comma into a quote and its comma. */
  endQuoted(): void {
    this.bytes[this.at - 1] = QUOTE;
    this.separator(COMMA);
  }

  /** Copies the bytes from `start` to `end` of another buffer, or of this one. */
  append(other: CsvBytes, start: number, end: number): void {
    this.ensure(end - start);
    copyBytes(other.view, start, end, this.view, this.at);
    this.at += end - start;
  }

  /** The same from any buffer, for more bytes than a field. */
  block(from: Buffer, start: number, end: number): void {
    this.ensure(end - start);
    from.copy(this.bytes, this.at, start, end);
    this.at += end - start;
  }

  /** Repeats the bytes from `start` to `end`. */
  repeat(start: number, end: number): void {
    this.ensure(end - start);
    this.bytes.copyWithin(this.at, start, end);
    this.at += end - start;
  }

  /** The two lanes of a hash, continued over the bytes from `start` to `end`, at least four. */
  hash(lanes: HashLanes, start: number, end: number): void {
    const { view } = this;
    let { high, low } = lanes;
    for (let i = start; i < end; i += 4) {
      // The last step reads some bytes twice if the length is not a multiple of four.
      const at = i + 4 <= end ? i : end - 4;
      const word = view.getInt32(at, true);
      high = Math.imul(high ^ word, 0x9e3779b1);
      high ^= high >>> 15;
      low = Math.imul(low ^ word, 0x5f356495);
      low ^= low >>> 13;
    }
    lanes.high = high;
    lanes.low = low;
  }

  /** Reserves room for a hash that `setHash` fills; returns its position. */
  hashRoom(): number {
    this.ensure(HASH_LENGTH + 1);
    const { at } = this;
    this.bytes[at + HASH_LENGTH] = COMMA;
    this.at = at + HASH_LENGTH + 1;
    return at;
  }

  /** Writes the hash as sixteen hexadecimal digits into the rooms left for it. */
  setHash(lanes: HashLanes, rooms: readonly number[]): void {
    const high = Math.imul(lanes.high ^ (lanes.low >>> 16), 0x85ebca6b);
    const low = Math.imul(lanes.low ^ (lanes.high >>> 13), 0xc2b2ae35);
    const first = rooms[0] ?? 0;
    this.hex(high ^ (high >>> 16), first);
    this.hex(low ^ (low >>> 15), first + 8);
    for (let n = 1; n < rooms.length; n += 1)
      copyBytes(this.view, first, first + HASH_LENGTH, this.view, rooms[n] ?? 0);
  }

  private hex(value: number, at: number): void {
    for (let i = 0; i < 4; i += 1) this.view.setUint16(at + 2 * i, HEX[(value >>> (24 - 8 * i)) & 0xff] ?? 0);
  }

  private separator(code: number): void {
    this.ensure(1);
    this.bytes[this.at] = code;
    this.at += 1;
  }

  private ensure(more: number): void {
    if (this.at + more <= this.room) return;
    this.room = Math.max(this.room * 2, this.at + more);
    const larger = Buffer.allocUnsafe(this.room + ROOM);
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
    this.view = viewOf(larger);
  }
}

/** Two hexadecimal digits of every byte. */
const HEX = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(),
);

/**
 * State of a 64-bit hash. It only has to tell versions of one claim apart (claim id, provider and subscriber
 * are also compared), so speed matters and secrecy does not.
 */
export interface HashLanes {
  high: number;
  low: number;
}

export function newHash(): HashLanes {
  return { high: 0xdeadbeef | 0, low: 0x41c6ce57 | 0 };
}

function twoDigits(bytes: Buffer, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = ZERO + tens;
  bytes[at + 1] = ZERO + value - tens * 10;
}
