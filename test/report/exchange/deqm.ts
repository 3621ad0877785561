/*
 * The ten invariants of the MeasureReport profiles of DEQM 5.0.0 (deqm-0 to deqm-9), and their cardinalities,
 * written from their descriptions without looking at the code that writes the reports.
 */

export interface Coded {
  readonly coding?: readonly { readonly system?: string; readonly code?: string }[];
  readonly text?: string;
}

interface Extension {
  readonly url: string;
  readonly valueCodeableConcept?: Coded;
}

export interface Population {
  readonly extension?: readonly Extension[];
  readonly code?: Coded;
  readonly count?: number;
  readonly subjectResults?: unknown;
}

interface Counted {
  readonly population?: readonly Population[];
  readonly measureScore?: { readonly value?: number };
}

interface Stratum extends Counted {
  readonly value?: Coded;
  readonly component?: readonly { readonly code?: Coded }[];
}

export interface Group extends Counted {
  readonly extension?: readonly Extension[];
  readonly code?: Coded;
  readonly stratifier?: readonly {
    readonly code?: readonly Coded[];
    readonly stratum?: readonly Stratum[];
  }[];
}

export interface Report {
  readonly resourceType: string;
  readonly id?: string;
  readonly meta: { readonly profile: readonly string[] };
  readonly text: { readonly status: string; readonly div: string };
  readonly extension?: readonly Extension[];
  readonly status: string;
  readonly type: string;
  readonly measure: string;
  readonly subject?: { readonly identifier?: { readonly value?: string } };
  readonly date?: string;
  readonly reporter?: Readonly<Record<string, unknown>>;
  readonly period?: { readonly start?: string; readonly end?: string };
  readonly improvementNotation?: Coded;
  readonly group?: readonly Group[];
  readonly evaluatedResource?: readonly {
    readonly type?: string;
    readonly identifier?: { readonly value?: string };
    readonly display?: string;
  }[];
}

const BASE = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition';
const SCORING = `${BASE}/extension-measureScoring`;
const GROUP_NOTATION = `${BASE}/extension-groupImprovementNotation`;
const QUANTITY = 'http://hl7.org/fhir/StructureDefinition/measurereport-countQuantity';
const SCORED = ['proportion', 'ratio', 'continuous-variable'];

interface Extended {
  readonly extension?: readonly Extension[];
}

function has({ extension = [] }: Extended, url: string): boolean {
  return extension.some((one) => one.url === url);
}

function scoringsOf({ extension = [] }: Extended): string[] {
  return extension
    .filter(({ url }) => url === SCORING)
    .flatMap(({ valueCodeableConcept }) => valueCodeableConcept?.coding ?? [])
    .map(({ code }) => code ?? '');
}

function isScored(one: Extended): boolean {
  return scoringsOf(one).some((code) => SCORED.includes(code));
}

function hasOneCount(population: Population): boolean {
  return (population.count !== undefined) !== has(population, QUANTITY);
}

export const INVARIANTS: Readonly<Record<string, (report: Report) => boolean>> = {
  'deqm-0: the canonical of the measure has a version': ({ measure }) => /^[^|]+\|.+$/.test(measure),
  'deqm-1: the period has days': ({ period }) =>
    [period?.start, period?.end].every((day) => /^\d{4}-\d\d-\d\d/.test(day ?? '')),
  'deqm-2: a scored report has an improvement notation': (report) =>
    !isScored(report) || report.improvementNotation !== undefined,
  'deqm-3: scoring is on the root or on every group, and not on both': (report) => {
    const groups = report.group ?? [];
    return has(report, SCORING)
      ? groups.every((group) => !has(group, SCORING))
      : groups.every((group) => has(group, SCORING));
  },
  'deqm-4: a scored group has an improvement notation of its own': ({ group = [] }) =>
    group.every((one) => !isScored(one) || has(one, GROUP_NOTATION)),
  'deqm-5: what is not composite has populations': (report) =>
    scoringsOf(report).includes('composite') ||
    (report.group ?? []).flatMap(({ population = [] }) => population).length > 0,
  // As corrected by HL7 (FHIR-58296): as published, 5.0.0 has no room for an empty denominator, which has no score.
  'deqm-6: the score of a proportion lies between 0 and 1': (report) =>
    (report.group ?? []).every(
      ({ measureScore }) =>
        measureScore === undefined ||
        (typeof measureScore.value === 'number' && measureScore.value >= 0 && measureScore.value <= 1),
    ),
  'deqm-7: a stratifier has a code, or its strata have components, and not both': ({ group = [] }) =>
    group
      .flatMap(({ stratifier = [] }) => stratifier)
      .every(
        ({ code = [], stratum = [] }) =>
          code.length > 0 !== stratum.some(({ component }) => component !== undefined),
      ),
  'deqm-8: a population has one count': ({ group = [] }) =>
    group.flatMap(({ population = [] }) => population).every(hasOneCount),
  'deqm-9: a population of a stratum has one count': ({ group = [] }) =>
    group
      .flatMap(({ stratifier = [] }) => stratifier)
      .flatMap(({ stratum = [] }) => stratum)
      .flatMap(({ population = [] }) => population)
      .every(hasOneCount),
};

/** What the profiles require and forbid besides the invariants. */
export function breaksOfProfile(report: Report): string[] {
  const isSummary = report.type === 'summary';
  const profile = `${BASE}/${isSummary ? 'summary' : 'indv'}-measurereport-deqm`;
  const { group = [], subject, evaluatedResource, date, reporter, period } = report;
  const populations = group.flatMap((one) => [
    ...(one.population ?? []),
    ...(one.stratifier ?? []).flatMap(({ stratum = [] }) => stratum.flatMap((of) => of.population ?? [])),
  ]);
  const asked: Readonly<Record<string, boolean>> = {
    'is a MeasureReport': report.resourceType === 'MeasureReport',
    'names its profile': report.meta.profile.includes(profile),
    'has date, reporter and period': date !== undefined && reporter !== undefined && period !== undefined,
    'has a group': group.length > 0,
    'has a subject if it is of one person': (subject !== undefined) !== isSummary,
    'has no evaluated resource in a summary': !isSummary || evaluatedResource === undefined,
    'has a code for each population': populations.every(({ code }) => code !== undefined),
    'has no lists of subjects': populations.every(({ subjectResults }) => subjectResults === undefined),
  };
  return Object.keys(asked).filter((what) => asked[what] === false);
}
