/**
 * The four delimiters an interchange declares in its ISA segment, as character codes; `repetition` is -1 if
 * it has none.
 */
export interface Delimiters {
  readonly element: number;
  readonly component: number;
  readonly repetition: number;
  readonly terminator: number;
}

/** Before the first interchange. */
export const NO_DELIMITERS: Delimiters = { element: 0, component: 0, repetition: -1, terminator: 0 };

/**
 * ISA11 became the repetition separator in 00402; before that, and where it is `U`, it names a standards body.
 *
 * @param others the other delimiters
 */
export function repetitionOf(isa11: number, version: string, others: readonly number[]): number {
  const isDelimiter = !/[0-9A-Za-z ]/.test(String.fromCharCode(isa11)) && !others.includes(isa11);
  return version >= '00402' && isDelimiter ? isa11 : -1;
}
