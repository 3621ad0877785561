import { Presets, SingleBar } from 'cli-progress';
import type { RunListener } from '../run/lifecycle.js';

const REDRAW_MS = 200;

/** A progress bar on stderr, for a terminal. */
export class ProgressBar implements RunListener {
  private readonly bar = new SingleBar(
    {
      format: '{stage} {bar} {percentage}%',
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.rect,
  );
  private timer: NodeJS.Timeout | undefined;

  onStage(stage: string, percent: () => number | null): void {
    this.stop();
    this.bar.start(100, 0, { stage });
    this.timer = setInterval(() => {
      const now = percent();
      if (now !== null && now >= 0) this.bar.update(Math.round(now));
    }, REDRAW_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.bar.stop();
  }
}
