import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A standalone Spark on the loopback interface: a master, and workers of one core and 1 GB each. */
export class Cluster {
  /**
   * @param home the folder of Spark
   * @param folder for what the workers write
   */
  static async start(home: string, folder: string, workers: number): Promise<Cluster> {
    mkdirSync(folder, { recursive: true });
    const launch = (name: string, args: readonly string[]): ChildProcess =>
      // A process group each, so that a worker and its executors end together.
      spawn(
        join(home, 'bin', 'spark-class'),
        [`org.apache.spark.deploy.${name}`, '--host', LOOPBACK, ...args],
        {
          cwd: folder,
          detached: true,
          stdio: ['ignore', 'ignore', 'pipe'],
          env: {
            ...process.env,
            SPARK_LOCAL_IP: LOOPBACK,
            SPARK_LOCAL_DIRS: join(folder, 'local'),
            SPARK_DAEMON_MEMORY: '256m',
            SPARK_DAEMON_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
          },
        },
      );
    const cluster = new Cluster();
    try {
      const master = launch('master.Master', ['--port', '0', '--webui-port', '0']);
      cluster.processes.push(master);
      cluster.url = (await said(master, /Starting Spark master at (spark:\/\/\S+)/))[1] ?? '';
      for (let number = 0; number < workers; number += 1) {
        const work = join(folder, `worker-${number}`);
        const worker = launch('worker.Worker', [
          ...['--webui-port', '0', '--cores', '1', '--memory', '1g', '--work-dir', work],
          cluster.url,
        ]);
        cluster.processes.push(worker);
        await said(worker, /Successfully registered with master/);
      }
      return cluster;
    } catch (error) {
      cluster.stop();
      throw error;
    }
  }

  url = '';
  private readonly processes: ChildProcess[] = [];

  private constructor() {}

  /** Ends a worker and its executors at once, as a machine that loses its power does. */
  killWorker(number: number): void {
    end(this.processes[number + 1]);
  }

  stop(): void {
    for (const one of this.processes) end(one);
  }
}

const LOOPBACK = '127.0.0.1';

function end(one: ChildProcess | undefined): void {
  if (one?.pid === undefined || one.exitCode !== null || one.signalCode !== null) return;
  process.kill(-one.pid, 'SIGKILL');
}

/** Waits for a line of a daemon's log, and goes on reading what comes after it. */
function said(daemon: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let last = '';
    if (daemon.stderr === null) return reject(new Error('no log'));
    createInterface({ input: daemon.stderr }).on('line', (line) => {
      last = line;
      const found = pattern.exec(line);
      if (found !== null) resolve(found);
    });
    daemon.once('error', reject);
    daemon.once('exit', (code) => reject(new Error(`a daemon of Spark ended with ${code}: ${last}`)));
  });
}
