/** Lines of a deck, built from the tests' own copy of the public layout: positions from 1. */
export function at(...fields: readonly (readonly [place: number, text: string])[]): string {
  let line = '';
  for (const [place, text] of fields) line = line.padEnd(place - 1) + text;
  return line;
}

export const MEMBER = at([1, 'M1'], [17, 'F'], [18, '19850301']);
export const COVER = at([1, 'M1'], [17, '20240101'], [25, '20251231'], [41, 'HMO']);
export const VISIT = at(
  [1, 'M1'],
  [17, '20250610'],
  [41, '99213'],
  [62, 'M5450'],
  [290, 'X'],
  [303, '1'],
  [314, 'N'],
  [315, 'C1'],
);
