import type { CodeUse } from '../code-use.js';
import type { Guideline } from './guideline/guideline.js';
import { type Leaf, leavesOf, type Offsets, setsForRegion } from './guideline/tree.js';
import { GUIDELINES, guidelineNamed } from './guidelines/index.js';
import { BACK_EPISODE, EVALUATION, systemOf, THERAPY } from './resolve.js';

/**
 * How the shipped guidelines use codes: which codes put a line in scope, and which scenarios a record
 * supports.
 */
export function codeUses(): CodeUse[] {
  return GUIDELINES.flatMap((id) => guidelineNamed(id) ?? []).flatMap((guideline) => [
    ...scopeUses(guideline),
    ...scenarioUses(guideline),
    ...painAndCare(guideline),
  ]);
}

function scopeUses({ id, scope }: Guideline): CodeUse[] {
  const codes = [...scope.codes.keys()].map((code) => ({ system: systemOf(code), code }));
  return [{ of: id, meaning: 'imaging in scope, whose line is reviewed', window: '', sets: [], codes }];
}

function painAndCare({ id, care }: Guideline): CodeUse[] {
  const use = { of: id, window: '', codes: [] };
  const therapy = { ...use, meaning: 'conservative care', sets: [THERAPY, EVALUATION] };
  return [
    { ...use, meaning: 'day of an episode of low back pain', sets: [BACK_EPISODE] },
    ...(care.size === 0 ? [] : [therapy]),
  ];
}

/** One use for each meaning and window of each set, with the scenarios that use it. */
function scenarioUses({ id, scenarios }: Guideline): CodeUse[] {
  const found = new Map<string, { sets: readonly string[]; says: string; window: string; by: Set<string> }>();
  for (const { id: scenario, tree, regions } of scenarios) {
    for (const { says, sets, window } of leavesOf(tree).flatMap(setsOfLeaf)) {
      const own = [...new Set(regions.flatMap((region) => setsForRegion(sets, region)))];
      for (const set of own) {
        const key = JSON.stringify([set, says, window]);
        const known = found.get(key) ?? { sets: [set], says, window, by: new Set() };
        known.by.add(scenario);
        found.set(key, known);
      }
    }
  }
  return [...found.values()].map(({ sets, says, window, by }) => ({
    ...{ of: id, meaning: `${says} ${[...by].join(', ')}`, window, sets, codes: [] },
  }));
}

interface LeafSets {
  readonly says: string;
  readonly sets: readonly string[];
  readonly window: string;
}

function setsOfLeaf(leaf: Leaf): LeafSets[] {
  switch (leaf.kind) {
    case 'rec':
      return leaf.tests.map(({ sets, window }) => ({ says: 'supports', sets, window: windowText(window) }));
    case 'prior':
      return [{ says: 'as another line supports', sets: leaf.sets, window: windowText(leaf.window) }];
    case 'claim':
      return [{ says: 'on the imaging claim supports', sets: leaf.sets, window: '' }];
    case 'none':
      return [{ says: 'counts against', sets: leaf.sets, window: windowText(leaf.window) }];
    case 'noprior':
      return [{ says: 'as another line counts against', sets: leaf.sets, window: windowText(leaf.window) }];
    default:
      return [];
  }
}

function windowText({ from, to }: Offsets): string {
  return `${from === null ? 'any time' : `day ${from}`} to day ${to}`;
}
