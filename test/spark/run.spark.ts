import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AnyPack } from '../../src/packs/pack.js';
import { runPack } from '../../src/run/run-pack.js';
import { runSettings } from '../../src/run/settings/run-settings.js';
import { type Ended, lbp } from '../cli/command.js';
import { TWO_FILLS } from '../packs/two-fills/pack.js';
import { writePlan } from '../packs/two-fills/plan.js';
import { writeAwkwardPlan } from './awkward.js';
import { Cluster } from './cluster.js';
import { type InstalledSpark, installedSpark } from './installed.js';

/*
 * The extraction on a real Spark: its output must equal DuckDB's byte for byte. A standalone master and two
 * workers run on the loopback interface, each worker with one core and 1 GB. LBP_SPARK_LINES changes the
 * number of claim lines from 5 million.
 */

vi.mock('../../src/packs/index.js', async (original) => {
  const { PACKS, ...rest } = await original<typeof import('../../src/packs/index.js')>();
  const { TWO_FILLS: added } = await import('../packs/two-fills/pack.js');
  return { ...rest, PACKS: [...PACKS, added] satisfies readonly AnyPack[] };
});

const LINES = Number(process.env['LBP_SPARK_LINES'] ?? 5_000_000);
/** A synthetic plan has about 27.4 claim lines a person. */
const MEMBERS = Math.ceil(LINES / 27);

/** Tables that are written person by person, and those of totals. */
const OUTPUTS = ['members', 'evidence', 'unreported', 'summary', 'waterfall', 'idss', 'rejects'];

const CONF = [
  ...['spark.driver.memory=1g', 'spark.executor.memory=1g', 'spark.ui.enabled=false'],
  ...['spark.sql.shuffle.partitions=8', 'spark.sql.files.maxPartitionBytes=16m'],
  // No metastore, which is a database of its own, for runs of a minute; and compiled quickly rather than well.
  'spark.sql.catalogImplementation=in-memory',
  ...['driver', 'executor'].map(
    (who) => `spark.${who}.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC`,
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'lbp-spark-'));
/** Takes calls and does not answer. */
const silent = createServer();
let spark: InstalledSpark;
let env: Readonly<Record<string, string>>;
let cluster: Cluster | undefined;
let withoutMaster: Promise<Ended>;

/** The cluster's, once it has started. */
const master = (): string => cluster?.url ?? '';
const silentMaster = (): string => {
  const address: string | AddressInfo | null = silent.address();
  return typeof address === 'object' ? `spark://127.0.0.1:${address?.port}` : '';
};

const onSpark = (url: string): string[] => [
  ...['--engine', 'spark', '--spark-home', spark.home, '--master', url, '--conf', ...CONF, '--verbose'],
];

const tables = (plan: string, format: string): string[] => [
  ...['--year', '2025', '--claims', `${plan}/medical_claim.${format}`],
  ...['--pharmacy', `${plan}/pharmacy_claim.${format}`, '--eligibility', `${plan}/eligibility.${format}`],
];

async function run(args: readonly string[]): Promise<Ended> {
  return lbp(['run', ...args], { cwd: folder, env });
}

async function done(args: readonly string[]): Promise<Ended> {
  const ended = await run(args);
  if (ended.exit !== 0) throw new Error(`lbp ended with ${ended.exit}: ${ended.stderr.slice(-3000)}`);
  return ended;
}

async function synth(members: number, out: string, format: string): Promise<void> {
  const args = ['synth', '--members', String(members), '--year', '2025', '--format', format, '--out', out];
  expect((await lbp(args, { cwd: folder })).exit).toBe(0);
}

beforeAll(async () => {
  spark = await installedSpark();
  env = { ...spark.env, SPARK_LOCAL_IP: '127.0.0.1' };
  await synth(20_000, 'demo', 'csv');
  const large = synth(MEMBERS, 'large', 'parquet');
  cluster = await Cluster.start(spark, join(folder, 'cluster'), 2);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  // Spark tries for a minute; it does so beside everything else.
  withoutMaster = run([...onSpark(silentMaster()), ...tables('demo', 'csv'), '--out', 'no-master']);
  await large;
});

afterAll(async () => {
  silent.close();
  await cluster?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function expectSameOutputs(one: string, other: string): void {
  for (const name of OUTPUTS) {
    const [a, b] = [one, other].map((out) => readFileSync(join(folder, out, `${name}.csv`)));
    expect(a?.equals(b ?? Buffer.alloc(0)), `${name}.csv of ${one} and ${other}`).toBe(true);
  }
  const [a, b] = [one, other].map((out) => manifest(out));
  expect(a?.inputs).toEqual(b?.inputs);
  expect(a?.persons).toEqual(b?.persons);
  expect(a?.warnings).toEqual(b?.warnings);
}

interface ManifestPart {
  readonly engine: { readonly name: string };
  readonly inputs: readonly {
    readonly table: string;
    readonly rows_read: number;
    readonly rows_ignored: object;
  }[];
  readonly persons: { readonly in_members_csv: number };
  readonly warnings: unknown;
}

function manifest(out: string): ManifestPart {
  const parsed: ManifestPart = JSON.parse(readFileSync(join(folder, out, 'manifest.json'), 'utf8'));
  return parsed;
}

describe('a run on Spark gives what a run in DuckDB gives', () => {
  it('on the demonstration plan, from CSV', async () => {
    await done([...tables('demo', 'csv'), '--out', 'demo-duckdb']);
    await done([...onSpark(master()), ...tables('demo', 'csv'), '--out', 'demo-spark']);
    expect(manifest('demo-spark').engine.name).toBe('spark');
    expect(manifest('demo-spark').persons.in_members_csv).toBeGreaterThan(500);
    expectSameOutputs('demo-spark', 'demo-duckdb');
  });

  it('on a plan of awkward files, values and rows', async () => {
    const list = readFileSync(
      new URL(
        '../../valuesets/open/medications/corticosteroid-medications-demonstration.csv',
        import.meta.url,
      ),
      'utf8',
    );
    const plan = await writeAwkwardPlan(join(folder, 'awkward'), /\b\d{11}\b/.exec(list)?.[0] ?? '');
    await done([...plan, '--out', 'awkward-duckdb']);
    await done([...onSpark(master()), ...plan, '--out', 'awkward-spark']);
    expectSameOutputs('awkward-spark', 'awkward-duckdb');
  });

  it('on a table of the catalog, and files that are given as URIs', async () => {
    await synth(1000, 'small', 'parquet');
    await synth(1000, 'small-csv', 'csv');
    const files = [
      ...['--year', '2025', '--claims', 'small/medical_claim.parquet'],
      ...['--pharmacy', 'small/pharmacy_claim.parquet', '--eligibility', 'small-csv/eligibility.csv'],
    ];
    await done([...files, '--out', 'small-duckdb']);

    const conf = [
      ...CONF.filter((setting) => !setting.includes('catalogImplementation')),
      `spark.sql.warehouse.dir=${folder}/warehouse`,
      `spark.hadoop.javax.jdo.option.ConnectionURL=jdbc:derby:;databaseName=${folder}/metastore;create=true`,
    ];
    const create = `CREATE DATABASE plan; CREATE TABLE plan.claims USING parquet OPTIONS (path '${folder}/small/medical_claim.parquet')`;
    const settings = conf.flatMap((setting) => ['--conf', setting]);
    await promisify(execFile)(
      join(spark.home, 'bin', 'spark-sql'),
      ['--master', 'local[1]', ...settings, '-e', create],
      {
        cwd: folder,
        env: { ...process.env, ...env },
      },
    );
    const uri = (path: string): string => `file://${join(folder, path)}`;
    const elsewhere = [
      ...['--year', '2025', '--claims-table', 'plan.claims'],
      ...[
        '--pharmacy',
        uri('small/pharmacy_claim.parquet'),
        '--eligibility',
        uri('small-csv/eligibility.csv'),
      ],
    ];
    const local = [
      '--engine',
      'spark',
      '--spark-home',
      spark.home,
      '--master',
      'local[2]',
      '--conf',
      ...conf,
    ];
    await done([...local, ...elsewhere, '--out', 'small-spark']);

    const read = (out: string, name: string): string =>
      readFileSync(join(folder, out, `${name}.csv`), 'utf8');
    expect(read('small-spark', 'members')).toBe(read('small-duckdb', 'members'));
    const evidence = read('small-duckdb', 'evidence')
      .replaceAll('small/medical_claim.parquet', 'plan.claims')
      .replaceAll('small/pharmacy_claim.parquet', uri('small/pharmacy_claim.parquet'))
      .replaceAll('small-csv/eligibility.csv', uri('small-csv/eligibility.csv'));
    expect(read('small-spark', 'evidence')).toBe(evidence);
    const rows = (out: string): unknown[] =>
      manifest(out).inputs.map(({ rows_read, rows_ignored }) => [rows_read, rows_ignored]);
    expect(rows('small-spark')).toEqual(rows('small-duckdb'));
  });

  it('of a pack that is not of the program', async () => {
    const plan = join(folder, 'two-fills');
    mkdirSync(plan);
    const { claims, pharmacy, eligibility, medications } = writePlan(plan);
    const asked = (out: string, engine: object): ReturnType<typeof runSettings> =>
      runSettings(TWO_FILLS, {
        ...{ claims: [claims], pharmacy: [pharmacy], eligibility: [eligibility] },
        ...{ medications: [medications], from: '2025-01-01', list: 'Ours', out: join(plan, out), ...engine },
      });
    await runPack(TWO_FILLS, asked('duckdb', {}), { onStage: () => undefined });
    const onLocal = { engine: 'spark', 'spark-home': spark.home, master: 'local[1]', conf: CONF };
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    await runPack(TWO_FILLS, asked('spark', onLocal), { onStage: () => undefined });
    for (const name of ['pairs.csv', 'evidence.csv', 'totals.csv'])
      expect(readFileSync(join(plan, 'spark', name), 'utf8'), name).toBe(
        readFileSync(join(plan, 'duckdb', name), 'utf8'),
      );
    expect(readFileSync(join(plan, 'spark', 'totals.csv'), 'utf8')).toBe('people,pairs\n2,2\n');
  });

  it('of a payment policy, with the facts of its lines', async () => {
    await synth(1000, 'policy', 'parquet');
    const judged = async (out: string, engine: readonly string[]): Promise<void> => {
      const period = ['--from', '2025-01-01', '--to', '2025-12-31'];
      const [, , ...files] = tables('policy', 'parquet');
      const args = ['policy', '--policy', 'preferredone', ...period, ...files, ...engine, '--out', out];
      const ended = await lbp(args, { cwd: folder, env });
      expect(ended, ended.stderr).toMatchObject({ exit: 0 });
    };
    await judged('policy-duckdb', []);
    await judged('policy-spark', onSpark(master()));
    for (const name of ['policy-lines.csv', 'policy-summary.csv', 'evidence.csv', 'rejects.csv'])
      expect(readFileSync(join(folder, 'policy-spark', name), 'utf8'), name).toBe(
        readFileSync(join(folder, 'policy-duckdb', name), 'utf8'),
      );
    const lines = readFileSync(join(folder, 'policy-spark', 'policy-lines.csv'), 'utf8');
    expect(lines).toMatch(/,deny,imaging_within_days,/);
    expect(lines).toMatch(/,professional,.*,xray,lumbar,.*\.\d\d,/);
  });

  it('of a review by a guideline, with its criteria, their records and the worklist', async () => {
    await synth(3000, 'review', 'parquet');
    const reviewed = async (out: string, engine: readonly string[]): Promise<void> => {
      const period = ['--from', '2024-01-01', '--to', '2025-12-31'];
      const [, , ...files] = tables('review', 'parquet');
      const args = ['review', '--guideline', 'aim', ...period, ...files, ...engine, '--out', out];
      const ended = await lbp(args, { cwd: folder, env });
      expect(ended, ended.stderr).toMatchObject({ exit: 0 });
    };
    await reviewed('review-duckdb', []);
    await reviewed('review-spark', onSpark(master()));
    const tablesOfReview = ['review', 'review-criteria', 'review-evidence', 'review-summary', 'rejects'];
    for (const name of [...tablesOfReview.map((table) => `${table}.csv`), 'review.html'])
      expect(readFileSync(join(folder, 'review-spark', name), 'utf8'), name).toBe(
        readFileSync(join(folder, 'review-duckdb', name), 'utf8'),
      );
    const lines = readFileSync(join(folder, 'review-spark', 'review.csv'), 'utf8').split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.some((line) => line.includes(',needs clinical review,'))).toBe(true);
  });

  it('on folders named like columns, which are none', async () => {
    await synth(1000, 'flat', 'parquet');
    await synth(1000, 'flat-csv', 'csv');
    const place = (from: string, to: string): void => {
      mkdirSync(dirname(join(folder, to)), { recursive: true });
      copyFileSync(join(folder, from), join(folder, to));
    };
    place('flat/medical_claim.parquet', 'claims/claim_status=voided/person_id=X/part.parquet');
    place('flat-csv/eligibility.csv', 'members.csv/c0=x/payer_type=other/part.csv');
    const files = ['--claims', 'flat/medical_claim.parquet', '--eligibility', 'flat-csv/eligibility.csv'];
    await done(['--year', '2025', ...files, '--out', 'flat-duckdb']);
    const uri = (path: string): string => `file://${join(folder, path)}`;
    const nested = ['--claims', uri('claims'), '--eligibility', uri('members.csv')];
    await done([...onSpark(master()), '--year', '2025', ...nested, '--out', 'c0=x/nested-spark']);
    const [a, b] = ['flat-duckdb', 'c0=x/nested-spark'].map((out) =>
      readFileSync(join(folder, out, 'members.csv'), 'utf8'),
    );
    expect(a?.split('\n').length).toBeGreaterThan(20);
    expect(b).toBe(a);
  });

  it(`on ${LINES} claim lines, from Parquet`, async () => {
    await done([...tables('large', 'parquet'), '--out', 'large-duckdb']);
    await done([...onSpark(master()), ...tables('large', 'parquet'), '--out', 'large-spark']);
    const claims = manifest('large-spark').inputs.find(({ table }) => table === 'medical_claim');
    expect(claims?.rows_read).toBeGreaterThanOrEqual(LINES);
    expectSameOutputs('large-spark', 'large-duckdb');
  });
});

describe('what can go wrong', () => {
  it('a master that does not answer is a clear error, and leaves nothing behind', async () => {
    const ended = await withoutMaster;
    expect(ended.exit).toBe(4);
    expect(ended.stderr.trimEnd().split('\n').at(-1)).toBe(
      `LBP-E405 ${silentMaster()}: Spark's master does not answer. Check --master, and that it runs and can be reached from here.`,
    );
    expect(existsSync(join(folder, 'no-master'))).toBe(false);
    expect(existsSync(join(folder, 'no-master.partial'))).toBe(false);
  });

  it('a worker that is lost in the middle of a run changes nothing', async () => {
    const events = join(folder, 'events');
    const running = done([
      ...onSpark(master()),
      ...tables('demo', 'csv'),
      ...['--events', events, '--out', 'lost-worker'],
    ]);
    let isOver = false;
    running.then(
      () => {
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    // The candidates' rows are being fetched, and a task of that has been at work for a while.
    const tasksOf = (worker: number): ReadonlyMap<string, string> => cluster?.tasksAt(worker) ?? new Map();
    let before: ReadonlySet<string> = new Set();
    let task: string | undefined;
    while (task === undefined && !isOver) {
      await wait(200);
      if (!existsSync(join(events, 'work', 'coded', '_temporary'))) continue;
      const now = [...tasksOf(0)].filter(([, state]) => state === 'running').map(([name]) => name);
      task = now.find((name) => before.has(name));
      before = new Set(now);
    }
    expect(task).toMatch(/\.0 in stage/);
    await cluster?.killWorker(0);
    const { stderr } = await running;
    expect(stderr).toMatch(/Lost executor \d/);
    // It did not come to its end there, and was begun once more elsewhere.
    expect(tasksOf(0).get(task ?? '')).toBe('running');
    expect([...tasksOf(1).keys()]).toContain(task?.replace('.0 in', '.1 in'));
    expectSameOutputs('lost-worker', 'demo-duckdb');
  });

  it('nothing is left behind: no process, and no file where the tests were started', async () => {
    await cluster?.stop();
    await vi.waitFor(() => expect(processesIn(folder)).toEqual([]), 10_000);
    for (const name of ['derby.log', 'metastore_db', 'spark-warehouse', 'artifacts'])
      expect(existsSync(name), name).toBe(false);
  });
});

/** Command lines that name a folder; none where the system does not tell. */
function processesIn(named: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  const lines = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8');
      } catch {
        // It ended in the meantime.
        return '';
      }
    });
  return lines.filter((line) => line.includes(named)).map((line) => line.replaceAll('\0', ' '));
}
