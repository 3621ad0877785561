import type { Line } from './line.js';

/** Takes the lines that the engine must see, and counts the others by class; a line is gone when it returns. */
export interface LineSink {
  keep(line: Line): void;
  /** One more line of a class, numbered from 0. */
  count(line: Line, number: number): void;
}
