/**
 * A number with so many decimals, halves away from zero, as on paper and in a spreadsheet: the share of 97 of 160 is
 * 60.63 %, although 0.60625 * 100 is a little less than 60.625 as the processor computes it.
 */
export function rounded(value: number, decimals: number): string {
  const scale = 10 ** decimals;
  const whole = Math.round(Number((Math.abs(value) * scale).toPrecision(12)));
  const text = (whole / scale).toFixed(decimals);
  return value < 0 && whole > 0 ? `-${text}` : text;
}
