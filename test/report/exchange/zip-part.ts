import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, type Options, open, type ZipFile } from 'yauzl';

const opened = promisify<string, Options, ZipFile>(open);

/** The text of a file in an archive. */
export async function readFromZip(path: string, part: string): Promise<string> {
  const zip = await opened(path, { lazyEntries: true, autoClose: false });
  try {
    const entry = await new Promise<Entry>((resolve, reject) => {
      zip.on('entry', (one: Entry) => (one.fileName === part ? resolve(one) : zip.readEntry()));
      zip.on('end', () => reject(new Error(`no ${part}`)));
      zip.readEntry();
    });
    const stream = await promisify(
      zip.openReadStream.bind(zip) as (
        of: Entry,
        done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
      ) => void,
    )(entry);
    return await text(stream);
  } finally {
    zip.close();
  }
}
