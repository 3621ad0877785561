import type { ActivityColumn } from '../../inputs/activity/columns.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import { literal } from '../sql/dialect.js';
import { joined } from './narrowing.js';

/** Separates the texts of a record; within a text of a file it counts as a blank. */
const SEPARATOR = '\u001f';

/**
 * The texts of a record as one text: nearly all rows are of no interest, and a result of one column costs a
 * tenth of one with a column for each text.
 */
export class PackedTexts {
  private readonly expressions: readonly string[];
  /** For each of our columns the places of its texts. */
  private readonly places: ReadonlyMap<ActivityColumn, readonly [from: number, to: number]>;

  constructor({ activity }: Pick<ActivityGroup, 'activity'>) {
    const expressions: string[] = [];
    const places = new Map<ActivityColumn, readonly [number, number]>();
    for (const [name, source] of activity) {
      if (source.from === 'constant') continue;
      const columns = source.columns.map(({ index }) => `c${index}`);
      const texts = source.how === 'all' ? [joined(columns)] : columns;
      places.set(name, [expressions.length, expressions.length + texts.length]);
      expressions.push(...texts);
    }
    this.expressions = expressions;
    this.places = places;
  }

  /** The text of a row, in SQL; never NULL. */
  get sql(): string {
    const separator = literal(SEPARATOR);
    return this.expressions
      .map((text) => `replace(coalesce(${text}, ''), ${separator}, ' ')`)
      .join(` || ${separator} || `);
  }

  /** The texts of one of our columns in a packed text; none where the file has no such column. */
  unpack(packed: string): (column: ActivityColumn) => readonly string[] {
    const texts = packed.split(SEPARATOR);
    return (column) => {
      const [from, to] = this.places.get(column) ?? [0, 0];
      return texts.slice(from, to);
    };
  }
}
