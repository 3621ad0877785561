/** A range of codes, including both ends; a single code is a range of one. */
export interface CodeRange {
  readonly first: string;
  readonly last: string;
}

/**
 * Reads `M47.26-.28 M54.5 C00-C96`: items are separated by blanks, dots are dropped, and a second half that
 * starts with a dot continues the first half's category.
 *
 * @throws Error if the ends of a range differ in length or are in the wrong order
 */
export function parseRanges(text: string): CodeRange[] {
  return text.trim().split(/\s+/).map(parseRange);
}

/** Every code of ranges whose ends differ only in digits: `G2250-G2252` is three codes. */
export function enumerated(text: string): string[] {
  return parseRanges(text).flatMap(({ first, last }) => {
    if (first === last) return [first];
    const prefix = /^[A-Z]*/.exec(first)?.[0] ?? '';
    const width = first.length - prefix.length;
    const from = Number(first.slice(prefix.length));
    const to = Number(last.slice(prefix.length));
    if (!last.startsWith(prefix) || Number.isNaN(from) || Number.isNaN(to)) {
      throw new Error(`${first}-${last} is no range of numbers`);
    }
    return Array.from(
      { length: to - from + 1 },
      (_, step) => prefix + String(from + step).padStart(width, '0'),
    );
  });
}

function parseRange(item: string): CodeRange {
  const [from = '', to = from] = item.split('-');
  const category = from.slice(0, from.indexOf('.'));
  const first = from.replace('.', '');
  const last = (to.startsWith('.') ? category + to : to).replace('.', '');
  if (first.length !== last.length || first > last) throw new Error(`${item} is no range of codes`);
  return { first, last };
}
