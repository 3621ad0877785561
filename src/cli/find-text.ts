import type { ImagingCode } from '../packs/imaging-codes.js';
import { OPEN_NOTICE } from '../report/manifest.js';
import type { BeginningCode, FoundCode, FoundText, PackUse } from '../run/find/find-codes.js';
import { shown } from '../shown.js';
import { textOfBounds, type YearBounds } from '../valuesets/code-life.js';
import { NEWEST_YEAR } from '../valuesets/code-years.js';
import type { Directory } from '../valuesets/directory.js';

const DAYS =
  'Days are counted from the index date, the start of the episode or the image, day 0; both ends count.';

/** How many codes are named for a beginning or a family. */
const MOST_NAMED = 12;

/** The answer as text: for each requested code a heading and some lines below it. */
export function findText(found: readonly FoundText[], { files }: Directory): string {
  const hasDays = found.some(({ codes }) =>
    codes.some(({ uses }) => uses.some(({ window }) => window.includes('day'))),
  );
  const isOpen = files.some(({ origin }) => origin === 'open');
  return [
    ...found.map(answer),
    [...(hasDays ? [DAYS] : []), ...(isOpen ? [`Value sets: ${OPEN_NOTICE}`] : [])].join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function answer({ asked, codes, begins, relatives }: FoundText): string {
  const about = codes.map(codeText);
  const longer = begins.length === 0 ? [] : [beginsText(asked, begins)];
  if (about.length + longer.length > 0 && relatives.length === 0) return [...about, ...longer].join('\n');
  const nothing =
    about.length === 0
      ? [`${shown(asked)}: no set holds it${begins.length > 0 ? '' : ', and no rule reads it'}.`]
      : about;
  const near =
    relatives.length === 0 ? [] : [`  listed near it: ${named(relatives)} (${setsOf(relatives).join('; ')})`];
  return [...nothing, ...longer, ...near].join('\n');
}

function codeText(found: FoundCode): string {
  const { system, sets, imaging, uses } = found;
  const kind = imaging === null ? [] : [studyText(imaging)];
  const heading = [`${display(found)}  ${SYSTEMS[system]}`, ...kind, ...lifeOf(found)].join(', ');
  const isOfEngland = system === 'OPCS4' || system === 'ICD10';
  const held = sets.length === 0 ? 'no set holds it' : sets.join('; ');
  const rows = uses.map((use): [string, string] => [`${use.pack} ${ofText(use)}`, meaningText(use)]);
  const width = Math.max(0, ...rows.map(([whose]) => whose.length));
  const lines = rows.map(([whose, meaning]) => `  ${whose.padEnd(width)}  ${meaning}`);
  const unread = uses.length === 0 ? ['  no rule reads it'] : [];
  return [heading, ...(isOfEngland ? [] : [`  in: ${held}`]), ...lines, ...unread].map(shown).join('\n');
}

const STUDIES: Readonly<Record<ImagingCode['modality'], string>> = {
  xray: 'X-ray',
  ct: 'CT',
  mri: 'MRI',
  other: 'other study',
};

const REGIONS: Readonly<Record<ImagingCode['region'], string>> = {
  cervical: 'the cervical spine',
  thoracic: 'the thoracic spine',
  lumbar: 'the lumbar spine',
  pelvis: 'the sacrum or pelvis',
  whole: 'the whole spine',
  other: 'the spine',
};

function studyText({ modality, region }: ImagingCode): string {
  return `${STUDIES[modality]} of ${REGIONS[region]}`;
}

function meaningText({ meaning, window }: PackUse): string {
  return window === '' ? meaning : `${meaning} (${window})`;
}

/** `2018-2023, 2025`; names are listed one by one. */
function ofText({ of }: PackUse): string {
  const runs: string[][] = [];
  for (const one of of) {
    const run = runs.at(-1);
    const follows = run !== undefined && /^\d{4}$/.test(one) && Number(one) === Number(run.at(-1)) + 1;
    if (follows) run.push(one);
    else runs.push([one]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(', ');
}

const SYSTEMS: Readonly<Record<FoundCode['system'], string>> = {
  ICD10CM: 'ICD-10-CM',
  ICD10PCS: 'ICD-10-PCS',
  CPT: 'CPT',
  HCPCS: 'HCPCS',
  UBREV: 'revenue code',
  UBTOB: 'type of bill',
  POS: 'place of service',
  Modifier: 'modifier',
  RXNORM: 'RxNorm',
  NDC: 'NDC',
  OPCS4: 'OPCS-4 (England)',
  ICD10: 'ICD-10 (England)',
};

/** Diagnoses with their dot. */
function display({ system, code }: { readonly system: string; readonly code: string }): string {
  const isDiagnosis = system === 'ICD10CM' || system === 'ICD10' || system === 'OPCS4';
  return isDiagnosis && code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code;
}

function lifeOf({ system, life }: FoundCode): string[] {
  if (system !== 'ICD10CM') return [];
  if (life === null) return ['in no public table of billable codes'];
  const since = life.first === null ? 'October 2017 or before' : `October ${before(life.first)}`;
  const until =
    life.last === null
      ? `fiscal year ${NEWEST_YEAR}, the newest known`
      : `September ${textOfBounds(life.last)}`;
  return [`billable from ${since} to ${until}`];
}

/**
 * A fiscal year begins in October of the year before.
 *
 * @example fiscal year 2024 is 2023-10-01 to 2024-09-30
 */
function before({ earliest, latest }: YearBounds): string {
  return textOfBounds({ earliest: earliest - 1, latest: latest - 1 });
}

function beginsText(asked: string, begins: readonly BeginningCode[]): string {
  const count = `${begins.length} ${begins.length === 1 ? 'code begins' : 'codes begin'} with ${shown(asked)}`;
  const bySets = new Map<string, BeginningCode[]>();
  for (const one of begins) {
    const sets = one.sets.length === 0 ? 'in no set' : one.sets.join('; ');
    bySets.set(sets, [...(bySets.get(sets) ?? []), one]);
  }
  const lines = [...bySets].map(([sets, codes]) => `  ${sets}: ${named(codes)}`);
  return [`${count}:`, ...lines].map(shown).join('\n');
}

function named(codes: readonly BeginningCode[]): string {
  const first = codes.slice(0, MOST_NAMED).map(display).join(', ');
  const more = codes.length - MOST_NAMED;
  return more > 0 ? `${first} and ${more} more` : first;
}

function setsOf(codes: readonly BeginningCode[]): string[] {
  return [...new Set(codes.flatMap(({ sets }) => sets))].sort();
}
