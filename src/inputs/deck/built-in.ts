import { readdirSync, readFileSync } from 'node:fs';
import { packageFile } from '../../package-files.js';
import { type Layout, readLayout } from './layout.js';
import { type Payers, readPayers } from './payers.js';

/** The data files shipped with the program. */
const DATA = packageFile('src/inputs/deck/data/');

/**
 * The layout of a measurement year: the latest one that is not for a later year. A layout file is named for
 * its first year.
 */
export function builtInLayout(year: number): Layout {
  const years = readdirSync(`${DATA}layouts`).map((name) => Number.parseInt(name, 10));
  const inForce = years.filter((first) => first <= year).reduce((a, b) => Math.max(a, b), Math.min(...years));
  const path = `${DATA}layouts/${inForce}.csv`;
  return readLayout(readFileSync(path, 'utf8'), path);
}

export function builtInPayers(): Payers {
  const path = `${DATA}payers.csv`;
  return readPayers(readFileSync(path, 'utf8'), path);
}
