import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/*
 * A Spark of a fixed version for the tests: the package `pyspark`, which is a whole Spark, in a virtual environment of
 * Python below the user's cache folder (LBP_SPARK_CACHE, else ~/.cache/lbp). It is fetched once, with pip, and has to
 * have the hash in requirements.txt.
 */

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The folder of Spark, which is made if it is not there. */
export async function installedSpark(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const cache = process.env['LBP_SPARK_CACHE'] ?? join(homedir(), '.cache', 'lbp');
  const environment = join(cache, `spark-${hash}`);
  const complete = join(environment, 'complete');
  if (!existsSync(complete)) {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    await run('python3', ['-m', 'venv', environment]);
    // spark-sql needs nothing of what Python programs for Spark need.
    await run(join(environment, 'bin', 'pip'), [
      ...['install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir'],
      ...['--no-deps', '--require-hashes', '--requirement', REQUIREMENTS],
    ]);
    writeFileSync(complete, '');
  }
  const lib = join(environment, 'lib');
  const home = readdirSync(lib)
    .map((python) => join(lib, python, 'site-packages', 'pyspark'))
    .find((folder) => existsSync(join(folder, 'bin', 'spark-sql')));
  if (home === undefined) throw new Error(`no Spark in ${environment}; remove it, and it is made again`);
  return home;
}

const run = promisify(execFile);
