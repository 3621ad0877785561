import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LbpError } from '../errors.js';
import { onInterruption } from '../interruption.js';
import { withUsersMask } from '../private-files.js';

export interface SparkOptions {
  /** The folder with bin/spark-sql or bin/spark-submit; found on `searchPath` by default. */
  readonly home: string | undefined;
  /** As in the environment variable PATH. */
  readonly searchPath: string;
  /** Left to Spark's configuration by default. */
  readonly master: string | undefined;
  /** Settings of Spark, `name=value`. */
  readonly conf: readonly string[];
  /** Called with every line of Spark's log, which may quote rows; null where the log is not wanted. */
  readonly onLog: ((line: string) => void) | null;
  /** Called once when Spark waits for workers, which it would do forever. */
  readonly onWaiting: () => void;
}

/**
 * The class with which `spark-submit` runs SQL scripts; `spark-sql` is the same command with this name filled
 * in.
 */
const SQL_CLASS = 'org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver';

/** The statements as a script for `spark-sql -f`. */
export function scriptText(statements: readonly string[]): string {
  return statements.map((statement) => `${statement.trim()};\n`).join('\n');
}

/**
 * Submits a script and waits for its end.
 *
 * @param folder private to the run, for the script and what Spark leaves in its working directory
 * @throws LbpError E404 where Spark is not found or does not start, E405 where it fails, E403 for memory and disk,
 *   E107 for a CSV file that is broken
 */
export async function runOnSpark(
  statements: readonly string[],
  folder: string,
  options: SparkOptions,
): Promise<void> {
  const { command, args } = commandOf(options);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const script = join(folder, 'script.sql');
  writeFileSync(script, scriptText(statements), { mode: 0o600 });
  const log = new LogOfSpark(options);
  // Its workers may run as other users, who must be able to enter a folder made for them.
  const child = withUsersMask(() =>
    spawn(command, [...args, '-f', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  const ended = new Promise<number | null>((settle, reject) => {
    child.once('error', reject);
    child.once('close', settle);
  });
  const isOver = onInterruption(() => void child.kill());
  const lines = [child.stdout, child.stderr].map((stream) => log.read(stream));
  const code = await ended.finally(isOver).catch((cause: unknown) => {
    throw new LbpError('E404', `${command}: Spark could not be started. Check that it can be executed.`, {
      cause,
    });
  });
  await Promise.all(lines);
  if (code !== 0) throw log.failure(code, options);
}

function commandOf({ home, searchPath, master, conf }: SparkOptions): { command: string; args: string[] } {
  const folders =
    home === undefined ? searchPath.split(delimiter).filter((one) => one !== '') : [join(home, 'bin')];
  const find = (name: string): string | undefined =>
    folders.map((folder) => resolve(folder, name)).find((path) => isExecutable(path));
  const sql = find('spark-sql');
  const submit = sql ?? find('spark-submit');
  if (submit === undefined) {
    throw new LbpError(
      'E404',
      home === undefined
        ? 'no spark-sql and no spark-submit on the PATH. Install Spark, or say with --spark-home where it is.'
        : `${home}: no bin/spark-sql and no bin/spark-submit there. Give --spark-home the folder into which Spark was unpacked.`,
    );
  }
  return {
    command: submit,
    args: [
      ...(master === undefined ? [] : ['--master', master]),
      ...['--name', 'lbp'],
      ...conf.flatMap((one) => ['--conf', one]),
      ...(sql === undefined ? ['--class', SQL_CLASS] : []),
    ],
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a log line says about the failure; the first pattern that matches any line wins. */
const SIGNS = [
  ['noMaster', /All masters are unresponsive|Could not parse Master URL/],
  ['noJava', /JAVA_HOME is not set|java: (?:command )?not found|UnsupportedClassVersionError/],
  ['noDisk', /No space left on device/],
  [
    'noMemory',
    /OutOfMemoryError|Container killed by YARN for exceeding|exceeds? (?:max|memory) .{0,40}memory/i,
  ],
  [
    'brokenCsv',
    /MALFORMED_RECORD_IN_PARSING|Malformed records are detected|MALFORMED_CSV_RECORD|TextParsingException/,
  ],
  [
    'otherType',
    /Illegal Parquet type|PARQUET_TYPE_|PARQUET_COLUMN_DATA_TYPE_MISMATCH|SchemaColumnConvertNotSupported|Unable to create Parquet converter/,
  ],
  ['noTable', /TABLE_OR_VIEW_NOT_FOUND|Table or view not found/],
  [
    'noPath',
    /PATH_NOT_FOUND|Path does not exist|FileNotFoundException|UnsupportedFileSystemException|No FileSystem for scheme/,
  ],
  ['noRights', /AccessControlException|Permission denied|AccessDeniedException/],
] as const;
type Sign = (typeof SIGNS)[number][0];

const WAITING = /Initial job has not accepted any resources/;

/** Reads the log of a run; keeps only what explains why a run failed. */
class LogOfSpark {
  private readonly signs = new Set<Sign>();
  private condition: string | null = null;
  private isWaiting: boolean = false;

  constructor(private readonly options: SparkOptions) {}

  async read(stream: Readable): Promise<void> {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      this.options.onLog?.(line);
      this.note(line);
    }
  }

  private note(line: string): void {
    for (const [sign, pattern] of SIGNS) if (pattern.test(line)) this.signs.add(sign);
    this.condition ??= /\[([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?:\.[A-Z0-9_]+)*)\]/.exec(line)?.[1] ?? null;
    if (this.isWaiting || !WAITING.test(line)) return;
    this.isWaiting = true;
    this.options.onWaiting();
  }

  /** Spark's own messages are not passed on: they quote the rows it fails on. */
  failure(exit: number | null, { master }: SparkOptions): LbpError {
    const has = (sign: Sign): boolean => this.signs.has(sign);
    if (has('noJava'))
      return new LbpError('E404', 'Spark found no Java that it can use. Install Java 17, or set JAVA_HOME.');
    if (has('noDisk'))
      return new LbpError(
        'E403',
        'a disk of Spark has no space left. Free some, or set spark.local.dir with --conf on another disk.',
      );
    if (has('noMemory')) {
      return new LbpError(
        'E403',
        'Spark ran out of memory. Give more with --conf spark.executor.memory=4g and --conf spark.driver.memory=2g.',
      );
    }
    if (has('brokenCsv')) {
      return new LbpError(
        'E107',
        'a CSV file has a record that is not valid CSV, or more or fewer fields than its header. Spark does not say where; `lbp check` names the line of a file of this machine. Correct the record, or write the file again.',
      );
    }
    if (has('otherType')) {
      return new LbpError(
        'E405',
        'a Parquet file has a column of a type that Spark does not read (a UUID, times in nanoseconds), or of another type than in another file of the same columns. Write the file again with text, whole numbers or days there.',
      );
    }
    if (has('noTable'))
      return new LbpError(
        'E405',
        'Spark knows no table of a name that was given. Check the names, with their databases.',
      );
    if (has('noMaster')) {
      return new LbpError(
        'E405',
        `${master ?? 'the master of the configuration'}: Spark's master does not answer. Check --master, and that it runs and can be reached from here.`,
      );
    }
    if (has('noRights'))
      return new LbpError(
        'E405',
        'Spark may not read an input or write into the events folder. Correct their permissions for the user of its workers.',
      );
    if (has('noPath')) {
      return new LbpError(
        'E405',
        'Spark found a path that is not there. Inputs and the folder given with --events must lie where the driver and all workers reach them.',
      );
    }
    const how =
      this.condition === null
        ? `exit code ${exit ?? 'none'}`
        : `${this.condition}, exit code ${exit ?? 'none'}`;
    return new LbpError(
      'E405',
      `Spark ended with an error (${how}). Run it again with --verbose to see its log.`,
    );
  }
}
