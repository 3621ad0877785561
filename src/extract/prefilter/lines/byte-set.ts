/** A set of texts as bytes, looked up by a slice of a buffer; built once, shared by threads. */
export class ByteSet {
  /** Open addressing: where the text of each slot begins in `bytes`, plus one; 0 for an empty slot. */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** Each text, preceded by its length in four bytes. */
  private readonly bytes: Uint8Array;

  constructor({ slots, bytes }: SharedSet) {
    this.slots = new Int32Array(slots);
    this.mask = this.slots.length - 1;
    this.bytes = new Uint8Array(bytes);
  }

  has(text: Uint8Array, from: number, to: number): boolean {
    const { slots, mask, bytes } = this;
    const length = to - from;
    for (let slot = hashOf(text, from, to) & mask; ; slot = (slot + 1) & mask) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) return false;
      if (lengthAt(bytes, entry) !== length) continue;
      let at = 0;
      while (at < length && bytes[entry + LENGTH_BYTES + at] === text[from + at]) at += 1;
      if (at === length) return true;
    }
  }
}

/** What a ByteSet is built from: memory that threads share without copying. */
export interface SharedSet {
  readonly slots: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
}

const LENGTH_BYTES = 4;

/** Collects the texts of a set one by one: there can be too many to hold in memory as strings. */
export class SharedSetBuilder {
  readonly shared: SharedSet;
  private readonly slots: Int32Array;
  private readonly bytes: Buffer;
  private end: number = 0;

  /**
   * @param texts at most this many
   * @param bytes at most this many in all texts together
   */
  constructor(texts: number, bytes: number) {
    // At least two slots per text, so that a search is short and always ends.
    this.shared = {
      slots: new SharedArrayBuffer(4 << Math.ceil(Math.log2(2 * texts + 2))),
      bytes: new SharedArrayBuffer(bytes + LENGTH_BYTES * texts),
    };
    this.slots = new Int32Array(this.shared.slots);
    this.bytes = Buffer.from(this.shared.bytes);
  }

  add(text: string): void {
    const { slots, bytes, end } = this;
    const from = end + LENGTH_BYTES;
    this.end = from + bytes.write(text, from);
    bytes.writeInt32LE(this.end - from, end);
    const mask = slots.length - 1;
    let slot = hashOf(bytes, from, this.end) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = end + 1;
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
}

/** FNV-1a. */
function hashOf(text: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (text[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
