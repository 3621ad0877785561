/** The share without imaging, 0 to 1; null for an empty denominator, which has no rate (docs/measure-logic.md 4). */
export function rateOf({ denominator, imaging }: { denominator: number; imaging: number }): number | null {
  return denominator === 0 ? null : 1 - imaging / denominator;
}
