/*
 * The second opinion: what the rules page says about every imaging line of a person, without using the
 * product.
 */
import type { Claim, ClaimLine, Person } from '../../../../src/timeline/person.js';
import { type Answer, Ask } from './ask.js';
import { type Diary, diaryOf, entriesOf } from './diary.js';
import { AIM, ctParts, KP } from './scenarios.js';

export interface ScenarioOpinion {
  readonly id: string;
  readonly result: string;
  readonly met: readonly number[];
  readonly notShown: readonly number[];
  readonly chart: readonly number[];
  /** `leaf day claim line` of each record. */
  readonly records: readonly string[];
}

export interface LineOpinion {
  readonly claim: string;
  readonly number: string;
  readonly code: string;
  readonly version: string;
  readonly inScope: string;
  readonly age: number | null;
  readonly productLines: readonly string[];
  readonly phase: string;
  readonly start: number | null;
  readonly care: readonly [days: number | null, evaluation: number | null, followUp: number | null];
  readonly prior: number | null;
  readonly suggestion: string | null;
  readonly contrast: string;
  readonly notes: readonly string[];
  readonly scenarios: readonly ScenarioOpinion[];
}

export type Guideline = 'kp' | 'aim';

/** Versions of the page, by their first and last day. */
export const VERSIONS: Readonly<
  Record<Guideline, readonly (readonly [id: string, from: string, to: string])[]>
> = {
  kp: [
    ['kp-1', '2020-09-01', '2023-12-31'],
    ['kp-2', '2024-01-01', '2024-02-29'],
    ['kp-3', '2024-03-01', '9999-12-31'],
  ],
  aim: [
    ['aim-2022', '2022-09-11', '2023-09-09'],
    ['aim-2023', '2023-09-10', '9999-12-31'],
  ],
};

const SPINE_CODES: Readonly<Record<string, string>> = {
  '72141 72142 72156': 'cervical mri',
  '72146 72147 72157': 'thoracic mri',
  '72148 72149 72158': 'lumbar mri',
  '72125 72126 72127': 'cervical ct',
  '72128 72129 72130': 'thoracic ct',
  '72131 72132 72133': 'lumbar ct',
};
const OTHER_CODES: Readonly<Record<string, string>> = {
  '77078': 'other ct',
  '78814 78815 78816': 'other pet',
  '78811 78812 78813 G0235 S8085': 'other other',
};

interface CodeFacts {
  readonly region: string;
  readonly modality: string;
  readonly contrast: string;
}

/** What the table of codes says of a code; undefined for one that is not in scope of the guideline. */
export function factsOfCode(code: string, guideline: Guideline): CodeFacts | undefined {
  for (const [codes, kind] of Object.entries(SPINE_CODES)) {
    const at = codes.split(' ').indexOf(code);
    const [region = '', modality = ''] = kind.split(' ');
    if (at >= 0 && (guideline === 'aim' || kind === 'lumbar mri'))
      return { region, modality, contrast: ['without', 'with', 'both'][at] ?? '' };
  }
  if (guideline === 'kp') return undefined;
  const other = Object.entries(OTHER_CODES).find(([codes]) => codes.split(' ').includes(code));
  const [region = '', modality = ''] = other?.[1].split(' ') ?? [];
  return other === undefined ? undefined : { region, modality, contrast: 'without' };
}

interface Image {
  readonly claim: Claim;
  readonly line: ClaimLine;
  readonly code: string;
  readonly facts: CodeFacts;
}

const NO_INDICATION = 'MS: KP sees no indication for lumbar MRI';
const TETHERED = 'tethered cord: AIM asks for the lumbar spine only';
const SUPERSEDED = 'guideline superseded on 2024-10-20; its criteria are not held';
const NO_CARE = 'home programs, documented exceptions and care paid elsewhere are not in claims';

/** What the page says of every line of the person that is in scope, by date, claim and line. */
export function opinionsOf(person: Person, guideline: Guideline): LineOpinion[] {
  const entries = entriesOf(person);
  const images = imagesOf(person, guideline);
  return images.map((image) => {
    const diary = diaryOf(person, entries, image.claim, image.line);
    const version = VERSIONS[guideline].find(
      ([, from, to]) => iso(diary.day) >= from && iso(diary.day) <= to,
    )?.[0];
    return version === undefined
      ? withoutVersion(image)
      : opinionOf(person, { guideline, version, image, images, diary });
  });
}

function imagesOf(person: Person, guideline: Guideline): Image[] {
  const images: Image[] = [];
  for (const claim of person.claims) {
    for (const line of claim.lines) {
      const facts = factsOfCode(line.procedureCode, guideline);
      if (facts === undefined) continue;
      const isPet = facts.modality === 'pet' || facts.modality === 'other';
      const isOfSpine = claim.lines.some(
        ({ placeOfService, codes }) =>
          placeOfService !== '81' &&
          codes.some(
            ({ listed }) =>
              listed.system === 'ICD10CM' &&
              (listed.sets.includes('spine_dx') || listed.sets.includes('spine_infection')),
          ),
      );
      if (!isPet || isOfSpine) images.push({ claim, line, code: line.procedureCode, facts });
    }
  }
  return images.sort(
    (a, b) =>
      a.line.serviceDate - b.line.serviceDate ||
      (a.claim.id === b.claim.id
        ? Number(a.line.number) - Number(b.line.number)
        : a.claim.id < b.claim.id
          ? -1
          : 1),
  );
}

function withoutVersion({ claim, line, code }: Image): LineOpinion {
  return {
    ...{ claim: claim.id, number: line.number, code, version: '', inScope: 'no_version', age: null },
    ...{ productLines: [], phase: '', start: null, care: [null, null, null], prior: null },
    ...{ suggestion: null, contrast: '', notes: [], scenarios: [] },
  };
}

interface Situation {
  readonly guideline: Guideline;
  readonly version: string;
  readonly image: Image;
  readonly images: readonly Image[];
  readonly diary: Diary;
}

function opinionOf(person: Person, situation: Situation): LineOpinion {
  const { guideline, version, image, diary } = situation;
  const { region } = image.facts;
  const lines = person.spans
    .filter(({ start, end }) => start <= diary.day && diary.day <= end)
    .map(({ productLine }) => productLine);
  const isOut = guideline === 'kp' && lines.includes('medicare');
  const asked = isOut ? [] : askAll(situation);
  const scenarios = asked.map(({ opinion }) => opinion);
  const therapy = new Ask(region, diary).therapy(guideline === 'kp' ? 'K6' : 'A6');
  const days = therapy.map(({ day }) => day);
  const evaluation = therapy.find(({ names }) => names.has('pt_eval'))?.day ?? null;
  const last = days.length === 0 ? null : Math.max(...days);
  return {
    ...{ claim: image.claim.id, number: image.line.number, code: image.code, version },
    inScope: isOut ? 'medicare' : 'yes',
    age: diary.age,
    productLines: [...new Set(lines)].sort(),
    ...diary.episode,
    care: [
      last === null ? null : last - Math.min(...days),
      evaluation,
      evaluation !== null && last !== null && last > evaluation ? last : null,
    ],
    prior: latestPrior(situation),
    suggestion: isOut ? null : suggestionOf(scenarios, version),
    contrast: isOut || guideline === 'aim' ? '' : contrastOf(scenarios, image),
    notes: notesOf(
      person,
      situation,
      asked.some(({ lacksCare }) => lacksCare),
    ),
    scenarios,
  };
}

interface AskedScenario {
  readonly opinion: ScenarioOpinion;
  readonly lacksCare: boolean;
}

function askAll({ guideline, version, image, diary }: Situation): AskedScenario[] {
  return scenariosFor(guideline, version, image.facts, diary.age).map(({ id, tree }) => {
    const ask = new Ask(image.facts.region, diary);
    const answer = tree(ask);
    const numbers = (wanted: Answer): number[] =>
      ask.leaves.flatMap((leaf, index) => (leaf.answer === wanted ? [index + 1] : []));
    const result =
      answer === 'yes' ? 'met' : answer === 'no' ? 'not shown' : ask.speaks() ? 'open' : 'chart only';
    return {
      opinion: {
        ...{ id, result, met: numbers('yes'), notShown: numbers('no'), chart: numbers('chart') },
        records: ask.leaves.flatMap(({ records }, index) =>
          records.map((record) => `${index + 1} ${record}`),
        ),
      },
      lacksCare: ask.leaves.some(({ kind, answer: care }) => kind === 'care' && care === 'no'),
    };
  });
}

export interface ScenarioToAsk {
  readonly id: string;
  readonly tree: (ask: Ask) => Answer;
}

/** The scenarios for a region, a modality and an age, in the order of the page. */
export function scenariosFor(
  guideline: Guideline,
  version: string,
  { region, modality }: Pick<CodeFacts, 'region' | 'modality'>,
  age: number | null,
): ScenarioToAsk[] {
  if (guideline === 'kp') {
    if (region !== 'lumbar' || modality !== 'mri') return [];
    return KP.filter(([, versions]) => versions.split(' ').includes(version.replace('kp-', ''))).map(
      ([id, , , tree]) => ({ id, tree }),
    );
  }
  const letter = region === 'other' ? 'O' : region.slice(0, 1).toUpperCase();
  return AIM.filter(
    ([, ages, regions]) => isForAge(ages, age) && regions.split(' ').includes(letter),
  ).flatMap(([id, , , mri, ct, tree]): ScenarioToAsk[] => {
    if (modality !== 'ct') return (mri === 'yes' ? 'mri' : mri) === modality ? [{ id, tree }] : [];
    const further = ctParts(ct, version);
    if (further === undefined) return [];
    if (further.length === 0) return [{ id, tree }];
    return [{ id: `${id}-ct`, tree: (ask) => ask.all(tree(ask), ...further.map((part) => part(ask))) }];
  });
}

function isForAge(ages: string, age: number | null): boolean {
  if (ages === 'all') return true;
  return age !== null && (ages === 'adult' ? age >= 19 : age <= 18);
}

function suggestionOf(scenarios: readonly ScenarioOpinion[], version: string): string {
  const has = (result: string, id?: string): boolean =>
    scenarios.some((one) => one.result === result && (id === undefined || one.id === id));
  if (version !== 'kp-3' && has('open', 'kp-V')) return 'needs clinical review';
  if (has('met')) return 'supported';
  return has('open') ? 'needs clinical review' : 'not supported by claims';
}

function contrastOf(scenarios: readonly ScenarioOpinion[], { facts }: Image): string {
  const met = scenarios.filter(({ result }) => result === 'met');
  const looked = met.length > 0 ? met : scenarios.filter(({ result }) => result === 'open');
  const advice = looked.flatMap(({ id }) => {
    const words = KP.find(([one]) => one === id)?.[2] ?? '-';
    return words.split(' or ').flatMap((word) => ({ 'w/o': ['without'], both: ['both'] })[word] ?? []);
  });
  if (advice.length === 0) return '';
  return advice.includes(facts.contrast) ? 'as advised' : 'differs';
}

function latestPrior({ guideline, image, diary }: Situation): number | null {
  const ask = new Ask(image.facts.region, diary);
  if (guideline === 'kp') ask.prior('mri_lumbar', Number.NEGATIVE_INFINITY, -4);
  else if (image.code === '77078') ask.prior('bone_density', Number.NEGATIVE_INFINITY, -4);
  else ask.prior('mri@ ct@', Number.NEGATIVE_INFINITY, -4);
  const [day] = ask.leaves[0]?.records[0]?.split(' ') ?? [];
  return day === undefined ? null : Number(day);
}

function notesOf(person: Person, situation: Situation, lacksCare: boolean): string[] {
  const { version, image, images, diary } = situation;
  const { facts, line, code } = image;
  const on = iso(diary.day);
  const isAlike = (other: Image): boolean =>
    other.facts.region === facts.region && other.facts.modality === facts.modality;
  const apart = (other: Image): number => line.serviceDate - other.line.serviceDate;
  const notes: readonly (readonly [note: string, holds: boolean])[] = [
    ['older text may have differed', version === 'kp-1' && on < '2023-04-04'],
    ['provisional: older text only partly known', version === 'aim-2022'],
    [SUPERSEDED, version === 'aim-2023' && on > '2024-10-19'],
    ...claimNotes(situation),
    ['repeat', images.some((other) => isAlike(other) && apart(other) >= 4 && apart(other) <= 365)],
    ['same day', images.some((other) => apart(other) === 0 && other.code !== code)],
    ['short history', isShort(person, diary.day)],
    [NO_CARE, lacksCare],
  ];
  return notes.filter(([, holds]) => holds).map(([note]) => note);
}

function claimNotes({ guideline, image, diary }: Situation): (readonly [note: string, holds: boolean])[] {
  const has = (...sets: readonly string[]): boolean =>
    diary.own.some(({ names }) => sets.some((set) => names.has(set)));
  if (guideline === 'kp') return [[NO_INDICATION, has('ms')]];
  const isAbove = ['cervical', 'thoracic'].includes(image.facts.region);
  return [[TETHERED, isAbove && has('dysraphism', 'sacral_dimple')]];
}

/** Whether some day of the 366 up to the day, walking back, has no medical cover. */
function isShort(person: Person, day: number): boolean {
  for (let back = 0; back <= 365; back += 1) {
    const one = day - back;
    const isCovered = person.spans.some(
      ({ start, end, medicalBenefit }) => medicalBenefit && start <= one && one <= end,
    );
    if (!isCovered) return true;
  }
  return false;
}

function iso(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
