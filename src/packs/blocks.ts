/** A part of a text for the terminal: plain lines, or a table whose layout is the printer's business. */
export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
      /** Columns of text stand left; in a table of numbers all but the first stand right. */
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
