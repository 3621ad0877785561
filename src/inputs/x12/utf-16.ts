/**
 * The encoding of UTF-16 text that begins with a byte order mark or an interchange; null for any other text.
 */
function encodingOf(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second, third] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x49 && second === 0 && third === 0x53) return 'utf-16le';
  return first === 0 && second === 0x49 && third === 0 ? 'utf-16be' : null;
}

/**
 * Converts a UTF-16 file to UTF-8, chunk by chunk; null for a file that is not UTF-16.
 *
 * @param start the first bytes of the file, at least four
 */
export function fromUtf16(start: Uint8Array): ((chunk: Uint8Array) => Uint8Array) | null {
  const encoding = encodingOf(start);
  if (encoding === null) return null;
  const decoder = new TextDecoder(encoding);
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }));
}
