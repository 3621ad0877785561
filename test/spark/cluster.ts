import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InstalledSpark } from './installed.js';

/**
 * Runs a daemon, and ends everything in its process group when the daemon ends or the process at the other
 * end of standard input is gone: a killed test leaves nothing running.
 */
const BOUND_TO_TEST = '("$0" "$@"; kill -KILL 0) & cat > /dev/null; kill -KILL 0';

/**
 * A standalone Spark on the loopback interface, on ports that are free: a master, and workers of one core and 1 GB each.
 */
export class Cluster {
  /** @param folder for what the workers write */
  static async start({ home, env }: InstalledSpark, folder: string, workers: number): Promise<Cluster> {
    mkdirSync(folder, { recursive: true });
    const launch = (name: string, args: readonly string[]): ChildProcess =>
      // A process group each, so that a worker and its executors end together.
      spawn(
        'sh',
        [
          ...['-c', BOUND_TO_TEST, join(home, 'bin', 'spark-class'), `org.apache.spark.deploy.${name}`],
          ...['--host', LOOPBACK, '--webui-port', '0', ...args],
        ],
        {
          cwd: folder,
          detached: true,
          stdio: ['pipe', 'ignore', 'pipe'],
          env: {
            ...process.env,
            ...env,
            SPARK_LOCAL_IP: LOOPBACK,
            SPARK_LOCAL_DIRS: join(folder, 'local'),
            SPARK_DAEMON_MEMORY: '256m',
            SPARK_DAEMON_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
          },
        },
      );
    const cluster = new Cluster(folder);
    try {
      const master = launch('master.Master', ['--port', '0']);
      cluster.processes.push(master);
      cluster.url = (await said(master, /Starting Spark master at (spark:\/\/\S+)/))[1] ?? '';
      for (let number = 0; number < workers; number += 1) {
        const worker = launch('worker.Worker', [
          ...['--cores', '1', '--memory', '1g', '--work-dir', cluster.folderOf(number)],
          cluster.url,
        ]);
        cluster.processes.push(worker);
        await said(worker, /Successfully registered with master/);
      }
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  url = '';
  /** The master, and the workers after it. */
  private readonly processes: ChildProcess[] = [];

  private constructor(private readonly folder: string) {}

  /** What a worker's executors say of the tasks of the latest run, `<task>.<attempt> in stage <stage>`. */
  tasksAt(worker: number): ReadonlyMap<string, 'running' | 'finished'> {
    const tasks = new Map<string, 'running' | 'finished'>();
    for (const log of latestLogs(this.folderOf(worker))) {
      for (const [, said, task = ''] of readFileSync(log, 'utf8').matchAll(TASK))
        tasks.set(task, said === 'Finished' ? 'finished' : 'running');
    }
    return tasks;
  }

  /** Ends a worker and its executors at once, as a machine that loses its power does. */
  killWorker(number: number): Promise<void> {
    return end(this.processes[number + 1]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map(end));
  }

  private folderOf(worker: number): string {
    return join(this.folder, `worker-${worker}`);
  }
}

const LOOPBACK = '127.0.0.1';

/** `Running task 3.0 in stage 12.0 (TID 40)` and `Finished task ...` in the log of an executor. */
const TASK = /(Running|Finished) task (\S+ in stage \S+) \(TID \d+\)/g;

/** The logs of the executors of the latest run: <worker>/app-<time>-<number>/<executor>/stderr. */
function latestLogs(folder: string): string[] {
  const application = readdirSync(folder).sort().at(-1);
  if (application === undefined) return [];
  return readdirSync(join(folder, application))
    .map((executor) => join(folder, application, executor, 'stderr'))
    .filter((log) => existsSync(log));
}

async function end(one: ChildProcess | undefined): Promise<void> {
  if (one?.pid === undefined || one.exitCode !== null || one.signalCode !== null) return;
  const ended = new Promise((resolve) => one.once('exit', resolve));
  process.kill(-one.pid, 'SIGKILL');
  await ended;
}

/** Waits for a line of a daemon's log, and goes on reading what comes after it. */
function said(daemon: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    if (daemon.stderr === null) return reject(new Error('no log'));
    createInterface({ input: daemon.stderr }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      const found = pattern.exec(line);
      if (found !== null) resolve(found);
    });
    daemon.once('error', reject);
    daemon.once('close', () => reject(new Error(`a daemon of Spark ended:\n${last.join('\n')}`)));
  });
}
