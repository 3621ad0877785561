import type { Providers } from '../../packs/providers.js';
import type { PackReport, ReportedRun } from '../../packs/report.js';
import { staticPage } from '../page/html-page.js';
import { pageApp } from '../page/page-app.js';
import { reportBody } from './render-report.js';

/** report.html of a run: one file that loads nothing (docs/outputs.md). */
export async function reportPage(
  report: PackReport,
  run: ReportedRun,
  earlier: ReportedRun | null,
  providers: Providers,
): Promise<string> {
  const { measure, started, tool } = run.facts;
  const title = `${measure.heading}: report`;
  const lead = [`Run of ${started.slice(0, 10)} with lbp ${tool.version}.`];
  const body = await reportBody(title, lead, report.sections(run, earlier, providers));
  return staticPage(title, body, pageApp('report'));
}
