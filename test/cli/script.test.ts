import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { sampled, whole } from '../sampled.js';
import { writeAwkwardPlan } from '../spark/awkward.js';
import { type Ended, lbp, lbpHere } from './command.js';

/*
 * The extraction as a script, and the evaluation of its output. DuckDB runs the DuckDB script here; the Spark
 * script is only inspected here, and run by `npm run test:spark`. Tests of the code around Spark use a shell
 * script in its place.
 */

const folder = mkdtempSync(join(tmpdir(), 'lbp-script-'));
const TABLES = [
  ...['--year', '2025', '--claims', 'plan/medical_claim.csv'],
  ...['--pharmacy', 'plan/pharmacy_claim.csv', '--eligibility', 'plan/eligibility.csv'],
];
const OUTPUTS = ['members', 'evidence', 'unreported', 'summary', 'waterfall', 'idss', 'rejects'];
let awkward: readonly string[];

const here = (...args: readonly string[]): Promise<Ended> => lbpHere(args, folder);

async function done(...args: readonly string[]): Promise<Ended> {
  const ended = await here(...args);
  if (ended.exit !== 0) throw new Error(`lbp ended with ${ended.exit}: ${ended.stderr}`);
  return ended;
}

/** Prints the script for DuckDB and has DuckDB run it, as its own command line would. */
async function extractInto(events: string, inputs: readonly string[]): Promise<void> {
  const { stdout } = await done('sql', '--dialect', 'duckdb', ...inputs, '--events', join(folder, events));
  mkdirSync(join(folder, events), { recursive: true });
  const before = process.cwd();
  process.chdir(folder);
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    await connection.run(stdout);
    connection.closeSync();
  } finally {
    instance.closeSync();
    process.chdir(before);
  }
}

async function rewritten(path: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${query}) TO '${path}.new' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  renameSync(`${path}.new`, path);
}

interface ManifestPart {
  readonly inputs: readonly { readonly path: string; readonly rows_rejected: object }[];
  readonly persons: object;
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
  readonly data_quality: object;
  readonly arguments: { readonly spark: { readonly conf: readonly string[] } };
}

function manifest(out: string): ManifestPart {
  const parsed: ManifestPart = JSON.parse(readFileSync(join(folder, out, 'manifest.json'), 'utf8'));
  return parsed;
}

function expectSameOutputs(one: string, other: string, names: readonly string[] = OUTPUTS): void {
  for (const name of names) {
    const [a, b] = [one, other].map((out) => readFileSync(join(folder, out, `${name}.csv`), 'utf8'));
    expect(a, name).toBe(b);
  }
  expect(manifest(one).inputs).toEqual(manifest(other).inputs);
  expect(manifest(one).persons).toEqual(manifest(other).persons);
}

beforeAll(async () => {
  await done('synth', '--members', '1500', '--year', '2025', '--out', 'plan');
  await done('run', ...TABLES, '--out', 'direct');
  await extractInto('events', TABLES);
  const list = new URL(
    '../../valuesets/open/medications/corticosteroid-medications-demonstration.csv',
    import.meta.url,
  );
  awkward = await writeAwkwardPlan(
    join(folder, 'awkward'),
    /\b\d{11}\b/.exec(readFileSync(list, 'utf8'))?.[0] ?? '',
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what a script of DuckDB wrote', () => {
  it('evaluates to the bytes of a run, with the inputs named', async () => {
    await done('run', ...TABLES, '--events', 'events', '--out', 'named');
    expectSameOutputs('named', 'direct');
    expect(manifest('named').warnings).toEqual(manifest('direct').warnings);
    // A direct run of few rows looks at all of them, and finds more.
    const found = z.array(z.object({ code: z.string() })).parse(manifest('direct').data_quality);
    const known = z.array(z.object({ code: z.string() })).parse(manifest('named').data_quality);
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(known.map(({ code }) => code)));
  });

  it('and without them, for the folder knows what it was made from', async () => {
    await done('run', '--year', '2025', '--events', 'events', '--out', 'unnamed');
    expectSameOutputs('unnamed', 'direct');
  });

  whole(
    'counts the rejected rows of files that are not named, and says that they are not listed',
    async () => {
      await done('run', ...awkward, '--out', 'awkward-direct');
      await extractInto('awkward-events', awkward);
      await done('run', ...awkward, '--events', 'awkward-events', '--out', 'awkward-named');
      expectSameOutputs('awkward-named', 'awkward-direct');

      const others = OUTPUTS.filter((name) => name !== 'rejects');
      await done(
        'run',
        '--year',
        '2025',
        '--max-rejects',
        '100',
        '--events',
        'awkward-events',
        '--out',
        'unlisted',
      );
      expectSameOutputs('unlisted', 'awkward-direct', others);
      const rejected = manifest('unlisted').inputs.flatMap(({ rows_rejected }) =>
        Object.values(rows_rejected),
      );
      const count = rejected.reduce((sum: number, rows: number) => sum + rows, 0);
      expect(count).toBeGreaterThan(10);
      expect(manifest('unlisted').warnings).toContainEqual(
        expect.objectContaining({ code: 'LBP-W112', count }),
      );
      expect(
        readFileSync(join(folder, 'unlisted', 'rejects.csv'), 'utf8')
          .trim()
          .split('\n'),
      ).toHaveLength(1);
    },
  );

  it('says in front what to run after it', async () => {
    const { stdout } = await done('sql', '--dialect', 'duckdb', ...TABLES, '--events', "it's here");
    expect(stdout).toMatch(/^--.*\n(--.*\n)*-- {5}lbp run --year 2025 --events 'it'\\''s here'\n\n/);
  });
});

describe('extracted events that are not of this run are refused', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const ended = await here('run', ...args, '--out', 'refused');
    expect(ended.exit).toBe(3);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
    return ended.stderr;
  };

  whole('of another year', async () => {
    expect(await refused('--year', '2024', '--events', 'events')).toMatch(
      /^LBP-E113 events: the extraction was made for --year 2025, and this run asks for --year 2024\. .+\n$/,
    );
  });

  it('with other value sets', async () => {
    cpSync(new URL('../../valuesets/open', import.meta.url), join(folder, 'sets'), { recursive: true });
    const sets = join(folder, 'sets', 'hiv.csv');
    const lines = readFileSync(sets, 'utf8').trimEnd().split('\n');
    writeFileSync(sets, `${lines.slice(0, -1).join('\n')}\n`);
    const given = ['--value-sets', 'sets', '--medications', 'sets/medications'];
    expect(await refused('--year', '2025', ...given, '--events', 'events')).toMatch(
      /^LBP-E113 events: the extraction was made with other value sets or medication lists\./,
    );
  });

  it('from a file that has changed since, and from more or fewer files', async () => {
    cpSync(join(folder, 'plan'), join(folder, 'changed'), { recursive: true });
    appendFileSync(join(folder, 'changed', 'eligibility.csv'), '\n');
    const changed = TABLES.map((arg) => (arg.endsWith('eligibility.csv') ? 'changed/eligibility.csv' : arg));
    expect(await refused(...changed, '--events', 'events')).toMatch(
      /^LBP-E113 .*from other inputs \(changed\/eligibility\.csv is new or has changed\)/,
    );
    const fewer = TABLES.filter((arg) => arg !== '--pharmacy' && !arg.endsWith('pharmacy_claim.csv'));
    expect(await refused(...fewer, '--events', 'events')).toMatch(/^LBP-E113 .*from (other|more) inputs/);
  });

  it('with another mapping', async () => {
    writeFileSync(join(folder, 'mapping.json'), '{"values":{"payer_type":{"commercial":"other"}}}');
    expect(await refused('--config', 'mapping.json', ...TABLES, '--events', 'events')).toMatch(
      /^LBP-E113 .*with another mapping of the columns/,
    );
  });

  it('of a script that did not come to its end, or of none', async () => {
    cpSync(join(folder, 'events'), join(folder, 'half'), { recursive: true });
    rmSync(join(folder, 'half', 'made_for'), { recursive: true });
    for (const events of ['half', 'plan', 'nowhere']) {
      expect(await refused('--year', '2025', '--events', events)).toMatch(
        new RegExp(`^LBP-E113 ${events}: the folder holds no finished extraction\\.`),
      );
    }
  });

  whole('of which a part was lost on the way', async () => {
    for (const part of ['candidates', 'events', 'fills', 'enrollment', 'account', 'count']) {
      cpSync(join(folder, 'events'), join(folder, 'copied'), { recursive: true });
      const [file = ''] = readdirSync(join(folder, 'copied', part));
      const rest = join(folder, 'copied', part, file);
      await rewritten(rest, `SELECT * FROM read_parquet('${rest}') OFFSET 1`);
      expect(await refused('--year', '2025', '--events', 'copied'), part).toMatch(
        /^LBP-E113 copied: \w+ does not have the rows that the script wrote there\./,
      );
      rmSync(join(folder, 'copied', part), { recursive: true });
      expect(await refused('--year', '2025', '--events', 'copied'), part).toMatch(/^LBP-E113 copied: /);
      rmSync(join(folder, 'copied'), { recursive: true });
    }
  });

  it('a script marks the folder as unfinished before it does anything else', async () => {
    const { stdout } = await done('sql', '--dialect', 'duckdb', ...TABLES, '--events', 'events');
    const [first, ...others] = stdout.split(/(?=COPY \()/).filter((part) => part.startsWith('COPY'));
    expect(first).toMatch(/'unfinished'[\s\S]*made_for/);
    expect(others.at(-1)).toMatch(/'engine_version'[\s\S]*made_for/);
  });
});

describe('the script for Spark', () => {
  it('reads every record of a CSV file strictly, and names its paths so that nothing in them is a pattern', async () => {
    const { stdout } = await done('sql', '--dialect', 'spark', ...awkward, '--events', 's3a://bucket/events');
    expect(stdout).toMatch(/SET spark\.sql\.ansi\.enabled = false;/);
    expect(stdout).toMatch(/SET spark\.sql\.csv\.parser\.columnPruning\.enabled = false;/);
    const inputs =
      stdout.match(/CREATE OR REPLACE TEMPORARY VIEW lbp_input_\d+ [^;]*USING csv OPTIONS[^;]*;/g) ?? [];
    expect(inputs).toHaveLength(4);
    for (const input of inputs) expect(input).toMatch(/mode 'FAILFAST'/);
    expect(inputs.join('\n')).toContain(`first.csv,ja\\\\*n%20 #1\\\\?.csv,f\\u00e9vrier.csv}'`);
    // A record can have several lines where the file has quotes, and then only.
    const several = inputs.map((input) => /multiLine '(\w+)'/.exec(input)?.[1]);
    expect(new Set(several)).toEqual(new Set(['true', 'false']));
    expect(stdout).toMatch(/a%20b,%20%7Bc%7D\/ja\*n%2520%20%231%3F\.csv', 1\)/);
    expect(stdout).toMatch(/INSERT OVERWRITE DIRECTORY 's3a:\/\/bucket\/events\/candidates' USING parquet/);
    // In a place without UTF-8 it would be read as something else.
    expect(stdout.replace(/^--.*$/gm, '')).toMatch(/^[\n -~]*$/);
    expect(stdout).toContain(`WHEN 'o\\'ther \\\\ plan' THEN 'medicaid'`);
  });

  it('refuses a file that Spark would pass over', async () => {
    cpSync(join(folder, 'plan', 'medical_claim.csv'), join(folder, '_claims.csv'));
    const tables = ['--claims', '_claims.csv', '--eligibility', 'plan/eligibility.csv', '--year', '2025'];
    const ended = await here('sql', '--dialect', 'spark', ...tables, '--events', 'e');
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toMatch(/^LBP-E101 _claims\.csv: Spark passes over files/);
    expect((await here('sql', '--dialect', 'duckdb', ...tables, '--events', 'e')).exit).toBe(0);
  });

  it.each(
    sampled(
      [
        ['claims.medical; DROP TABLE x', 'a table such as'],
        ['`claims`', 'a table such as'],
        ['a.b.c.d', 'a table such as'],
      ],
      3,
    ),
  )('a catalog table of the name %j is refused', async (name, said) => {
    const tables = ['--claims-table', name, '--eligibility-table', 'plan.eligibility'];
    const ended = await here('run', '--engine', 'spark', '--year', '2025', ...tables);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain(said);
  });
});

describe('around Spark', () => {
  /** A folder of Spark whose spark-sql is a shell script. */
  function fakeSpark(name: string, script: string, command = 'spark-sql'): string {
    mkdirSync(join(folder, name, 'bin'), { recursive: true });
    writeFileSync(join(folder, name, 'bin', command), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name, 'bin', command), 0o755);
    return name;
  }
  const onSpark = (home: string, ...more: readonly string[]): Promise<Ended> =>
    here('run', '--engine', 'spark', '--spark-home', home, ...TABLES, '--out', 'on-spark', ...more);

  it('a folder without Spark, and a PATH without it, are distinguished', async () => {
    const wrong = await onSpark('plan');
    expect(wrong.exit).toBe(4);
    expect(wrong.stderr).toMatch(/^LBP-E404 plan: no bin\/spark-sql and no bin\/spark-submit there\./);
    const args = ['run', '--engine', 'spark', ...TABLES, '--out', 'on-spark'];
    const none = await lbp(args, { cwd: folder, env: { PATH: '/nowhere', SPARK_HOME: '' } });
    expect(none.exit).toBe(4);
    expect(none.stderr).toMatch(/^LBP-E404 no spark-sql and no spark-submit on the PATH\./);
    expect(existsSync(join(folder, 'on-spark.partial'))).toBe(false);
  });

  it('settings go to Spark as they are, through no shell, and passwords into no manifest', async () => {
    const home = fakeSpark('echo', `for arg in "$@"; do echo "$arg" >> '${folder}/arguments'; done`);
    cpSync(join(folder, 'events'), join(folder, 'kept'), { recursive: true });
    const conf = ['spark.a=$(touch pwned); x', 'spark.hadoop.fs.s3a.secret.key=hush'];
    const ended = await onSpark(home, '--master', 'spark://m:1', '--conf', ...conf, '--events', 'kept');
    expect(ended.exit).toBe(0);
    const args = readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n');
    expect(args.slice(0, 8)).toEqual([
      ...['--master', 'spark://m:1', '--name', 'lbp', '--conf', conf[0]],
      ...['--conf', conf[1]],
    ]);
    expect(args[8]).toBe('-f');
    expect(readFileSync(join(folder, 'on-spark', 'manifest.json'), 'utf8')).not.toContain('hush');
    expect(manifest('on-spark').arguments.spark.conf).toEqual([
      conf[0],
      'spark.hadoop.fs.s3a.secret.key=(hidden)',
    ]);
    expectSameOutputs('on-spark', 'direct');
    rmSync(join(folder, 'on-spark'), { recursive: true });
  });

  it('spark-submit does where there is no spark-sql', async () => {
    const home = fakeSpark('submit', `echo "$@" > '${folder}/submitted'`, 'spark-submit');
    expect((await onSpark(home, '--events', 'kept')).exit).toBe(0);
    expect(readFileSync(join(folder, 'submitted'), 'utf8')).toMatch(
      /--class org\.apache\.spark\.sql\.hive\.thriftserver\.SparkSQLCLIDriver -f \S+script\.sql/,
    );
    rmSync(join(folder, 'on-spark'), { recursive: true });
  });

  it.each(
    sampled(
      [
        ['ERROR: All masters are unresponsive! Giving up.', 'E405', 'does not answer'],
        ['[TABLE_OR_VIEW_NOT_FOUND] The table `PHI-4711`', 'E405', 'knows no table'],
        ['Illegal Parquet type: FIXED_LEN_BYTE_ARRAY (UUID) in PHI-4711', 'E405', 'of a type that'],
        ['java.io.IOException: No space left on device', 'E403', 'no space left'],
        ['java.lang.OutOfMemoryError: PHI-4711', 'E403', 'ran out of memory'],
        ['Malformed records are detected in record parsing: [PHI-4711]', 'E107', 'not valid CSV'],
        ['[DIVIDE_BY_ZERO] in PHI-4711', 'E405', 'DIVIDE_BY_ZERO, exit code 3'],
        ['PHI-4711', 'E405', 'exit code 3'],
      ],
      3,
    ),
  )('of a log with %j it says %s, and nothing that stands in it', async (line, code, said) => {
    const home = fakeSpark('fails', `echo '${line}' >&2; exit 3`);
    const quiet = await onSpark(home);
    expect(quiet.exit).toBe(code === 'E107' ? 3 : 4);
    expect(quiet.stderr).toMatch(new RegExp(`^LBP-${code} .*${said}.*\\n$`));
    expect(quiet.stderr).not.toContain('PHI-4711');
    expect((await onSpark(home, '--verbose')).stderr).toContain(line);
    expect(existsSync(join(folder, 'on-spark.partial'))).toBe(false);
  });

  whole('a cluster without free workers is reported once', async () => {
    const line = 'WARN TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI';
    const home = fakeSpark('waits', `echo '${line}' >&2; echo '${line}' >&2; exit 1`);
    const { stderr } = await onSpark(home);
    expect(stderr.match(/LBP-W601/g)).toHaveLength(1);
  });

  it('is ended together with lbp', async () => {
    const home = fakeSpark(
      'sleeps',
      `trap "touch '${folder}/ended'; exit" TERM; touch '${folder}/begun'; sleep 60 & wait`,
    );
    const args = ['run', '--engine', 'spark', '--spark-home', home, ...TABLES, '--out', 'on-spark'];
    const ended = lbp(args, {
      cwd: folder,
      onStart: (kill) => {
        const timer = setInterval(() => {
          if (!existsSync(join(folder, 'begun'))) return;
          clearInterval(timer);
          kill('SIGTERM');
        }, 50);
      },
    });
    expect((await ended).exit).toBe(130);
    await vi.waitFor(() => expect(existsSync(join(folder, 'ended'))).toBe(true), 5000);
  });

  it('does not go together with 837 files, and is what catalog tables and URIs need', async () => {
    const x12 = ['--x12', 'edi', '--eligibility', 'plan/eligibility.csv', '--year', '2025'];
    expect((await here('run', '--engine', 'spark', ...x12)).stderr).toMatch(/^LBP-E304 --x12 .*lbp convert/);
    writeFileSync(join(folder, 'x12.json'), '{"year":2025,"x12":"edi","eligibility":"plan/eligibility.csv"}');
    const script = await here('sql', '--dialect', 'duckdb', '--config', 'x12.json', '--events', 'e');
    expect(script.stderr).toMatch(/^LBP-E304 --x12 /);
    const tables = ['--claims-table', 'a.b', '--eligibility-table', 'a.c', '--year', '2025'];
    expect((await here('run', ...tables)).stderr).toMatch(/^LBP-E304 catalog tables are read by Spark/);
    expect((await here('sql', '--dialect', 'duckdb', ...tables, '--events', 'e')).exit).toBe(2);
    const uri = ['--claims', 's3a://b/claims', '--eligibility', 'plan/eligibility.csv', '--year', '2025'];
    expect((await here('run', ...uri)).stderr).toMatch(/^LBP-E304 s3a:\/\/b\/claims: URIs are read by Spark/);
  });

  it('a folder that holds something else is not written into', async () => {
    const ended = await onSpark(fakeSpark('never', 'exit 0'), '--events', 'plan');
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toMatch(/^LBP-E303 plan: /);
  });
});
