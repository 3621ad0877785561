import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/**
 * A separate process that reads CSV files with csv-parse and counts their records. Usage: parse-only.js
 * FILE...
 */
for (const file of process.argv.slice(2)) {
  let records = 0;
  for await (const _ of createReadStream(file, { highWaterMark: 1 << 20 }).pipe(parse())) records += 1;
  process.stdout.write(`${file} ${records}\n`);
}
