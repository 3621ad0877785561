/** The 97.5 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The Wilson score interval of a share, at 95 %; null if there are no trials. (Wilson, E. B. (1927), Journal
 * of the American Statistical Association 22, 209-212.)
 */
export function wilson(successes: number, trials: number): { low: number; high: number } | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const scale = 1 + (Z * Z) / trials;
  const center = (share + (Z * Z) / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / trials + (Z * Z) / (4 * trials * trials));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}
