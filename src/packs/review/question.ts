import { type Day, dayOfIso, isoDay } from '../../timeline/day.js';
import { QuestionError } from '../pack.js';
import type { Guideline, Version } from './guideline/guideline.js';
import { GuidelineError, readGuideline } from './guideline/read-guideline.js';
import { GUIDELINES, guidelineNamed } from './guidelines/index.js';

/** The service dates to review, and the guideline. */
export interface ReviewQuestion {
  readonly guideline: Guideline;
  /** The one version for all lines; null if each line has the version of its service date. */
  readonly version: Version | null;
  /** First and last service date, both counted. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * Reads a question from settings: `guideline` (a name, or a guideline's parsed file), `as-published`, `from`,
 * `to`.
 *
 * @throws QuestionError
 */
export function questionOf(settings: Readonly<Record<string, unknown>>): ReviewQuestion {
  const guideline = guidelineOf(settings['guideline']);
  const [from, to] = [dayIn(settings, 'from'), dayIn(settings, 'to')];
  if (from > to) throw new QuestionError(`--from ${isoDay(from)} is after --to ${isoDay(to)}`, 'unknown');
  return { guideline, version: versionOf(settings, guideline), from, to };
}

/**
 * What `questionOf` reads back. A user's own guideline is stored whole, so that the run can be explained
 * later.
 */
export function settingsOf({ guideline, version, from, to }: ReviewQuestion): Record<string, unknown> {
  return {
    guideline: guidelineNamed(guideline.id) === guideline ? guideline.id : guideline.file,
    // Any day of the version identifies it; if the start is open, its end will do.
    ...(version === null ? {} : { 'as-published': isoDay(version.from ?? version.to ?? from) }),
    from: isoDay(from),
    to: isoDay(to),
  };
}

/** The version in force on a day; null if none is. */
export function versionOn(day: Day, { versions }: Guideline): Version | null {
  return (
    versions.find(({ from, to }) => (from === null || day >= from) && (to === null || day <= to)) ?? null
  );
}

function guidelineOf(stated: unknown): Guideline {
  if (stated === undefined)
    throw new QuestionError(
      `--guideline is missing. Give one of ${GUIDELINES.join(', ')}, or a file of your own`,
      'missing',
    );
  if (typeof stated === 'string') {
    const found = guidelineNamed(stated);
    if (found !== undefined) return found;
    throw new QuestionError(
      `--guideline ${stated}: no guideline has this id; there are ${GUIDELINES.join(', ')}, or a file of your own`,
      'unknown',
    );
  }
  try {
    return readGuideline(stated);
  } catch (error) {
    if (error instanceof GuidelineError)
      throw new QuestionError(`the guideline cannot be used: ${error.message}`, 'unknown');
    throw error;
  }
}

function dayIn(settings: Readonly<Record<string, unknown>>, name: 'from' | 'to'): Day {
  const stated = settings[name];
  if (stated === undefined)
    throw new QuestionError(
      `--${name} is missing. Give the ${name === 'from' ? 'first' : 'last'} service date to review, such as 2024-01-01`,
      'missing',
    );
  return dayOf(stated, name);
}

function dayOf(stated: unknown, name: string): Day {
  const day = typeof stated === 'string' ? dayOfIso(stated) : null;
  if (day === null)
    throw new QuestionError(`--${name} ${String(stated)} is not a date. Write it as 2024-01-01`, 'unknown');
  return day;
}

function versionOf(settings: Readonly<Record<string, unknown>>, guideline: Guideline): Version | null {
  const stated = settings['as-published'];
  if (stated === undefined) return null;
  const version = versionOn(dayOf(stated, 'as-published'), guideline);
  if (version !== null) return version;
  const known = guideline.versions.map(
    ({ id, from, to }) =>
      `${id} (${from === null ? '' : isoDay(from)} to ${to === null ? 'now' : isoDay(to)})`,
  );
  throw new QuestionError(
    `--as-published ${String(stated)}: no version of ${guideline.id} was in force; there are ${known.join(', ')}`,
    'unknown',
  );
}
