import type { Providers } from '../../packs/providers.js';
import type { PackReport, ReportedRun, ReportSection } from '../../packs/report.js';
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
  return await sectionsPage(title, lead, report.sections(run, earlier, providers));
}

/** A page of sections, in one file that loads nothing. */
export async function sectionsPage(
  title: string,
  lead: readonly string[],
  sections: readonly ReportSection[],
): Promise<string> {
  return staticPage(title, await reportBody(title, lead, sections), pageApp('report'));
}
