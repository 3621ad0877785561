import { closeSync, createReadStream, openSync, readSync, writeSync } from 'node:fs';
import { X12parser } from 'x12-parser';
import { convertX12File, HEADER } from '../src/inputs/x12/convert.js';
import { createTokenizer } from '../src/inputs/x12/tokenizer.js';

/*
 * One part of reading an 837 file, in a separate process: x12-part.js PART FILE OUT. It prints its counts.
 */

const CHUNK = 256 * 1024;

function eachChunk(path: string, take: (chunk: Uint8Array) => void): void {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
    take(buffer.subarray(0, read));
  closeSync(file);
}

/** Finds the terminators and does nothing else. */
function terminators(path: string): number {
  let count = 0;
  eachChunk(path, (chunk) => {
    for (let at = chunk.indexOf(126); at >= 0; at = chunk.indexOf(126, at + 1)) count += 1;
  });
  return count;
}

/** Splits the text into segments. */
function segments(path: string): number {
  let count = 0;
  const counted = (): void => {
    count += 1;
  };
  const tokenizer = createTokenizer({
    interchange: counted,
    segment: counted,
    fault: () => {},
    unread: () => {},
  });
  eachChunk(path, tokenizer.feed);
  tokenizer.end();
  return count;
}

/** Writes the claim lines as rows, and the list of claims, as `lbp convert` does. */
async function rows(path: string, out: string): Promise<number> {
  const file = openSync(out, 'w');
  const list = openSync(`${out}.claims`, 'w');
  writeSync(file, HEADER);
  const { totals } = await convertX12File(path, (bytes) => void writeSync(file, bytes), {
    fileNumber: 0,
    writeList: (bytes) => void writeSync(list, bytes),
  });
  closeSync(file);
  closeSync(list);
  return totals.linesEmitted;
}

/** The segments as objects, by the npm package: no loops, no claims. */
async function otherReader(path: string): Promise<number> {
  let count = 0;
  const parser = createReadStream(path, { highWaterMark: CHUNK }).pipe(new X12parser());
  for await (const _ of parser) count += 1;
  return count;
}

const [part, path = '', out = ''] = process.argv.slice(2);
const parts: Readonly<Record<string, () => number | Promise<number>>> = {
  terminators: () => terminators(path),
  segments: () => segments(path),
  rows: () => rows(path, out),
  'x12-parser': () => otherReader(path),
};
process.stdout.write(`${await parts[part ?? '']?.()}\n`);
