import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LbpError } from '../../errors.js';
import type { ExchangedRun, PackExchange, Resource } from '../../packs/exchange.js';
import { type FolderOptions, onDisk } from '../../partial-folder.js';
import { OutputFile } from '../output-folder.js';
import { People } from '../people-in-tables.js';
import { noticesOf, type RunFolder } from '../run-folder.js';
import { SingleFile } from '../single-file.js';

/** Options of the reports. */
export interface ReportOptions extends FolderOptions {
  /** Whether each person also gets a report. */
  readonly isIndividual: boolean;
  /** The reporter: a name, a reference or an identifier. */
  readonly reporter: string | undefined;
}

/**
 * Writes a run as FHIR MeasureReports, one per line (NDJSON).
 *
 * @throws LbpError E304 for a pack without such reports, or if every count is suppressed; E110 for a folder
 *   that was changed after the run; E303, E305, E402 and E403 as for every output
 */
export async function writeMeasureReports(
  run: RunFolder,
  out: string,
  options: ReportOptions,
): Promise<void> {
  const { exchange } = run.pack;
  if (exchange === null) {
    throw new LbpError(
      'E304',
      `--format fhir: a run of ${run.pack.id} has no FHIR reports. Give the directory of a run that has, or another format.`,
    );
  }
  const exchanged = exchangedRun(run, options.reporter);
  const summaries = exchange.summaries(exchanged, run.totals(exchange.totals.name));
  if (summaries.length === 0) {
    throw new LbpError(
      'E304',
      `--format fhir: all totals of ${run.path} were suppressed, so there is nothing to report. Run again with a smaller --suppress.`,
    );
  }
  const place = SingleFile.create(out, options);
  try {
    const file = onDisk(out, () => new OutputFile(out, basename(out), place.path));
    try {
      file.write(asLines(summaries));
      if (options.isIndividual) await writeIndividuals(run, { exchange, exchanged, file });
    } finally {
      file.close();
    }
    place.finish();
  } catch (error) {
    place.abandon();
    throw error;
  }
}

function exchangedRun(run: RunFolder, reporter: string | undefined): ExchangedRun {
  const { run_id, started, measure, pack } = run.manifest;
  return {
    ...{ id: run_id, started, heading: measure.heading, rulesVersion: measure.rules_version },
    ...{ question: pack.question, notices: noticesOf(run.manifest), reporter: reporter ?? null },
  };
}

const PEOPLE_AT_ONCE = 1000;

/** Person by person, so that only one is in memory. */
async function writeIndividuals(
  run: RunFolder,
  {
    exchange,
    exchanged,
    file,
  }: { readonly exchange: PackExchange; readonly exchanged: ExchangedRun; readonly file: OutputFile },
): Promise<void> {
  const people = new People(exchange.persons, (table) => run.table(table));
  try {
    let count = 0;
    for (let person = people.next(); person !== null; person = people.next()) {
      file.write(asLines(exchange.individuals(exchanged, people.rows(person))));
      count += 1;
      // Lets the process handle an interruption.
      if (count % PEOPLE_AT_ONCE === 0) await setImmediate();
    }
  } finally {
    people.close();
  }
}

function asLines(resources: readonly Resource[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
}
