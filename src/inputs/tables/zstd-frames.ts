/*
 * Whether a zstd file is complete. The engine unpacks what is there and does not report what is missing.
 * Checking needs no unpacking: a file is a sequence of frames, and a frame is a sequence of blocks that state
 * their sizes (RFC 8878, 3.1).
 */

const FRAME = 0xfd2fb528;
/** The first of the sixteen magic numbers of skippable frames. */
const SKIPPABLE = 0x184d2a50;
const CHECKSUM_BYTES = 4;
const REPEATED_BYTE = 1;

/** The next part to read: its size, and what to do with its bytes. */
interface Part {
  readonly size: number;
  readonly read: (bytes: Buffer) => Step;
}
/** Bytes to skip, and the part after them. */
interface Step {
  readonly skip: number;
  readonly next: Part;
}

/** Receives the bytes of a file as they pass. */
export class ZstdFrames {
  private part: Part = MAGIC;
  private skip: number = 0;
  private gathered: Buffer = Buffer.alloc(0);
  private isZstd: boolean = true;

  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length && this.isZstd; ) {
      const skipped = Math.min(this.skip, chunk.length - at);
      this.skip -= skipped;
      at += skipped;
      const taken = chunk.subarray(at, at + this.part.size - this.gathered.length);
      at += taken.length;
      this.gathered = Buffer.concat([this.gathered, taken]);
      if (this.gathered.length === this.part.size) this.finishPart();
    }
  }

  /** After the last chunk. */
  get isWhole(): boolean {
    return this.isZstd && this.part === MAGIC && this.skip === 0 && this.gathered.length === 0;
  }

  private finishPart(): void {
    const step = this.part.read(this.gathered);
    this.gathered = Buffer.alloc(0);
    this.isZstd = step !== NOT_ZSTD;
    this.skip = step.skip;
    this.part = step.next;
  }
}

const MAGIC: Part = {
  size: 4,
  read: (bytes) => {
    const magic = bytes.readUInt32LE();
    if (magic === FRAME) return { skip: 0, next: DESCRIPTOR };
    if (magic >= SKIPPABLE && magic < SKIPPABLE + 16) return { skip: 0, next: SKIPPABLE_SIZE };
    return NOT_ZSTD;
  },
};
const NOT_ZSTD: Step = { skip: 0, next: MAGIC };

const SKIPPABLE_SIZE: Part = { size: 4, read: (bytes) => ({ skip: bytes.readUInt32LE(), next: MAGIC }) };

/** The byte that states the length of the rest of the frame header, and whether a checksum ends the frame. */
const DESCRIPTOR: Part = {
  size: 1,
  read: (bytes) => {
    const descriptor = bytes.readUInt8();
    const isSingleSegment = (descriptor & 0x20) !== 0;
    const window = isSingleSegment ? 0 : 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
    return {
      skip: window + dictionary + contentSize,
      next: blockWithin((descriptor & 4) === 0 ? 0 : CHECKSUM_BYTES),
    };
  },
};

function blockWithin(checksum: number): Part {
  const block: Part = {
    size: 3,
    read: (bytes) => {
      const header = bytes.readUIntLE(0, 3);
      const isLast = (header & 1) === 1;
      const isRepeated = ((header >> 1) & 3) === 1;
      const size = isRepeated ? REPEATED_BYTE : header >> 3;
      return isLast ? { skip: size + checksum, next: MAGIC } : { skip: size, next: block };
    },
  };
  return block;
}
