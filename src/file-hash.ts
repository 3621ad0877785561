import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 1 << 20;

/** The SHA-256 of a file in hexadecimal digits, read block by block. */
export function hashOfFile(path: string): string {
  const hash = createHash('sha256');
  const block = Buffer.alloc(BLOCK_BYTES);
  const handle = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(handle, block, 0, block.length, null);
      if (length === 0) return hash.digest('hex');
      hash.update(block.subarray(0, length));
    }
  } finally {
    closeSync(handle);
  }
}
