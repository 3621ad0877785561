import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type InputFacts, OnePerson } from '../extract/one-person.js';
import type { Decision } from '../packs/lbp/decision.js';
import { evaluate } from '../packs/lbp/evaluate.js';
import type { FromInputs } from '../packs/lbp/explain/explanation.js';
import { type PersonRows, rowsOfDecision } from '../packs/lbp/explain/person-rows.js';
import { counted } from '../packs/lbp/explain/phrases.js';
import { intakePeriod } from '../packs/lbp/index-episode.js';
import {
  furtherClaims,
  knownRecords,
  missedCover,
  missedIndexEvents,
  type NearMiss,
  nearMisses,
} from '../packs/lbp/near-miss.js';
import type { MeasureRules } from '../packs/lbp/resolve.js';
import { isoDay } from '../timeline/day.js';
import type { Person } from '../timeline/person.js';
import type { Window } from '../timeline/window.js';
import { lookAtTables } from './input-files.js';
import { planInputs } from './inputs.js';
import type { LoadedRules } from './measure-rules.js';
import { readClaims } from './read-claims.js';
import type { InputSettings } from './run-inputs.js';
import { RenewableEngine, readTwice } from './second-reading.js';
import { withTemporaryFolder } from './temporary-folder.js';

/** One person decided again from the inputs, with what the outputs of a run do not show. */
export interface DecidedAgain {
  readonly rows: PersonRows;
  readonly inputs: FromInputs;
  /** What there is to say of someone who is no candidate; null for everyone else. */
  readonly known: string | null;
}

/**
 * Reads the inputs for one person and decides them as a run does.
 *
 * @throws LbpError as a run does for inputs that cannot be read
 */
export async function decideAgain(
  personId: string,
  settings: InputSettings,
  { directory, rules }: LoadedRules,
): Promise<DecidedAgain> {
  return withTemporaryFolder(async (folder) => {
    const spill = join(folder, 'spill');
    mkdirSync(spill, { mode: 0o700 });
    const engine = await RenewableEngine.open({ threads: settings.threads, memory: settings.memory, spill });
    try {
      const planned = await planInputs(engine.current, settings);
      const reading = {
        inputs: planned,
        looks: lookAtTables(planned.files),
        folder: join(folder, 'copies'),
        engine,
        onStage: () => undefined,
      };
      const one = await readTwice(reading, async (current, inputs) => {
        const x12Folder = join(folder, 'x12');
        rmSync(x12Folder, { recursive: true, force: true });
        const { medical } = await readClaims(current, inputs, settings, x12Folder, () => undefined);
        const files = inputs.files.map(({ path }) => path);
        return OnePerson.read(
          current,
          { ...inputs, medical, files, codes: directory.codes, rules },
          personId,
        );
      });
      const decision = evaluate(one.person, rules);
      const isDecided = decision.kind === 'decided';
      return {
        rows: rowsOfDecision(decision, rules.year.year),
        inputs: {
          person: one.person,
          records: knownRecords(one.person, rules),
          nearMisses: missesOf(one.person, rules, decision),
          furtherClaims: isDecided ? furtherClaims(one.person, rules, decision) : new Map(),
        },
        known: decision.kind === 'not_a_candidate' ? knownPhrase(one.person, await one.facts(), rules) : null,
      };
    } finally {
      engine.close();
    }
  });
}

function missesOf(person: Person, rules: MeasureRules, decision: Decision): NearMiss[] {
  if (decision.kind === 'decided') return nearMisses(person, rules, decision);
  const isUncovered = decision.kind === 'unreported' && decision.reason === 'not_enrolled_on_index_date';
  if (isUncovered && decision.index !== null) return missedCover(person, decision.index.date);
  const isWithoutEvent = decision.kind === 'not_a_candidate' || decision.index === null;
  return isWithoutEvent ? missedIndexEvents(person, rules) : [];
}

/** What the inputs hold of someone who is no candidate. */
function knownPhrase(person: Person, facts: InputFacts, rules: MeasureRules): string {
  const intake = intakePeriod(rules.year);
  const parts = [claimsPhrase(facts, intake), ...fatesPhrase('claim', fatesOf(facts))];
  const { eligibility, pharmacy } = facts;
  const rows = sum([...Object.values(eligibility), ...Object.values(pharmacy)]);
  if (facts.claims.length === 0 && rows === 0)
    return 'the inputs hold nothing of this person_id; check the id';
  parts.push(spansPhrase(person), ...fatesPhrase('enrolment', eligibility));
  return parts.join('; ');
}

function claimsPhrase({ claims }: InputFacts, intake: Window): string {
  const used = claims.filter(({ outcome, day }) => outcome === '' && day !== null);
  if (used.length === 0) return 'the inputs hold no claim of this person that can be used';
  const days = used.map(({ day }) => day ?? 0);
  const all = `${counted(sum(used.map(({ rows }) => rows)), 'claim row')} from ${isoDay(Math.min(...days))} to ${isoDay(Math.max(...days))}`;
  const principal = used.filter((row) => row.isPrincipalLowBackPain).map(({ day }) => day ?? 0);
  if (principal.length === 0) return `of ${all} none has low back pain as principal diagnosis`;
  const within = principal.filter((day) => (intake.start ?? 0) <= day && day <= intake.end);
  const listed = (within.length > 0 ? within : principal).map(isoDay);
  const shown = listed.length > 3 ? [...listed.slice(0, 3), `${listed.length - 3} more days`] : listed;
  return within.length > 0
    ? `of ${all} those with low back pain as principal diagnosis in the intake period (${shown.join(', ')}) carry no diagnosis that counts`
    : `of ${all} those with low back pain as principal diagnosis (${shown.join(', ')}) lie outside the intake period ${isoDay(intake.start ?? 0)} to ${isoDay(intake.end)}`;
}

function spansPhrase({ spans }: Person): string {
  if (spans.length === 0) return 'no enrolment row of this person can be used';
  const first = Math.min(...spans.map(({ start }) => start));
  const last = Math.max(...spans.map(({ end }) => end));
  return `${counted(spans.length, 'enrolment span')} from ${isoDay(first)} to ${isoDay(last)}`;
}

function fatesOf({ claims }: InputFacts): Record<string, number> {
  const fates: Record<string, number> = {};
  for (const { outcome, rows } of claims) fates[outcome] = (fates[outcome] ?? 0) + rows;
  return fates;
}

/** Rows that are not used, with why. */
function fatesPhrase(kind: string, fates: Readonly<Record<string, number>>): string[] {
  const unused = Object.entries(fates).filter(([outcome]) => outcome !== '');
  if (unused.length === 0) return [];
  const reasons = unused.map(([outcome, rows]) => `${outcome} ${rows}`).join(', ');
  return [`${counted(sum(unused.map(([, rows]) => rows)), `${kind} row`)} not used (${reasons})`];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
