/**
 * Why a run or a conversion ends with exit code 1 although its outputs are there.
 *
 * @param files claim files that hold, or may have held, claims that cannot be read; one at the least
 */
export function damagedText(files: readonly string[]): string {
  const [first = ''] = files;
  const which = files.length === 1 ? first : `${files.length} claim files, the first of them ${first}`;
  return `LBP-W416 damaged: ${which}. Claims are missing from everything, so the exit code is 1; have the file sent again`;
}
