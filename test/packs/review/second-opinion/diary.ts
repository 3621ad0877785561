/*
 * A person's claims as the second opinion reads them from the rules page: dated entries, and the diary of
 * each imaging line.
 */
import type { Claim, ClaimLine, Person } from '../../../../src/timeline/person.js';

/** Something coded, on the day on which it counts. */
export interface Entry {
  readonly day: number;
  readonly names: ReadonlySet<string>;
  readonly claim: string;
  readonly number: string;
  /** The line that carries it as its own code; null for a diagnosis or a fill. */
  readonly line: ClaimLine | null;
  /** A procedure or revenue code, not a diagnosis, an ICD-10-PCS code or a drug. */
  readonly isProcedure: boolean;
}

export interface Diary {
  readonly day: number;
  readonly image: ClaimLine;
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The diagnoses of the imaging claim, on the day of the image. */
  readonly own: readonly Entry[];
  readonly age: number | null;
  readonly months: number | null;
  readonly sex: string;
  readonly episode: { readonly phase: string; readonly start: number | null };
  claimHas(claim: string, set: string): boolean;
  isChiropractic(claim: string): boolean;
}

const LABORATORY = '81';
const DAY = 86_400_000;

/** Everything of a person but what is said of a single image, by the names of the sets. */
export function entriesOf(person: Person): ReadonlyMap<string, readonly Entry[]> {
  const bySet = new Map<string, Entry[]>();
  const all = [
    ...person.claims.flatMap(entriesOfClaim),
    ...person.fills.map(
      ({ dispensed, drug, claimId, lineNumber }): Entry => ({
        day: dispensed,
        names: new Set(drug.sets),
        claim: claimId,
        number: lineNumber,
        ...{ line: null, isProcedure: false },
      }),
    ),
  ];
  for (const entry of all) {
    for (const name of entry.names) bySet.set(name, [...(bySet.get(name) ?? []), entry]);
  }
  return bySet;
}

export function diaryOf(
  person: Person,
  entries: ReadonlyMap<string, readonly Entry[]>,
  claim: Claim,
  image: ClaimLine,
): Diary {
  const day = image.serviceDate;
  const own = [...diagnosesOf(claim)].map(
    (names): Entry => ({ day, names, claim: claim.id, number: image.number, line: null, isProcedure: false }),
  );
  const carried = new Map(person.claims.map((one) => [one.id, diagnosesOf(one)]));
  const isChiropractic = new Set(
    person.claims
      .filter(({ lines }) =>
        lines.some(({ codes }) => codes.some(({ listed }) => /^9894[0-3]$/.test(listed.code))),
      )
      .map(({ id }) => id),
  );
  const pain = [...(entries.get('back_episode') ?? []), ...own]
    .filter(({ names }) => names.has('back_episode'))
    .map((entry) => entry.day);
  const born = person.birth !== null && person.birth <= day ? new Date(person.birth * DAY) : null;
  const then = new Date(day * DAY);
  return {
    ...{ day, image, entries, own, sex: person.sex },
    age: born === null ? null : completed(born, then).years,
    months: born === null ? null : completed(born, then).months,
    episode: episodeOf(pain, day),
    claimHas: (id, set) => [...(carried.get(id) ?? [])].some((names) => names.has(set)),
    isChiropractic: (id) => isChiropractic.has(id),
  };
}

function entriesOfClaim(claim: Claim): Entry[] {
  const isInpatient = claim.lines.some(({ codes }) =>
    codes.some(({ listed }) => listed.sets.includes('Inpatient Stay')),
  );
  const lastDay = Math.max(...claim.lines.map(({ serviceDate }) => serviceDate));
  const discharged = isInpatient ? (claim.discharge ?? claim.end ?? lastDay) : null;
  return [
    ...claim.lines.flatMap((line) => ownCodesOf(claim, line, discharged)),
    ...diagnosisEntries(claim, discharged),
  ];
}

function ownCodesOf({ id }: Claim, line: ClaimLine, discharged: number | null): Entry[] {
  return line.codes
    .filter(({ listed }) => listed.system !== 'ICD10CM')
    .map(({ listed, ownDate }): Entry => {
      const isProcedure = listed.system !== 'ICD10PCS';
      const day = isProcedure ? line.serviceDate : (ownDate ?? discharged ?? line.serviceDate);
      return { day, names: new Set(listed.sets), claim: id, number: line.number, line, isProcedure };
    });
}

function diagnosisEntries(claim: Claim, discharged: number | null): Entry[] {
  const carrying = claim.lines
    .filter(({ placeOfService }) => placeOfService !== LABORATORY)
    .toSorted((a, b) => Number(a.number) - Number(b.number));
  // An inpatient claim has one date, and so the first of its lines stands for it.
  const dated = discharged === null ? carrying : carrying.slice(0, 1);
  return dated.flatMap(({ number, serviceDate }) =>
    [...diagnosesOf(claim)].map(
      (names): Entry => ({
        ...{ day: discharged ?? serviceDate, names, claim: claim.id, number },
        ...{ line: null, isProcedure: false },
      }),
    ),
  );
}

function diagnosesOf(claim: Claim): Set<ReadonlySet<string>> {
  return new Set(
    claim.lines
      .filter(({ placeOfService }) => placeOfService !== LABORATORY)
      .flatMap(({ codes }) => codes.filter(({ listed }) => listed.system === 'ICD10CM'))
      .map(({ listed }) => new Set(listed.sets)),
  );
}

/** The chain of dates that ends at the latest one, each at most 180 days after the one before. */
function episodeOf(pain: readonly number[], day: number): Diary['episode'] {
  const dates = [...new Set(pain)].filter((date) => date <= day).sort((a, b) => a - b);
  const latest = dates.at(-1);
  if (latest === undefined || latest < day - 180) return { phase: 'none', start: null };
  let first = dates.length - 1;
  while (first > 0 && (dates[first] ?? 0) - (dates[first - 1] ?? 0) <= 180) first -= 1;
  const start = dates[first] ?? latest;
  const lasts = day - start;
  return { phase: lasts < 43 ? 'acute' : lasts < 91 ? 'subacute' : 'chronic', start };
}

function completed(born: Date, then: Date): { readonly years: number; readonly months: number } {
  let months =
    12 * (then.getUTCFullYear() - born.getUTCFullYear()) + (then.getUTCMonth() - born.getUTCMonth());
  if (then.getUTCDate() < born.getUTCDate()) months -= 1;
  return { years: Math.floor(months / 12), months };
}
