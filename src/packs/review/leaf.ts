import type { DatedRecord } from '../../timeline/records.js';
import type { Window } from '../../timeline/window.js';
import { isCareShown, therapyFor } from './care.js';
import { isInRange } from './criteria.js';
import type { LeafEvidence, Value } from './decision.js';
import { LONGEST_STEP } from './episode.js';
import type { CareKind } from './guideline/guideline.js';
import type { Leaf, Range } from './guideline/tree.js';
import type { LineView } from './line-view.js';
import { firstOfDates } from './person-view.js';
import { BACK_EPISODE, SPINE_DIAGNOSIS } from './resolve.js';

/** The result of a leaf, and for a met leaf the records behind it. */
export interface JudgedLeaf {
  readonly value: Value;
  readonly evidence: readonly LeafEvidence[];
}

const NOT_SHOWN: JudgedLeaf = { value: 'not_shown', evidence: [] };
const NEEDS_CHART: JudgedLeaf = { value: 'needs_chart', evidence: [] };

/** Whether a met leaf supports a scenario; age, sex, phase and absent records do not. */
export function canOpen({ kind }: Leaf): boolean {
  return kind === 'rec' || kind === 'claim' || kind === 'prior' || kind === 'care';
}

/** Tests one leaf on the claims (docs/review.md, "Conditions"). */
export function judgeLeaf(leaf: Leaf, view: LineView): JudgedLeaf {
  switch (leaf.kind) {
    case 'rec':
      return judgeRecords(leaf, view);
    case 'claim':
      return shownBy(view.diagnosesOfClaim(leaf.sets), null);
    case 'none': {
      const { sets, window } = leaf;
      return absent(view.recordsWithin(sets, window), view.windowOf(window));
    }
    case 'prior':
      return shownBy(view.otherLinesWithin(leaf.sets, leaf.window), view.windowOf(leaf.window));
    case 'noprior':
      return absent(view.otherLinesWithin(leaf.sets, leaf.window), view.windowOf(leaf.window));
    case 'care':
      return judgeCare(view.person.rules.question.guideline.care.get(leaf.care), view);
    case 'phase':
      return leaf.phases.includes(view.episode.phase) ? met(phaseEvidence(view)) : NOT_SHOWN;
    case 'age':
      return inRange(view.age, leaf);
    case 'months':
      return inRange(view.ageInMonths, leaf);
    case 'sex':
      return view.person.person.sex === leaf.sex ? met({ record: null, window: null }) : NOT_SHOWN;
    case 'chart':
      return NEEDS_CHART;
  }
}

function met(...evidence: readonly LeafEvidence[]): JudgedLeaf {
  return { value: 'met', evidence };
}

function inRange(value: number | null, range: Range): JudgedLeaf {
  return value !== null && isInRange(value, range) ? met({ record: null, window: null }) : NOT_SHOWN;
}

function absent(found: readonly DatedRecord[], window: Window): JudgedLeaf {
  return found.length === 0 ? met({ record: null, window }) : NOT_SHOWN;
}

function shownBy(found: readonly DatedRecord[], window: Window | null): JudgedLeaf {
  const [record] = latestOnDifferentDates(found, 1);
  return record === undefined ? NOT_SHOWN : met({ record, window });
}

function judgeRecords(
  { tests, dates, spineOnly }: Extract<Leaf, { kind: 'rec' }>,
  view: LineView,
): JudgedLeaf {
  const spine = spineOnly ? view.person.claimsWithDiagnosis([SPINE_DIAGNOSIS]) : null;
  const windows = new Map<DatedRecord, Window>();
  for (const { sets, window } of tests) {
    for (const record of view.recordsWithin(sets, window, spine)) windows.set(record, view.windowOf(window));
  }
  const found = latestOnDifferentDates([...windows.keys()], dates);
  if (found.length < dates) return NOT_SHOWN;
  return met(...found.map((record) => ({ record, window: windows.get(record) ?? null })));
}

function judgeCare(kind: CareKind | undefined, view: LineView): JudgedLeaf {
  if (kind === undefined) return NOT_SHOWN;
  const therapy = therapyFor(kind, view);
  if (!isCareShown(therapy, kind)) return NOT_SHOWN;
  const { evaluation, first, last, window } = therapy;
  const records = kind.needsFollowUp ? [evaluation, first, last] : [evaluation];
  return met(...records.map((record) => ({ record, window })));
}

/** The diagnosis that started the episode; in phase `none`, the days without such a diagnosis. */
function phaseEvidence(view: LineView): LeafEvidence {
  const { start } = view.episode;
  if (start === null) return { record: null, window: view.windowOf({ from: -LONGEST_STEP, to: 0 }) };
  const first = view.recordsOf([BACK_EPISODE]).filter(({ date }) => date === start);
  const [record = null] = latestOnDifferentDates(first, 1);
  return { record, window: { start: null, end: view.day } };
}

/**
 * The first record, by claim and line, on each of the latest dates, latest first.
 *
 * @param count how many dates at most
 */
function latestOnDifferentDates(records: readonly DatedRecord[], count: number): DatedRecord[] {
  return firstOfDates(records)
    .sort((a, b) => b.date - a.date)
    .slice(0, count);
}
