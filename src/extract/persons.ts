import type { Day } from '../timeline/day.js';
import type {
  Claim,
  ClaimLine,
  ClaimStatus,
  EnrollmentFact,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
} from '../timeline/person.js';
import type { Cursor } from './cursor.js';

/** The results of the extraction, each in the order of person numbers. */
export interface PersonStreams {
  /** person_no, person_id */
  readonly candidates: Cursor;
  /** The columns of CLAIM_EVENTS. */
  readonly events: Cursor;
  /** The columns of drugFills; null where there is no pharmacy input. */
  readonly fills: Cursor | null;
  /** The columns of enrollment. */
  readonly enrollment: Cursor;
}

/** What the numbers in the streams stand for. */
export interface Legend {
  /** By code_no; 0 is none. */
  readonly codes: readonly (ListedCode | null)[];
  /** Path of a file by file_no. */
  readonly files: readonly string[];
}

/** Puts the streams together, one person at a time; no more than one person is held. */
export async function* persons(streams: PersonStreams, legend: Legend): AsyncGenerator<Person> {
  const { candidates, events, fills, enrollment } = streams;
  while (!candidates.isAtEnd) {
    const personNo = candidates.number(0);
    const claims = new ClaimsInTheMaking(legend);
    const dispensed = new Map<string, Fill>();
    const enrolled = new EnrollmentInTheMaking(legend);
    await rowsOf(personNo, events, (row) => claims.add(row));
    await rowsOf(personNo, fills, (row) => addFill(dispensed, row, legend));
    await rowsOf(personNo, enrollment, (row) => enrolled.add(row));
    yield {
      id: candidates.text(1),
      ...enrolled.done(),
      claims: claims.done(),
      fills: [...dispensed.values()],
    };
    if (!candidates.advance()) await candidates.refill();
  }
}

/** Uses the rows of one person, which are the next ones of the stream, if it has any. */
async function rowsOf(
  personNo: number | null,
  stream: Cursor | null,
  use: (row: Cursor) => void,
): Promise<void> {
  while (stream !== null && !stream.isAtEnd && stream.number(0) === personNo) {
    use(stream);
    if (!stream.advance()) await stream.refill();
  }
}

interface LineInTheMaking extends ClaimLine {
  readonly codes: LineCode[];
}

interface ClaimInTheMaking {
  id: string;
  start: Day | null;
  end: Day | null;
  admission: Day | null;
  discharge: Day | null;
  lines: Map<string, LineInTheMaking>;
}

/** One row is one code; rows that agree in all else are one line. */
class ClaimsInTheMaking {
  private readonly claims = new Map<string, ClaimInTheMaking>();

  constructor(private readonly legend: Legend) {}

  add(row: Cursor): void {
    const claim = this.claimOf(row);
    const line = this.lineOf(claim, row);
    const listed = this.legend.codes[row.number(12) ?? 0] ?? null;
    if (listed === null) return;
    const position = row.number(13) ?? 0;
    line.codes.push({
      listed,
      position: listed.system === 'ICD10CM' ? position : 0,
      ownDate: row.number(14),
    });
  }

  done(): Claim[] {
    return [...this.claims.values()].map((claim) => ({ ...claim, lines: [...claim.lines.values()] }));
  }

  private claimOf(row: Cursor): ClaimInTheMaking {
    const key = row.text(1);
    let claim = this.claims.get(key);
    if (claim === undefined) {
      claim = {
        id: row.text(16) || key,
        start: null,
        end: null,
        admission: null,
        discharge: null,
        lines: new Map(),
      };
      this.claims.set(key, claim);
    }
    claim.start = earlier(claim.start, row.number(4));
    claim.end = later(claim.end, row.number(5));
    claim.admission = earlier(claim.admission, row.number(6));
    claim.discharge = later(claim.discharge, row.number(7));
    return claim;
  }

  private lineOf(claim: ClaimInTheMaking, row: Cursor): LineInTheMaking {
    const line: LineInTheMaking = {
      number: row.text(2),
      serviceDate: row.number(3) ?? 0,
      placeOfService: row.text(8),
      status: statusOf(row.text(9)),
      procedureCode: row.text(10),
      revenueCode: row.text(11),
      source: this.legend.files[row.number(15) ?? -1] ?? '',
      locator: row.text(17),
      codes: [],
    };
    const key = keyOf(line);
    const known = claim.lines.get(key);
    if (known === undefined) claim.lines.set(key, line);
    return known ?? line;
  }
}

function keyOf(line: ClaimLine): string {
  const { number, serviceDate, placeOfService, status, procedureCode, revenueCode, source, locator } = line;
  return `${number}|${serviceDate}|${placeOfService}|${status}|${procedureCode}|${revenueCode}|${source}|${locator}`;
}

const KNOWN_STATUSES = ['paid', 'denied', 'pending', 'suspended', 'supplemental'] as const;

function statusOf(text: string): ClaimStatus {
  return KNOWN_STATUSES.find((status) => status === text) ?? 'unknown';
}

function earlier(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b < a) ? b : a;
}

function later(a: Day | null, b: Day | null): Day | null {
  return a === null || (b !== null && b > a) ? b : a;
}

/** A fill that is stated twice alike counts once. */
function addFill(fills: Map<string, Fill>, row: Cursor, legend: Legend): void {
  const drug = legend.codes[row.number(4) ?? 0];
  if (drug === null || drug === undefined) return;
  const fill: Fill = {
    claimId: row.text(1),
    lineNumber: row.text(2),
    dispensed: row.number(3) ?? 0,
    drug,
    daysSupply: row.number(5),
    source: legend.files[row.number(6) ?? -1] ?? '',
    locator: '',
  };
  const key = JSON.stringify([fill.claimId, fill.lineNumber, fill.dispensed, drug.code, fill.daysSupply]);
  const known = fills.get(key);
  if (known === undefined || fill.source < known.source) fills.set(key, fill);
}

class EnrollmentInTheMaking {
  private birth: Day | null = null;
  private readonly deaths: EnrollmentFact[] = [];
  private readonly hospice: EnrollmentFact[] = [];
  private readonly spans: EnrollmentSpan[] = [];

  constructor(private readonly legend: Legend) {}

  add(row: Cursor): void {
    const provenance = { source: this.legend.files[row.number(8) ?? -1] ?? '', locator: '' };
    // Should rows disagree on the birth date, the earliest stands, whatever the order of the rows.
    this.birth = earlier(this.birth, row.number(1));
    const death = row.number(2);
    const hospice = row.number(3);
    if (death !== null) this.deaths.push({ date: death, ...provenance });
    if (hospice !== null) this.hospice.push({ date: hospice, ...provenance });
    this.spans.push({
      start: row.number(4) ?? 0,
      end: row.number(5) ?? 0,
      productLine: productLineOf(row.text(6)),
      medicalBenefit: row.isTrue(7),
      ...provenance,
    });
  }

  done(): Pick<Person, 'birth' | 'deaths' | 'hospice' | 'spans'> {
    return { birth: this.birth, deaths: this.deaths, hospice: this.hospice, spans: this.spans };
  }
}

function productLineOf(text: string): EnrollmentSpan['productLine'] {
  return text === 'commercial' || text === 'medicaid' || text === 'medicare' ? text : 'other';
}
