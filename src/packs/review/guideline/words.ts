import type { CareKind, Guideline } from './guideline.js';
import {
  type Leaf,
  type Offsets,
  type Phase,
  type Range,
  type Region,
  type SetNames,
  setsForRegion,
} from './tree.js';

/**
 * A leaf in words. With a region, the sets are those of the region; without one, they are "of the region".
 */
export function leafWords(leaf: Leaf, { care }: Pick<Guideline, 'care'>, region: Region | null): string {
  const named = (sets: SetNames): string => setWords(sets, region);
  switch (leaf.kind) {
    case 'rec': {
      const tests = leaf.tests.map(({ sets, window }) => `${named(sets)}, ${windowWords(window)}`);
      const dates = leaf.dates === 1 ? '' : `, on ${leaf.dates} different dates`;
      const spine = leaf.spineOnly ? ', on claims with a diagnosis of the spine' : '';
      return `record of ${tests.join('; or ')}${dates}${spine}`;
    }
    case 'claim':
      return `the imaging claim carries ${named(leaf.sets)}`;
    case 'none':
      return `no record of ${named(leaf.sets)}, ${windowWords(leaf.window)}`;
    case 'prior':
      return `another line with ${named(leaf.sets)}, ${windowWords(leaf.window)}`;
    case 'noprior':
      return `no other line with ${named(leaf.sets)}, ${windowWords(leaf.window)}`;
    case 'care':
      return careWords(leaf.care, care.get(leaf.care));
    case 'phase':
      return `pain: ${leaf.phases.map((phase) => PHASE_WORDS[phase]).join(', or ')}`;
    case 'age':
      return `age ${rangeWords(leaf)}`;
    case 'months':
      return `age in months ${rangeWords(leaf)}`;
    case 'sex':
      return leaf.sex === 'F' ? 'female' : 'male';
    case 'chart':
      return `chart: ${leaf.text}`;
  }
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  acute: 'acute (days 0 to 42)',
  subacute: 'subacute (days 43 to 90)',
  chronic: 'chronic (over 90 days)',
  none: 'no episode in claims',
};

/** `esr_crp` becomes `esr crp`: names of sets are words. */
function setWords(sets: SetNames, region: Region | null): string {
  const names = region === null ? sets : setsForRegion(sets, region);
  return names
    .map((name) => (name.endsWith('@') ? `${name.slice(0, -1)} of the region` : name).replaceAll('_', ' '))
    .join(' or ');
}

function windowWords({ from, to }: Offsets): string {
  const ago = (days: number): string => `${-days} ${days === -1 ? 'day' : 'days'}`;
  if (from === null) {
    if (to === 0) return 'ever, up to the day of the image';
    return to === -1 ? 'ever before the day of the image' : `ever, at least ${ago(to)} before the image`;
  }
  if (to === 0) {
    return from === 0 ? 'on the day of the image' : `on the day of the image or up to ${ago(from)} before`;
  }
  return from === to ? `${ago(from)} before the image` : `${-from} to ${ago(to)} before the image`;
}

function rangeWords({ from, to }: Range): string {
  if (to === null) return `${from ?? 0} or more`;
  return from === null ? `${to} or less` : `${from} to ${to}`;
}

function careWords(name: string, kind: CareKind | undefined): string {
  if (kind === undefined) return `conservative care ${name}`;
  const { window, diagnosis, needsFollowUp, days, within } = kind;
  const span = days === 0 ? '' : `, ${days} days or more from the first visit to the last`;
  const visits = needsFollowUp ? `an evaluation and a later visit${span}` : 'an evaluation';
  const since =
    within === 'episode' ? '; in the episode' : '; on lumbar lines in the episode, where there is one';
  return `conservative care ${name}: physical therapy for ${setWords(diagnosis, null)}, ${windowWords(window)}: ${visits}${since}`;
}
