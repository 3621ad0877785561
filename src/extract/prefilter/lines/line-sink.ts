import type { Line } from './line.js';

/**
 * Takes the lines that the engine must see, and counts the others by class; a line is valid only during the
 * call.
 */
export interface LineSink {
  keep(line: Line): void;
  /** Counts one more line of a class; classes are numbered from 0. */
  count(line: Line, number: number): void;
}
