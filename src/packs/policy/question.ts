import { type Day, dayOfIso, isoDay } from '../../timeline/day.js';
import { QuestionError } from '../pack.js';
import { SHIPPED_IDS, shippedPolicy } from './policies/index.js';
import { type Policy, policyOf } from './policy.js';

/** The policy, and the first and last service date of the lines to judge, both included. */
export interface PolicyQuestion {
  readonly policy: Policy;
  readonly from: Day;
  readonly to: Day;
}

/**
 * Reads the settings of a run: `policy` is the id of a shipped policy, or the parsed JSON of a file; `from`
 * and `to` are ISO dates.
 *
 * @throws QuestionError
 */
export function questionOf(settings: Readonly<Record<string, unknown>>): PolicyQuestion {
  const policy = policyIn(settings['policy']);
  const [from, to] = [dayIn(settings, 'from'), dayIn(settings, 'to')];
  if (to < from) {
    throw new QuestionError(`--to ${isoDay(to)} is before --from ${isoDay(from)}`, 'unknown');
  }
  return { policy, from, to };
}

/** The whole policy, so that the manifest keeps it even if the file changes later. */
export function settingsOf({ policy, from, to }: PolicyQuestion): Readonly<Record<string, unknown>> {
  return { policy, from: isoDay(from), to: isoDay(to) };
}

function policyIn(given: unknown): Policy {
  if (given === undefined) {
    throw new QuestionError(
      `--policy is missing. Give the id of a policy (${SHIPPED_IDS.join(', ')}), or the JSON file of one`,
      'missing',
    );
  }
  return typeof given === 'string' ? policyOfId(given) : policyOf(given);
}

/**
 * A shipped policy.
 *
 * @throws QuestionError for an unknown id
 */
export function policyOfId(id: string): Policy {
  const shipped = shippedPolicy(id);
  if (shipped !== null) return shipped;
  throw new QuestionError(
    `policy ${id}: there is no policy with this id; there are ${SHIPPED_IDS.join(', ')}, and files of your own that end in .json`,
    'unknown',
  );
}

function dayIn(settings: Readonly<Record<string, unknown>>, name: 'from' | 'to'): Day {
  const given = settings[name];
  if (given === undefined) {
    const which = name === 'from' ? 'first' : 'last';
    throw new QuestionError(
      `--${name} is missing. Give the ${which} service date that is judged, YYYY-MM-DD`,
      'missing',
    );
  }
  const day = typeof given === 'string' ? dayOfIso(given) : null;
  if (day === null) {
    throw new QuestionError(`--${name} ${String(given)}: not a date. Write it YYYY-MM-DD`, 'unknown');
  }
  return day;
}
