/** A part of a text for the terminal: plain lines, or a table that the printer lays out. */
export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
      /** Text columns are left-aligned; in a table of numbers all but the first are right-aligned. */
      readonly align: 'left' | 'right';
    };

export function lines(...texts: readonly string[]): Block {
  return { kind: 'lines', lines: texts };
}

export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  align: 'left' | 'right',
): Block {
  return { kind: 'table', columns, rows, align };
}
