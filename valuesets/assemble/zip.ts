import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DEFLATED = 8;

/**
 * The content of one file in a zip archive, found through the archive's directory. Enough for the archives that CMS
 * publishes: one disk, deflated, under 4 GB.
 *
 * @throws Error if the bytes are not such an archive or the file is not in it
 */
export function zipMember(zip: Buffer, name: string): Buffer {
  let at = zip.readUInt32LE(endOfDirectory(zip) + 16);
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('latin1', at + 46, at + 46 + nameLength) === name) return inflateEntry(zip, at);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`no ${name} in the archive`);
}

function endOfDirectory(zip: Buffer): number {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END_OF_DIRECTORY);
  const at = zip.lastIndexOf(signature);
  if (at === -1) throw new Error('not a zip archive');
  return at;
}

function inflateEntry(zip: Buffer, entry: number): Buffer {
  if (zip.readUInt16LE(entry + 10) !== DEFLATED) throw new Error('an archive with deflated files is needed');
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  // The local header repeats the name, and has its own extra field with its own length.
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return inflateRawSync(zip.subarray(start, start + size));
}
