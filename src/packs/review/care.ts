import type { Day } from '../../timeline/day.js';
import { compareRecords, type DatedRecord } from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { CareShown } from './decision.js';
import type { CareKind } from './guideline/guideline.js';
import type { LineView } from './line-view.js';
import { EVALUATION, THERAPY } from './resolve.js';

/** Physical therapy for the spine in the window of a kind of care. */
export interface Therapy {
  readonly window: Window;
  /** The earliest evaluation, the first therapy and the latest; null without one. */
  readonly evaluation: DatedRecord | null;
  readonly first: DatedRecord | null;
  readonly last: DatedRecord | null;
}

/** Whether the therapy before the image meets a kind of care (docs/review.md, "Conservative care"). */
export function isCareShown({ evaluation, first, last }: Therapy, kind: CareKind): boolean {
  if (evaluation === null || first === null || last === null) return false;
  if (!kind.needsFollowUp) return true;
  return last.date > evaluation.date && last.date - first.date >= kind.days;
}

/**
 * The therapy in the window: on claims that carry a diagnosis of the kind and no chiropractor's visit, and
 * since the episode began if the kind requires that.
 */
export function therapyFor(kind: CareKind, view: LineView): Therapy {
  const { start } = view.episode;
  const window = view.windowOf(kind.window);
  const since = kind.within === 'episode' || view.region === 'lumbar' ? start : null;
  const counted = since === null || window.start === null ? window : laterStart(window, since);
  // Without an episode, no therapy can be in it.
  if (kind.within === 'episode' && start === null) return noTherapy(window);
  const claims = view.person.claimsOfTherapy(kind.diagnosis);
  const counting = (sets: readonly string[]): DatedRecord[] =>
    view.person
      .recordsOf(sets, claims)
      .filter(({ date }) => isWithin(date, counted))
      .sort(compareRecords);
  const therapy = counting([THERAPY, EVALUATION]);
  const last = therapy.at(-1)?.date ?? null;
  return {
    window: counted,
    evaluation: counting([EVALUATION])[0] ?? null,
    first: therapy[0] ?? null,
    last: therapy.find(({ date }) => date === last) ?? null,
  };
}

/** Days and dates for review.csv. */
export function careShown(kind: CareKind | null, view: LineView): CareShown {
  if (kind === null) return { days: null, evaluation: null, followUp: null };
  const { evaluation, first, last } = therapyFor(kind, view);
  return {
    days: first === null || last === null ? null : last.date - first.date,
    evaluation: evaluation?.date ?? null,
    followUp: evaluation !== null && last !== null && last.date > evaluation.date ? last.date : null,
  };
}

function laterStart({ start, end }: Window, since: Day): Window {
  return { start: start === null ? since : Math.max(start, since), end };
}

function noTherapy(window: Window): Therapy {
  return { window, evaluation: null, first: null, last: null };
}
