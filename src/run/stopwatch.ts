import { performance } from 'node:perf_hooks';

/** Wall-clock milliseconds by stage; a stage ends when the next begins. */
export class Stopwatch {
  private readonly spent = new Map<string, number>();
  private stage: string | null = null;
  private since = performance.now();

  begin(stage: string | null): void {
    const now = performance.now();
    if (this.stage !== null) this.spent.set(this.stage, (this.spent.get(this.stage) ?? 0) + now - this.since);
    this.stage = stage;
    this.since = now;
  }

  /** Ends the running stage and returns all of them. */
  done(): Record<string, number> {
    this.begin(null);
    return Object.fromEntries([...this.spent].map(([stage, ms]) => [stage, Math.round(ms)]));
  }
}
