import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../errors.js';
import { type FolderOptions, onDisk } from '../partial-folder.js';
import { REPORT_PAGE } from '../report/html/report-name.js';
import type { RunFolder } from '../report/run-folder.js';
import { SingleFile } from '../report/single-file.js';
import { namedProviders } from './named-providers.js';

export interface ReportRequest extends FolderOptions {
  readonly format: 'html' | 'xlsx' | 'parquet' | 'fhir';
  readonly earlier: RunFolder | null;
  readonly providers?: string;
  /** Whether FHIR output also has a report for each person. */
  readonly individual?: boolean;
  /** The reporter in FHIR. */
  readonly reporter?: string;
  readonly out?: string;
}

/**
 * Writes a report of a finished run, and returns its path.
 *
 * @throws LbpError E304 for a run without this kind of report, E303, E402 and E403 from the output
 */
export async function makeReport(run: RunFolder, request: ReportRequest): Promise<string> {
  if (request.format === 'html') return await makePage(run, request);
  const out = request.out ?? `${run.path.replace(/[/\\]+$/, '')}${BESIDE[request.format]}`;
  switch (request.format) {
    case 'xlsx': {
      const { writeWorkbook } = await import('../report/workbook/write-workbook.js');
      await writeWorkbook(run, out, request);
      return out;
    }
    case 'parquet': {
      const { writeParquet } = await import('../report/parquet/write-parquet.js');
      await writeParquet(run, out, request);
      return out;
    }
    case 'fhir': {
      const { writeMeasureReports } = await import('../report/fhir/write-measure-reports.js');
      const { individual, reporter } = request;
      await writeMeasureReports(run, out, { ...request, isIndividual: individual === true, reporter });
      return out;
    }
  }
}

/** The default path of a report: beside the run, under its name with one of these suffixes. */
const BESIDE = { xlsx: '.xlsx', parquet: '-parquet', fhir: '.measure-reports.ndjson' } as const;

async function makePage(run: RunFolder, request: ReportRequest): Promise<string> {
  const { report } = run.pack;
  if (report === null) {
    throw new LbpError(
      'E304',
      `${run.path}: a run of ${run.pack.id}, which has no report. Give a run of lbp run.`,
    );
  }
  const { reportPage } = await import('../report/html/report-page.js');
  const names = request.providers === undefined ? new Map() : namedProviders(request.providers).providers;
  const page = await reportPage(report, run.reported, request.earlier?.reported ?? null, names);
  if (request.out === undefined) return replacePage(run.path, page);
  const file = SingleFile.create(request.out, request);
  try {
    onDisk(request.out, () => writeFileSync(file.path, page, { mode: 0o600 }));
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
  return request.out;
}

const WRITTEN = z.looseObject({ outputs: z.array(z.looseObject({ name: z.string() })) });

function manifestWith(folder: string, page: string): string {
  const manifest = WRITTEN.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const sha256 = createHash('sha256').update(page).digest('hex');
  const entry = { name: REPORT_PAGE, bytes: Buffer.byteLength(page), sha256 };
  const others = manifest.outputs.filter(({ name }) => name !== REPORT_PAGE);
  return `${JSON.stringify({ ...manifest, outputs: [...others, entry] }, null, 2)}\n`;
}

/** Replaces the page that the run wrote, and updates its size and hash in the manifest. */
function replacePage(folder: string, page: string): string {
  const path = join(folder, REPORT_PAGE);
  const manifest = manifestWith(folder, page);
  onDisk(path, () => {
    for (const [name, text] of [
      [REPORT_PAGE, page],
      ['manifest.json', manifest],
    ] as const) {
      const part = join(resolve(folder), `.${name}.partial`);
      writeFileSync(part, text, { mode: 0o600 });
      renameSync(part, join(folder, name));
    }
  });
  return path;
}
