/**
 * Why a run or a conversion exits with code 1 although it wrote its outputs.
 *
 * @param files at least one claim file with claims that cannot be read, or signs of such claims
 */
export function damagedText(files: readonly string[]): string {
  const [first = ''] = files;
  const which = files.length === 1 ? first : `${files.length} claim files, the first of them ${first}`;
  return `LBP-W416 damaged or packed: ${which}. Claims in ${files.length === 1 ? 'it' : 'them'} are missing from everything, so the exit code is 1; have the file sent again, unpack it, or leave it out`;
}
