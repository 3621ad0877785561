/** Orders texts by their code units: the same on every machine, regardless of locale. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
