import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { diskError } from '../../partial-folder.js';

/** A file in the archive, whose text is produced when its turn comes. */
export interface Part {
  readonly name: string;
  text(): Iterable<string>;
}

/** How much goes to the compressor at once. */
const CHUNK = 1 << 16;

/**
 * Writes an archive readable only by its owner; memory does not grow with its parts.
 *
 * @param shownAs the path that the user knows
 * @param time of all parts, so that the same content gives the same bytes
 * @throws LbpError E402 and E403 from the disk, and anything a part throws
 */
export async function writeZip(
  path: string,
  {
    parts,
    time,
    shownAs,
  }: { readonly parts: readonly Part[]; readonly time: Date; readonly shownAs: string },
): Promise<void> {
  const zip = new ZipFile();
  const { outputStream } = zip;
  // An error in a part is raised on the archive's stream, so that code waiting for the stream receives it.
  const fail = (error: Error): void => {
    if (outputStream instanceof Readable) outputStream.destroy(error);
  };
  zip.on('error', fail);
  for (const { name, text } of parts) {
    zip.addReadStreamLazy(name, { mtime: time, forceDosTimestamp: true }, (begin) =>
      begin(null, Readable.from(chunksOf(text())).on('error', fail)),
    );
  }
  zip.end();
  try {
    await pipeline(outputStream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    throw diskError(error, shownAs);
  }
}

function* chunksOf(texts: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
