import { LbpError } from '../errors.js';

/** Runs an engine call and turns what it throws into our errors. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LbpError ? error : engineError(error);
  }
}

/** Whether an engine error can be caused by the content of a file, or by a file that is gone. */
export function isAboutContent(error: unknown): boolean {
  return error instanceof LbpError && ['E101', 'E107', 'E401'].includes(error.code);
}

/** How the engine says that a file is not there, which it was when the command began. */
const GONE = /No files found that match the pattern "(.*)"|Cannot open file "(.*)": No such file/;

/** The engine's message is not passed on unchanged: it quotes the rows it fails on. */
export function engineError(error: unknown): LbpError {
  const message = error instanceof Error ? error.message : String(error);
  if (/No space left on device|max_temp_directory_size/i.test(message)) {
    return new LbpError(
      'E403',
      'the disk has no space left for the engine. Free some, or give --out on another disk.',
    );
  }
  if (/Out of Memory/i.test(message)) {
    return new LbpError(
      'E403',
      'the memory limit is too small for this run. Give more with --memory, for example --memory 4GB.',
    );
  }
  if (/state machine reached an invalid state/.test(message)) {
    return new LbpError(
      'E107',
      'a CSV file has line ends of more than one kind, inside quotes or outside. Write it again with one kind.',
    );
  }
  if (/gzip|zstd|decompress|deflate/i.test(message)) {
    return new LbpError(
      'E107',
      'a compressed file is damaged, or not compressed as its name says. Write it again.',
    );
  }
  const gone = GONE.exec(message);
  if (gone !== null) {
    const path = gone[1] ?? gone[2];
    return new LbpError('E101', `${path}: the file is gone. Run again when nothing removes it any more.`);
  }
  const csv = /CSV Error on Line: (\d+)/.exec(message);
  if (csv !== null) return brokenCsv(message, csv[1] ?? '');
  const kind = /^[A-Za-z ]+ Error/.exec(message)?.[0] ?? 'error';
  return new LbpError('E401', `the engine stopped with: ${kind}: ${withoutData(message)}`, { cause: error });
}

function brokenCsv(message: string, line: string): LbpError {
  const file = /file = (.*)/.exec(message)?.[1];
  const fields = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  const what =
    fields !== null
      ? `${fields[2]} fields where the header has ${fields[1]}`
      : /maximum line size/i.test(message)
        ? 'a record that is longer than 2 MB'
        : /not utf-8|unicode/i.test(message)
          ? 'bytes that are not UTF-8'
          : /quote/i.test(message)
            ? 'a quote that is not closed or not doubled'
            : 'a record that is not valid CSV';
  const text = `${file ?? 'a CSV file'}:${line}: ${what}. Correct the record, or write the file again.`;
  return new LbpError('E107', text, file === undefined ? {} : { file });
}

/** The first line of a message, without anything it quotes. */
function withoutData(message: string): string {
  const [first = ''] = message.split('\n');
  return first
    .replace(/^[A-Za-z ]+ Error: /, '')
    .replace(/"[^"]*"|'[^']*'/g, '...')
    .slice(0, 200);
}
