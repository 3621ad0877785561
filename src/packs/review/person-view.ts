import type { Day } from '../../timeline/day.js';
import { setGiving } from '../../timeline/meaning.js';
import { compareLines, compareText } from '../../timeline/order.js';
import type { ClaimLine, ListedCode, Person } from '../../timeline/person.js';
import {
  compareRecords,
  type DatedRecord,
  isDiagnosis,
  placeOf,
  type ReadClaim,
  readTimeline,
} from '../../timeline/records.js';
import type { ScopeCode } from './guideline/guideline.js';
import { CHIROPRACTIC, IN_SCOPE, type ReviewRules } from './resolve.js';

/** Claims by their numbers; a drug has none. */
export type ClaimNumbers = ReadonlySet<number | null>;

/** A claim line with a code in scope, and its claim. */
export interface LineInScope {
  readonly read: ReadClaim;
  readonly line: ClaimLine;
  readonly listed: ListedCode;
  readonly scope: ScopeCode;
}

/** A code on a line, as `prior` and `noprior` look for it. */
export interface LineRecord {
  readonly line: ClaimLine;
  readonly record: DatedRecord;
}

/**
 * A person's claims as scenarios see them, read once for all lines of the person. An id that stands for many people can
 * have thousands of lines and records, but few dates: of each date, only what can decide is kept.
 */
export class PersonView {
  /** By service date, claim, line and code. */
  readonly linesInScope: readonly LineInScope[];
  private readonly records;
  private readonly carriers = new Map<string, ClaimNumbers>();
  private readonly lines = new Map<string, readonly LineRecord[]>();
  private readonly dates = new Map<string, Set<Day>>();
  private readonly codes = new Map<Day, Set<string>>();
  private readonly found = new Map<ClaimNumbers | null, Map<string, readonly DatedRecord[]>>();

  constructor(
    readonly person: Person,
    readonly rules: ReviewRules,
  ) {
    this.records = readTimeline(person, rules.reading);
    this.linesInScope = this.records.claims
      .flatMap((read) => this.linesOfClaim(read))
      .sort(
        (a, b) =>
          a.line.serviceDate - b.line.serviceDate ||
          compareText(a.read.claim.id, b.read.claim.id) ||
          a.read.no - b.read.no ||
          compareLines(a.line, b.line) ||
          compareText(a.listed.code, b.listed.code),
      );
    for (const { line, listed, scope } of this.linesInScope) {
      add(this.dates, `${scope.region} ${scope.modality}`, line.serviceDate);
      add(this.codes, line.serviceDate, listed.code);
    }
  }

  /**
   * The first record of each date in any of the sets, by claim and line.
   *
   * @param claims only records of these count
   */
  recordsOf(sets: readonly string[], claims: ClaimNumbers | null = null): readonly DatedRecord[] {
    const known = this.found.get(claims) ?? new Map<string, readonly DatedRecord[]>();
    this.found.set(claims, known);
    const key = sets.join('+');
    const records =
      known.get(key) ??
      firstOfDates(
        sets
          .flatMap((set) => this.records.of(set))
          .filter(({ claimNo }) => claims === null || claims.has(claimNo)),
      );
    known.set(key, records);
    return records;
  }

  /** The numbers of claims with a diagnosis from any of the sets, in any position. */
  claimsWithDiagnosis(sets: readonly string[]): ClaimNumbers {
    const key = sets.join('+');
    return this.claimsWhere(key, ({ diagnoses }) =>
      diagnoses.some(({ listed }) => this.setOf(sets, listed) !== null),
    );
  }

  /** The numbers of claims with a diagnosis from any of the sets and no chiropractor's visit on any line. */
  claimsOfTherapy(sets: readonly string[]): ClaimNumbers {
    const carrying = this.claimsWithDiagnosis(sets);
    return this.claimsWhere(
      `${CHIROPRACTIC} ${sets.join('+')}`,
      ({ no, claim }) =>
        carrying.has(no) &&
        !claim.lines.some(({ codes }) =>
          codes.some(({ listed }) => setGiving(CHIROPRACTIC, listed, this.rules.sets) !== null),
        ),
    );
  }

  /** Of each date, the first two lines whose own procedure or revenue code is in any of the sets. */
  linesWith(sets: readonly string[]): readonly LineRecord[] {
    const key = sets.join('+');
    const known = this.lines.get(key);
    if (known !== undefined) return known;
    const all = this.records.claims.flatMap((read) =>
      read.claim.lines.flatMap((line) =>
        line.codes.flatMap(({ listed }): LineRecord[] => {
          if (listed.system === 'ICD10CM' || listed.system === 'ICD10PCS') return [];
          const set = this.setOf(sets, listed);
          if (set === null) return [];
          return [{ line, record: { date: line.serviceDate, listed, set, ...placeOf(read, line) } }];
        }),
      ),
    );
    const found = firstTwoOfDates(all);
    this.lines.set(key, found);
    return found;
  }

  /** The name of the value set that puts a code in one of these sets; null if none does. */
  setOf(sets: readonly string[], listed: ListedCode): string | null {
    for (const set of sets) {
      const giving = setGiving(set, listed, this.rules.sets);
      if (giving !== null) return giving;
    }
    return null;
  }

  private claimsWhere(key: string, is: (read: ReadClaim) => boolean): ClaimNumbers {
    const known = this.carriers.get(key);
    if (known !== undefined) return known;
    const found = new Set(this.records.claims.filter(is).map(({ no }) => no));
    this.carriers.set(key, found);
    return found;
  }

  /** The dates of lines in scope, of one region and modality. */
  datesOf({ region, modality }: Pick<ScopeCode, 'region' | 'modality'>): ReadonlySet<Day> {
    return this.dates.get(`${region} ${modality}`) ?? new Set();
  }

  /** The codes in scope of a day. */
  codesOn(day: Day): ReadonlySet<string> {
    return this.codes.get(day) ?? new Set();
  }

  private linesOfClaim(read: ReadClaim): LineInScope[] {
    // A supplemental record from a chart or a registry is not a claim line.
    if (read.isSupplemental) return [];
    const { codes } = this.rules.question.guideline.scope;
    return read.claim.lines.flatMap((line) => {
      const own = line.codes.filter((code) => !isDiagnosis(code)).map(({ listed }) => listed);
      // Identical rows are one line, which then holds each of its codes more than once.
      return [...new Set(own)].flatMap((listed): LineInScope[] => {
        if (setGiving(IN_SCOPE, listed, this.rules.sets) === null) return [];
        const scope = codes.get(listed.code);
        if (scope === undefined) return [];
        const { onlyWith } = scope;
        const isMeant =
          onlyWith === null || read.diagnoses.some((code) => this.setOf(onlyWith, code.listed) !== null);
        return isMeant ? [{ read, line, listed, scope }] : [];
      });
    });
  }
}

/** The first record of each date. */
export function firstOfDates(records: readonly DatedRecord[]): DatedRecord[] {
  const first = new Map<Day, DatedRecord>();
  for (const record of records) {
    const known = first.get(record.date);
    if (known === undefined || compareRecords(record, known) < 0) first.set(record.date, record);
  }
  return [...first.values()];
}

/** Two, because the line under review is not its own predecessor. */
function firstTwoOfDates(found: readonly LineRecord[]): LineRecord[] {
  const byDate = new Map<Day, LineRecord[]>();
  for (const one of found.toSorted((a, b) => compareRecords(a.record, b.record))) {
    const known = byDate.get(one.record.date) ?? [];
    if (known.length < 2 && known.every(({ line }) => line !== one.line)) known.push(one);
    byDate.set(one.record.date, known);
  }
  return [...byDate.values()].flat();
}

function add<Key, Value>(to: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, new Set([value]));
  else known.add(value);
}
