import { describe, expect, it } from 'vitest';
import { bridges } from '../../../src/packs/ebi/outputs/bridges.js';
import { hiddenCells, type TableCell } from '../../../src/packs/ebi/outputs/suppression.js';
import { Dice } from '../../extract/dice.js';

/** A table with its totals, from its inner cells; 0 is no cell. */
function tableOf(inner: readonly (readonly (readonly [number, number])[])[]): TableCell[] {
  const found = new Map<string, { row: number; column: number; matched: number; flagged: number }>();
  const add = (row: number, column: number, matched: number, flagged: number): void => {
    const cell = found.get(`${row} ${column}`) ?? { row, column, matched: 0, flagged: 0 };
    found.set(`${row} ${column}`, {
      ...cell,
      matched: cell.matched + matched,
      flagged: cell.flagged + flagged,
    });
  };
  inner.forEach((cells, r) => {
    cells.forEach(([matched, flagged], c) => {
      if (matched === 0) return;
      for (const row of [r + 1, 0]) for (const column of [c + 1, 0]) add(row, column, matched, flagged);
    });
  });
  return [...found.values()];
}

/** Whether a combination of the equations of a table states the value of a hidden cell alone (Gauss elimination). */
function isDerivable(hidden: ReadonlySet<TableCell>, wanted: TableCell): boolean {
  const unknown = [wanted, ...[...hidden].filter((cell) => cell !== wanted)];
  const lines = new Map<string, number[]>();
  unknown.forEach((cell, index) => {
    const lineOf = (name: string, isTotal: boolean): void => {
      const line = lines.get(name) ?? unknown.map(() => 0);
      line[index] = isTotal ? -1 : 1;
      lines.set(name, line);
    };
    lineOf(`row ${cell.row}`, cell.column === 0);
    lineOf(`column ${cell.column}`, cell.row === 0);
  });
  // With all other unknowns eliminated, an equation that is left with the wanted one states it.
  let rest = [...lines.values()];
  for (let column = unknown.length - 1; column > 0; column -= 1) {
    const pivot = rest.find((line) => line[column] !== 0);
    if (pivot === undefined) continue;
    rest = rest
      .filter((line) => line !== pivot)
      .map((line) => {
        const factor = (line[column] ?? 0) / (pivot[column] ?? 1);
        return line.map((value, index) => value - factor * (pivot[index] ?? 0));
      });
  }
  return rest.some((line) => Math.abs(line[0] ?? 0) > 1e-9);
}

const isSmall = (records: number): boolean => records >= 1 && records <= 7;

/** What a reader can work out of one line: the sums of its hidden parts, where its total is visible. */
function hiddenSums(cells: readonly TableCell[], hidden: ReadonlySet<TableCell>): [number, number, number][] {
  const lines = [
    ...new Set(cells.map(({ row }) => row)),
    ...new Set(cells.map(({ column }) => -1 - column)),
  ].map((id) =>
    cells
      .filter(({ row, column }) => (id >= 0 ? row === id : column === -1 - id))
      .map((cell) => ({
        cell,
        isTotal: id >= 0 ? cell.column === 0 : cell.row === 0,
      })),
  );
  return lines
    .filter((line) => line.some(({ cell, isTotal }) => isTotal && !hidden.has(cell)))
    .map((line) => line.filter(({ cell, isTotal }) => !isTotal && hidden.has(cell)).map(({ cell }) => cell))
    .filter((inside) => inside.length > 0)
    .map((inside) => [
      inside.length,
      inside.reduce((sum, { matched }) => sum + matched, 0),
      inside.reduce((sum, { flagged }) => sum + flagged, 0),
    ]);
}

describe('edges on no circle', () => {
  const edge = (a: string, b: string) => ({ a, b });
  it('are found in chains and between circles', () => {
    const circle = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')];
    const other = [edge('x', 'y'), edge('y', 'z'), edge('z', 'x')];
    const between = edge('c', 'x');
    const tail = edge('z', 'end');
    expect(bridges(circle)).toEqual([]);
    expect(new Set(bridges([...circle, between, ...other, tail]))).toEqual(new Set([between, tail]));
    expect(bridges([edge('a', 'b')])).toHaveLength(1);
    // Two edges between the same nodes are a circle.
    expect(bridges([edge('a', 'b'), edge('a', 'b')])).toEqual([]);
  });

  it('are found in a chain longer than calls can be deep', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => edge(`${index}`, `${index + 1}`));
    expect(bridges(chain)).toHaveLength(50_000);
  });
});

describe('hidden cells', () => {
  it('are none in a table without a small number', () => {
    expect(
      hiddenCells(
        tableOf([
          [
            [8, 0],
            [9, 8],
          ],
          [
            [10, 10],
            [20, 9],
          ],
        ]),
      ).size,
    ).toBe(0);
  });

  it('are small by 1 to 7, in either number', () => {
    const hiddenOf = (matched: number, flagged: number): boolean => {
      const cells = tableOf([
        [
          [matched, flagged],
          [50, 50],
        ],
        [
          [60, 60],
          [70, 70],
        ],
      ]);
      const first = cells.find(({ row, column }) => row === 1 && column === 1);
      return first !== undefined && hiddenCells(cells).has(first);
    };
    expect([hiddenOf(1, 0), hiddenOf(7, 7), hiddenOf(8, 8), hiddenOf(8, 0)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([hiddenOf(30, 1), hiddenOf(30, 7), hiddenOf(30, 8)]).toEqual([true, true, false]);
  });

  it('take more with them where they are small together', () => {
    // 2 and 3 hide each other, and their total would be 5.
    const cells = tableOf([
      [
        [2, 0],
        [3, 0],
        [40, 40],
        [50, 50],
      ],
      [
        [60, 60],
        [70, 70],
        [80, 80],
        [90, 90],
      ],
    ]);
    const hidden = [...hiddenCells(cells)].filter(({ row }) => row === 1).map(({ matched }) => matched);
    expect(hidden.toSorted((a, b) => a - b)).toEqual([2, 3, 40]);
  });

  it('are not known to be one each', () => {
    const ones = Array.from(
      { length: 9 },
      () =>
        [
          [1, 1],
          [100, 100],
        ] as const,
    );
    const cells = tableOf(ones);
    const hidden = hiddenCells(cells);
    const firstColumn = cells.filter(({ column }) => column === 1);
    expect(firstColumn.every((cell) => hidden.has(cell))).toBe(true);
  });

  it('hide all of a table of one small record', () => {
    expect(hiddenCells(tableOf([[[3, 2]]])).size).toBe(4);
  });

  it('never follow from what is visible, in random tables', () => {
    const dice = new Dice(18);
    for (let run = 0; run < 300; run += 1) {
      const columns = dice.int(1, 5);
      const cells = tableOf(
        Array.from({ length: dice.int(1, 6) }, () =>
          Array.from({ length: columns }, () => {
            const matched = dice.once(4) ? 0 : dice.once(3) ? dice.int(1, 7) : dice.int(8, 60);
            return [matched, dice.once(2) ? matched : dice.int(0, matched)] as const;
          }),
        ),
      );
      const hidden = hiddenCells(cells);
      for (const cell of cells) {
        if (isSmall(cell.matched) || isSmall(cell.flagged)) expect(hidden.has(cell)).toBe(true);
        if (hidden.has(cell)) expect(isDerivable(hidden, cell)).toBe(false);
      }
      for (const [size, matched, flagged] of hiddenSums(cells, hidden)) {
        expect([isSmall(matched), isSmall(flagged), matched > size]).toEqual([false, false, true]);
      }
    }
  });
});
