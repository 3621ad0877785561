import { STRUCTURE_CODE } from './structure-code.js';

/** As much of WebAssembly as is used here; the types of Node 20 leave it out. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (limits: {
    readonly initial: number;
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
};

/** How much of a text is looked at at a time: it and its places fit the processor's cache. */
export const BLOCK_BYTES = 1 << 18;

/** The last block of sixteen bytes may reach beyond the text. */
const OVERHANG = 16;
const PAGE_BYTES = 1 << 16;

const PLACES = BLOCK_BYTES + OVERHANG;
const ENDS = PLACES + 4 * (BLOCK_BYTES + OVERHANG);
const PAGES = Math.ceil((ENDS + 4 * (BLOCK_BYTES + OVERHANG)) / PAGE_BYTES);

/**
 * Where the separators and line ends of a piece of text are: the part of sifting that sees every byte, and so the one
 * that is not JavaScript (docs/decisions.md).
 */
export class Structure {
  /** The text. */
  readonly text: Buffer;
  /** The places of separators and line feeds in the text, in their order. */
  readonly places: Int32Array;
  /** For each line feed, which of the places it is. */
  readonly ends: Int32Array;

  private readonly find: (
    from: number,
    to: number,
    separator: number,
    places: number,
    ends: number,
  ) => number;

  constructor() {
    const { memory, find } = new WebAssembly.Instance(
      new WebAssembly.Module(Buffer.from(STRUCTURE_CODE, 'base64')),
    ).exports;
    if (!(memory instanceof WebAssembly.Memory) || typeof find !== 'function')
      throw new Error('the code of the structure exports something else than it should');
    memory.grow(PAGES - 1);
    this.text = Buffer.from(memory.buffer, 0, BLOCK_BYTES);
    this.places = new Int32Array(memory.buffer, PLACES, BLOCK_BYTES + OVERHANG);
    this.ends = new Int32Array(memory.buffer, ENDS, BLOCK_BYTES + OVERHANG);
    this.overhang = Buffer.from(memory.buffer, BLOCK_BYTES, OVERHANG);
    this.find = (...args) => Number(find(...args));
  }

  private readonly overhang: Buffer;

  /**
   * Looks at the bytes of the text before `to`; behind them, up to fifteen bytes are set to zero.
   *
   * @param separator a byte
   * @returns how many line feeds there are
   */
  look(to: number, separator: number): number {
    this.text.fill(0, to, Math.min(to + OVERHANG, BLOCK_BYTES));
    this.overhang.fill(0);
    return this.find(0, to, separator, PLACES, ENDS);
  }
}
