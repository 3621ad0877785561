import { readFileSync } from 'node:fs';
import { STRUCTURE_CODE } from './structure-code.js';

/** As much of WebAssembly as is used here; the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly validate: (code: Uint8Array) => boolean;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (limits: {
    readonly initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
};

/** How much of a text is looked at at a time: it and its places fit the processor's cache. */
export const BLOCK_BYTES = 1 << 18;

const CODE = Buffer.from(STRUCTURE_CODE, 'base64');

/** The last 64 bytes that are looked at may reach beyond the text. */
const OVERHANG = 64;
const PAGE_BYTES = 1 << 16;

/** As many numbers as a block has bytes, and room for what is written behind the last. */
const LIST_BYTES = 4 * (BLOCK_BYTES + OVERHANG);
const PLACES = BLOCK_BYTES + OVERHANG;
const ENDS = PLACES + LIST_BYTES;
const UNUSED = ENDS + LIST_BYTES;
const PAGES = Math.ceil((UNUSED + LIST_BYTES) / PAGE_BYTES);

const LF = 0x0a;

/**
 * Where the separators and line ends of a piece of text are: the part of sifting that sees every byte, and so the one
 * that is not JavaScript (docs/decisions.md).
 */
export class Structure {
  /** The text. */
  readonly text: Buffer;
  /** The places of separators and line feeds in the text, in their order. */
  readonly places: Int32Array;
  /** For each line feed, which of the places it is; after `lookForLines`, its own place. */
  readonly ends: Int32Array;

  private readonly overhang: Buffer;
  private readonly find: (
    from: number,
    to: number,
    separator: number,
    places: number,
    ends: number,
  ) => number;

  constructor() {
    const { memory, find } = new WebAssembly.Instance(new WebAssembly.Module(CODE)).exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof find !== 'function')
      throw new Error('the code of the structure exports something else than it should');
    memory.grow(PAGES - 1);
    const list = (at: number): Int32Array => new Int32Array(memory.buffer, at, BLOCK_BYTES + OVERHANG);
    this.text = Buffer.from(memory.buffer, 0, BLOCK_BYTES);
    this.overhang = Buffer.from(memory.buffer, BLOCK_BYTES, OVERHANG);
    this.places = list(PLACES);
    this.ends = list(ENDS);
    this.find = (from, to, separator, places, ends) => Number(find(from, to, separator, places, ends));
  }

  /**
   * Finds separators and line feeds before `to`; behind it, up to 63 bytes are set to zero.
   *
   * @param separator a byte
   * @returns how many line feeds there are
   */
  look(to: number, separator: number): number {
    this.clearBehind(to);
    return this.find(0, to, separator, PLACES, ENDS);
  }

  /** Finds line feeds only, and puts their places into `ends`. */
  lookForLines(to: number): number {
    this.clearBehind(to);
    return this.find(0, to, LF, ENDS, UNUSED);
  }

  /** Finds the separators of one line; `ends` stay as they are. Behind them stand places of the next lines. */
  lookAtLine(from: number, to: number, separator: number): void {
    this.find(from, to, separator, PLACES, UNUSED);
  }

  private clearBehind(to: number): void {
    this.text.fill(0, to, Math.min(to + OVERHANG, BLOCK_BYTES));
    this.overhang.fill(0);
  }
}

let ofThread: Structure | null = null;

/** One for each thread, used by one after the other: to make one takes longer than to sift a small file. */
export function structureOfThread(): Structure {
  ofThread ??= new Structure();
  return ofThread;
}

/**
 * Whether the structure of a text can be found here: the processor must have vectors of sixteen bytes, and the process
 * all the addresses it likes. A memory of WebAssembly reserves ten gigabytes of them, of which it uses next to nothing;
 * where there is a limit (`ulimit -v`), the engine would have none left.
 */
export function canFindStructure(): boolean {
  return WebAssembly.validate(CODE) && !areAddressesLimited();
}

function areAddressesLimited(): boolean {
  try {
    return !/^Max address space +unlimited/m.test(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    // Not Linux: no other system has such a limit that holds.
    return false;
  }
}
