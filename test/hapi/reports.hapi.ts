import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeMeasureReports } from '../../src/report/fhir/write-measure-reports.js';
import { RunFolder } from '../../src/report/run-folder.js';
import { synthesize } from '../../src/synth/synthesize.js';
import { runMeasure } from '../run/measure.js';

/*
 * HAPI FHIR, the library behind most Java FHIR servers, reads the reports and validates them against base R4.
 * Its JPA server then accepts them over HTTP and returns them.
 */

const HERE = fileURLToPath(new URL('.', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-hapi-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const REPORTS = join(home, 'reports.ndjson');
let libraries: string;

beforeAll(async () => {
  const list = join(home, 'libraries.txt');
  execFileSync('mvn', [
    ...['-q', '-B', '-f', join(HERE, 'pom.xml')],
    ...['dependency:build-classpath', `-Dmdep.outputFile=${list}`],
  ]);
  libraries = readFileSync(list, 'utf8');
  const plan = join(home, 'plan');
  await synthesize({ members: 1500, seed: 5, year: 2025, out: plan });
  const out = join(home, 'run');
  await runMeasure({
    ...{ year: 2025, out, claims: [join(plan, 'medical_claim.csv')] },
    ...{ pharmacy: [join(plan, 'pharmacy_claim.csv')], eligibility: [join(plan, 'eligibility.csv')] },
  });
  const asked = { force: false, inputs: [], isIndividual: true, reporter: undefined };
  await writeMeasureReports(RunFolder.open(out), REPORTS, asked);
});

function readByHapi(path: string): { readonly status: number | null; readonly said: string } {
  const options = ['-cp', libraries, join(HERE, 'ReadReports.java'), path];
  const { status, stdout, stderr } = spawnSync('java', options, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

it('HAPI reads every report and finds no error', () => {
  const { status, said } = readByHapi(REPORTS);
  expect(said).toContain(`${linesOf(REPORTS).length} reports read, 0 errors`);
  expect(status).toBe(0);
});

it('it would find one', () => {
  const broken = join(home, 'broken.ndjson');
  writeFileSync(broken, `${breakPeriod(linesOf(REPORTS)[0] ?? '')}\n`);
  const { status, said } = readByHapi(broken);
  expect(said).toContain('1 reports read, 1 errors');
  expect(status).toBe(1);
});

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

/** The period starts after its end, against a constraint of base R4. */
function breakPeriod(report: string): string {
  return report.replace('"start":"2025-01-01"', '"start":"2026-01-01"');
}

describe("HAPI's JPA server", () => {
  const SUMMARY = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/summary-measurereport-deqm';
  const INDIVIDUAL = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/indv-measurereport-deqm';
  let server: ChildProcess;
  let base: string;
  let sent: readonly Report[];
  const ids: string[] = [];

  beforeAll(async () => {
    // It lives for a minute: compiled simply, it is up in half the time.
    const options = ['-XX:TieredStopAtLevel=1', '-cp', libraries, join(HERE, 'ServeReports.java')];
    server = spawn('java', options, { stdio: ['pipe', 'pipe', 'inherit'] });
    base = await addressOf(server);
    const lines = linesOf(REPORTS);
    sent = lines.map((line) => JSON.parse(line) as Report);
    for (const line of lines) {
      const { status, body } = await store(base, line);
      expect(body.issue, line).toBeUndefined();
      expect(status).toBe(201);
      ids.push(body.id ?? '');
    }
  });
  // It stops when its standard input ends, and so does not outlive this process either.
  afterAll(() => server.stdin?.end());

  it('finds as many as were sent, by profile, status, period and date', async () => {
    const counted = async (query: string) => (await search(base, query)).total;
    const isSummary = (report: Report) => report.type === 'summary';
    const day = String(sent[0]?.date).slice(0, 10);
    expect(sent.filter(isSummary).length).toBeGreaterThan(0);
    expect(await counted('')).toBe(sent.length);
    expect(await counted(`_profile=${SUMMARY}`)).toBe(sent.filter(isSummary).length);
    expect(await counted(`_profile=${INDIVIDUAL}`)).toBe(sent.filter((r) => !isSummary(r)).length);
    expect(await counted(`status=complete&period=2025&date=ge${day}`)).toBe(sent.length);
    expect(await counted('period=2024')).toBe(0);
  });

  it('gives back each by its id as it was sent', async () => {
    expect(new Set(ids).size).toBe(sent.length);
    for (const [nth, report] of sent.entries()) {
      const { total, entry } = await search(base, `_id=${ids[nth]}`);
      expect(total).toBe(1);
      // Populations, counts, scores, strata, text, references: all but what a server sets.
      const { id, meta, ...found } = entry?.[0]?.resource ?? {};
      const { id: ownId, meta: ownMeta, ...asSent } = report;
      expect(found).toEqual(asSent);
      expect(id).toBe(ownId ?? ids[nth]);
      expect(meta).toMatchObject(ownMeta ?? {});
    }
  });

  it('refuses a broken one', async () => {
    for (const line of [sent[0], sent.at(-1)].map((report) => JSON.stringify({ ...report, id: undefined }))) {
      const { status, body } = await store(base, breakPeriod(line));
      expect(status).toBe(422);
      expect(body.issue?.filter((issue) => issue.severity === 'error')).toHaveLength(1);
    }
    expect((await search(base, '')).total).toBe(sent.length);
  });
});

interface Report {
  readonly id?: string;
  readonly meta?: object;
  readonly type?: string;
  readonly date?: string;
}
interface Answer extends Report {
  readonly issue?: readonly { readonly severity: string }[];
}
interface Found {
  readonly total?: number;
  readonly entry?: readonly { readonly resource: Report }[];
}

/** Once the server says where it is. */
async function addressOf(server: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of server.stdout ?? []) {
    said += String(chunk);
    const address = /^serving (http:\S+)$/m.exec(said)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the server did not start: ${said}`);
}

/** A summary report has an id, under which it is put; to the others the server gives one. */
async function store(
  base: string,
  line: string,
): Promise<{ readonly status: number; readonly body: Answer }> {
  const { id } = JSON.parse(line) as Report;
  const response = await fetch(`${base}/MeasureReport${id === undefined ? '' : `/${id}`}`, {
    method: id === undefined ? 'POST' : 'PUT',
    headers: { 'Content-Type': 'application/fhir+json' },
    body: line,
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

async function search(base: string, query: string): Promise<Found> {
  // Otherwise an earlier answer to the same question may be given again.
  const headers = { 'Cache-Control': 'no-cache' };
  const response = await fetch(`${base}/MeasureReport?_total=accurate&${query}`, { headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Found;
}
