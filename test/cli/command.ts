import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../../src/cli/main.js';

/** What a command left when it ended. */
export interface Ended {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const BUILT = fileURLToPath(new URL('../../dist/bin/lbp.js', import.meta.url));

export interface SpawnOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once it runs, with the number of its process. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, pid: number) => void;
}

/** The page of a run takes a second to draw and has separate tests, which request it. */
export const WITH_PAGE = '--with-page';

function argumentsOf(args: readonly string[]): readonly string[] {
  if (args.includes(WITH_PAGE)) return args.filter((one) => one !== WITH_PAGE);
  const [command = '', ...rest] = args;
  return ['run', 'ebi'].includes(command) ? [command, '--no-report', ...rest] : args;
}

/** Runs the built command in a separate process, as a user does. */
export function lbp(args: readonly string[], { cwd, env = {}, onStart }: SpawnOptions): Promise<Ended> {
  const child = spawn(process.execPath, [BUILT, ...argumentsOf(args)], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  onStart?.((signal) => child.kill(signal), child.pid ?? 0);
  return ended;
}

/** How a process ended, and what it wrote, which its caller has piped. */
export function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (exit, signal) => resolve({ exit, signal, stdout, stderr }));
  });
}

/** Runs a command and sends it a signal once something exists, or after some milliseconds. */
export async function endedBy(
  signal: NodeJS.Signals,
  args: readonly string[],
  cwd: string,
  path: string,
  later = 0,
): Promise<Ended> {
  return lbp(args, {
    cwd,
    onStart: (kill) => {
      const look = setInterval(() => {
        if (!existsSync(join(cwd, path))) return;
        clearInterval(look);
        setTimeout(() => kill(signal), later);
      }, 5);
    },
  });
}

/** Runs the same command line in this process, which saves the startup; one at a time. */
export async function lbpHere(args: readonly string[], cwd: string): Promise<Ended> {
  const before = process.cwd();
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    }),
  );
  process.chdir(cwd);
  try {
    const exit = await main(['node', 'lbp', ...argumentsOf(args)]);
    return { exit, signal: null, ...written };
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
}
