import { ageOn, type Day, monthsOn } from '../../timeline/day.js';
import { type DatedRecord, placeOf } from '../../timeline/records.js';
import { isWithin, type Window } from '../../timeline/window.js';
import type { Episode } from './decision.js';
import { episodeOn } from './episode.js';
import type { Offsets, Region } from './guideline/tree.js';
import type { ClaimNumbers, LineInScope, PersonView } from './person-view.js';
import { BACK_EPISODE } from './resolve.js';

/** A line under review, with the person's records relative to its service date. */
export class LineView {
  readonly day: Day;
  readonly region: Region;
  /** Completed years on the service date; null if the birth date is unknown or after that date. */
  readonly age: number | null;
  /** Completed months, as `age`. */
  readonly ageInMonths: number | null;
  readonly episode: Episode;
  private readonly ownDiagnoses;

  constructor(
    readonly person: PersonView,
    readonly line: LineInScope,
  ) {
    const { birth } = person.person;
    this.day = line.line.serviceDate;
    this.region = line.scope.region;
    const isBorn = birth !== null && birth <= this.day;
    this.age = isBorn ? ageOn(birth, this.day) : null;
    this.ageInMonths = isBorn ? monthsOn(birth, this.day) : null;
    this.ownDiagnoses = line.read.diagnoses.map(({ listed }) => listed);
    this.episode = episodeOn(
      this.day,
      this.recordsOf([BACK_EPISODE]).map(({ date }) => date),
    );
  }

  /** The window around the service date: `-180..0` of 2024-05-15 is 2023-11-17 to 2024-05-15, 181 days. */
  windowOf({ from, to }: Offsets): Window {
    return { start: from === null ? null : this.day + from, end: this.day + to };
  }

  /**
   * The records of any of the sets that can decide. The diagnoses of the imaging claim also count on the service date,
   * so that an image of an inpatient claim, which is dated by its discharge, can use its own claim.
   *
   * @param claims only records of these count
   */
  recordsOf(sets: readonly string[], claims: ClaimNumbers | null = null): readonly DatedRecord[] {
    const own = claims === null || claims.has(this.line.read.no) ? this.diagnosesOfClaim(sets) : [];
    const others = this.person.recordsOf(sets, claims);
    return own.length === 0 ? others : [...others, ...own];
  }

  /** The diagnoses of the imaging claim in any of the sets, dated by the line. */
  diagnosesOfClaim(sets: readonly string[]): DatedRecord[] {
    const { read, line } = this.line;
    return this.ownDiagnoses.flatMap((listed) => {
      const set = this.person.setOf(sets, listed);
      return set === null ? [] : [{ date: this.day, listed, set, ...placeOf(read, line) }];
    });
  }

  recordsWithin(
    sets: readonly string[],
    offsets: Offsets,
    claims: ClaimNumbers | null = null,
  ): DatedRecord[] {
    const window = this.windowOf(offsets);
    return this.recordsOf(sets, claims).filter(({ date }) => isWithin(date, window));
  }

  /** Other lines with such a code in the window; the line under review is never its own predecessor. */
  otherLinesWithin(sets: readonly string[], offsets: Offsets): DatedRecord[] {
    const window = this.windowOf(offsets);
    return this.person
      .linesWith(sets)
      .filter(({ line, record }) => line !== this.line.line && isWithin(record.date, window))
      .map(({ record }) => record);
  }
}
