import { join } from 'node:path';
import type { AnyPack } from '../packs/pack.js';
import type { OutputRow } from '../packs/table.js';
import { REPORT_PAGE } from '../report/html/report-name.js';
import { type RunFacts, toolFacts } from '../report/manifest.js';
import { OutputRows } from '../report/output-rows.js';
import { noticesOf } from '../report/run-folder.js';
import type { Work } from './lifecycle.js';

/**
 * Writes report.html of a run from the tables already in its folder, as `lbp report` does for a finished run.
 *
 * @throws LbpError E402 and E403 from the disk
 */
export async function writeReport(at: Work, pack: AnyPack, facts: Omit<RunFacts, 'engine'>): Promise<void> {
  if (pack.report === null) return;
  // Loaded here: the chart library is slow to load, and not every run needs it.
  const { reportPage } = await import('../report/html/report-page.js');
  const head = { run_id: at.runId, started: at.started.toISOString(), tool: toolFacts() };
  const totals = (name: string): OutputRow[] => totalsIn(at, pack, name);
  const reported = { facts: { ...head, ...facts, notice: noticesOf(facts) }, totals };
  const page = await reportPage(pack.report, reported, null, new Map());
  at.folder.file(REPORT_PAGE).write(page);
}

function totalsIn(at: Work, pack: AnyPack, name: string): OutputRow[] {
  const table = pack.totalTables.find((one) => one.name === name);
  if (table === undefined || !at.folder.written().some((file) => file.name === name)) return [];
  const columns = table.columns.map((column) => column.name);
  const rows = OutputRows.open(join(at.partial, name), columns);
  try {
    return [...rows.all()].map((record) => rows.row(record));
  } finally {
    rows.close();
  }
}
