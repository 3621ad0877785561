import { setGiving } from '../../timeline/meaning.js';
import { compareLines, compareText } from '../../timeline/order.js';
import type { ClaimLine, ListedCode, Person } from '../../timeline/person.js';
import {
  type DatedRecord,
  isDiagnosis,
  placeOf,
  type ReadClaim,
  readTimeline,
} from '../../timeline/records.js';
import type { ScopeCode } from './guideline/guideline.js';
import { CHIROPRACTIC, IN_SCOPE, type ReviewRules } from './resolve.js';

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

/** A person's claims as scenarios see them, read once for all lines of the person. */
export class PersonView {
  /** By service date, claim, line and code. */
  readonly linesInScope: readonly LineInScope[];
  private readonly records;
  private readonly carriers = new Map<string, ReadonlySet<number | null>>();
  private readonly lines = new Map<string, readonly LineRecord[]>();

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
  }

  /** All dated records in any of the sets. */
  recordsOf(sets: readonly string[]): readonly DatedRecord[] {
    const [only] = sets;
    return sets.length === 1 && only !== undefined
      ? this.records.of(only)
      : sets.flatMap((set) => this.records.of(set));
  }

  /** The numbers of claims with a diagnosis from any of the sets, in any position. */
  claimsWithDiagnosis(sets: readonly string[]): ReadonlySet<number | null> {
    const key = sets.join('+');
    return this.claimsWhere(key, ({ diagnoses }) =>
      diagnoses.some(({ listed }) => this.setOf(sets, listed) !== null),
    );
  }

  /** The numbers of claims with a chiropractor's visit on any line. */
  chiropracticClaims(): ReadonlySet<number | null> {
    return this.claimsWhere(CHIROPRACTIC, ({ claim }) =>
      claim.lines.some(({ codes }) =>
        codes.some(({ listed }) => setGiving(CHIROPRACTIC, listed, this.rules.sets) !== null),
      ),
    );
  }

  /** Lines whose own procedure or revenue code is in any of the sets. */
  linesWith(sets: readonly string[]): readonly LineRecord[] {
    const key = sets.join('+');
    const known = this.lines.get(key);
    if (known !== undefined) return known;
    const found = this.records.claims.flatMap((read) =>
      read.claim.lines.flatMap((line) =>
        line.codes.flatMap(({ listed }): LineRecord[] => {
          if (listed.system === 'ICD10CM' || listed.system === 'ICD10PCS') return [];
          const set = this.setOf(sets, listed);
          if (set === null) return [];
          return [{ line, record: { date: line.serviceDate, listed, set, ...placeOf(read, line) } }];
        }),
      ),
    );
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

  private claimsWhere(key: string, is: (read: ReadClaim) => boolean): ReadonlySet<number | null> {
    const known = this.carriers.get(key);
    if (known !== undefined) return known;
    const found = new Set(this.records.claims.filter(is).map(({ no }) => no));
    this.carriers.set(key, found);
    return found;
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
