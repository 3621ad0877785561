import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { PackPage } from '../../packs/page.js';
import type { OutputTable } from '../../packs/table.js';
import type { OutputFolder } from '../output-folder.js';
import { OutputRows } from '../output-rows.js';
import { People } from '../people-in-tables.js';
import { pageEnd, pageEntry, pageStart } from './html-page.js';
import { pageApp } from './page-app.js';

/**
 * Writes a page of a pack from the tables of persons already in the folder, person by person.
 *
 * @throws LbpError E402 and E403 from the disk
 */
export async function writePage(
  folder: OutputFolder,
  tables: readonly OutputTable[],
  page: PackPage,
): Promise<void> {
  const app = pageApp(page.app);
  const contents = page.begin();
  const file = folder.file(page.name);
  file.write(pageStart(page.title, app));
  const people = new People(tables, ({ name, columns }) =>
    OutputRows.open(
      join(folder.partial, name),
      columns.map((column) => column.name),
    ),
  );
  try {
    let count = 0;
    for (let person = people.next(); person !== null; person = people.next()) {
      file.write(contents.entriesOf(people.rows(person)).map(pageEntry).join(''));
      count += 1;
      // Lets the process handle an interruption.
      if (count % PEOPLE_AT_ONCE === 0) await setImmediate();
    }
  } finally {
    people.close();
  }
  file.write(pageEnd(contents.facts(), app));
}

const PEOPLE_AT_ONCE = 1000;
