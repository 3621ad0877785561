import { END_ZEROS, FRACTION } from '../codes/amount-text.js';
import { furtherColumn } from '../inputs/tables/columns.js';
import { carriedColumn, enrollmentColumn, factColumn } from '../inputs/tables/selected-columns.js';
import type { Day } from '../timeline/day.js';
import { compareLines, compareText } from '../timeline/order.js';
import type {
  Claim,
  ClaimLine,
  ClaimStatus,
  EnrollmentFact,
  EnrollmentSpan,
  Fill,
  LineCode,
  LineFacts,
  ListedCode,
  Person,
} from '../timeline/person.js';
import type { LineFact, Selection } from '../timeline/selection.js';
import type { Cursor } from './cursor.js';

/** The results of the extraction, each in the order of person numbers (resultQueries). */
export interface PersonStreams {
  readonly candidates: Cursor;
  readonly events: Cursor;
  /** Null where there is no pharmacy input. */
  readonly fills: Cursor | null;
  readonly enrollment: Cursor;
}

/** The parts of a Selection that the results hold. */
export type ReadFacts = Pick<Selection, 'carried' | 'enrollment' | 'furtherEnrollment'>;

/** What the numbers in the streams mean. */
export interface Legend {
  /** By code_no; 0 means no code. */
  readonly codes: readonly (ListedCode | null)[];
  /** Path of a file by file_no. */
  readonly files: readonly string[];
}

/** Merges the streams one person at a time; only one person is held in memory. */
export async function* persons(
  streams: PersonStreams,
  legend: Legend,
  facts: ReadFacts,
): AsyncGenerator<Person> {
  const { candidates } = streams;
  const id = candidates.column('person_id');
  const claims = new PersonRows(streams.events, claimReader(streams.events, legend, facts.carried));
  const fills =
    streams.fills === null ? null : new PersonRows(streams.fills, fillReader(streams.fills, legend));
  const enrollment = new PersonRows(streams.enrollment, enrollmentReader(streams.enrollment, legend, facts));
  const number = candidates.column('person_no');
  while (!candidates.isAtEnd) {
    const personNo = candidates.number(number);
    const ofClaims: ClaimsByKey = new Map();
    const ofFills = new Map<string, Fill>();
    const enrolled: Enrolled = { birth: null, sexes: new Set(), deaths: [], hospice: [], spans: [] };
    await claims.readInto(ofClaims, personNo);
    await fills?.readInto(ofFills, personNo);
    await enrollment.readInto(enrolled, personNo);
    const { sexes, ...ofPerson } = enrolled;
    yield {
      id: candidates.text(id),
      sex: sexOf(sexes),
      ...ofPerson,
      claims: claimsOf(ofClaims),
      fills: [...ofFills.values()],
    };
    if (!candidates.advance()) await candidates.refill();
  }
}

/** The rows of a stream, one person after another. */
class PersonRows<Into> {
  private readonly personNo: number;

  constructor(
    private readonly stream: Cursor,
    private readonly read: (into: Into) => void,
  ) {
    this.personNo = stream.column('person_no');
  }

  /** Reads the rows of one person, which come next in the stream, if it has any. */
  async readInto(into: Into, personNo: number | null): Promise<void> {
    const { stream } = this;
    while (!stream.isAtEnd && stream.number(this.personNo) === personNo) {
      this.read(into);
      if (!stream.advance()) await stream.refill();
    }
  }
}

interface MutableLine extends Omit<ClaimLine, 'facts' | 'source' | 'locator'> {
  readonly codes: LineCode[];
  facts: LineFacts | null;
  source: string;
  locator: string;
}

interface MutableClaim {
  readonly id: string;
  start: Day | null;
  end: Day | null;
  admission: Day | null;
  discharge: Day | null;
  readonly lines: Map<string, MutableLine>;
  /** Of lines that differ in their place alone, by their content: the same wherever a line is stated. */
  readonly facts: Map<string, LineFacts>;
}

type ClaimsByKey = Map<string, MutableClaim>;

/** In a total order, because a rule takes the first: claims that share their id by their keys. */
function claimsOf(claims: ClaimsByKey): Claim[] {
  return [...claims]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { facts, ...claim }]) => {
      const lines = [...claim.lines.values()];
      if (facts.size > 0) for (const line of lines) line.facts = facts.get(contentKey(line)) ?? null;
      return { ...claim, lines: lines.sort(compareLines) };
    });
}

/** Reads the stream's current row: one row is one code, and rows that agree in all else are one line. */
function claimReader(
  row: Cursor,
  legend: Legend,
  carried: Selection['carried'],
): (claims: ClaimsByKey) => void {
  const claim = row.column('claim');
  const claimId = row.column('claim_id');
  const codeNo = row.column('code_no');
  const place = row.column('place');
  const ownDay = row.column('own_day');
  const start = row.column('claim_start_day');
  const end = row.column('claim_end_day');
  const admission = row.column('admission_day');
  const discharge = row.column('discharge_day');
  const readLine = lineReader(row, legend, carried);
  const isApart = carried?.tellLinesApart === true;

  const claimAt = (claims: ClaimsByKey): MutableClaim => {
    const key = row.text(claim);
    let found = claims.get(key);
    if (found === undefined) {
      const dates = { start: null, end: null, admission: null, discharge: null };
      found = { id: row.text(claimId) || key, ...dates, lines: new Map(), facts: new Map() };
      claims.set(key, found);
    }
    found.start = earlier(found.start, row.number(start));
    found.end = later(found.end, row.number(end));
    found.admission = earlier(found.admission, row.number(admission));
    found.discharge = later(found.discharge, row.number(discharge));
    return found;
  };
  return (claims) => {
    const { lines, facts } = claimAt(claims);
    const read = readLine();
    const content = contentKey(read);
    // A line that is paid is one line wherever it is stated; codes alone are evidence, which names its place.
    const isPaid = isApart && read.facts !== null;
    const key = isPaid ? `${content}${factsKey(read)}` : `${content}|${read.source}|${read.locator}`;
    let line = lines.get(key);
    if (line === undefined) {
      line = read;
      lines.set(key, line);
    } else if (isPaid) {
      addAgain(read, line);
    }
    if (!isPaid && read.facts !== null) facts.set(content, joined(facts.get(content), read.facts));
    const listed = legend.codes[row.number(codeNo) ?? 0] ?? null;
    if (listed === null) return;
    const position = listed.system === 'ICD10CM' ? (row.number(place) ?? 0) : 0;
    line.codes.push({ listed, position, ownDate: row.number(ownDay) });
  };
}

/** Adds what a further row states of a paid line; the first of its places stays. */
function addAgain(read: MutableLine, line: MutableLine): void {
  if (read.facts !== null) line.facts = joined(line.facts ?? undefined, read.facts);
  if (compareLines(read, line) >= 0) return;
  line.source = read.source;
  line.locator = read.locator;
}

function lineReader(row: Cursor, legend: Legend, carried: Selection['carried']): () => MutableLine {
  const line = row.column('line_number');
  const serviceDay = row.column('service_day');
  const placeOfService = row.column('place_of_service_code');
  const status = row.column('claim_status');
  const procedureCode = row.column('hcpcs_code');
  const revenueCode = row.column('revenue_center_code');
  const fileNo = row.column('file_no');
  const locator = row.column('locator');
  const facts = carried === null ? () => null : factReader(row, carried.facts);
  return () => ({
    number: row.text(line),
    serviceDate: row.number(serviceDay) ?? 0,
    placeOfService: row.text(placeOfService),
    status: statusOf(row.text(status)),
    procedureCode: row.text(procedureCode),
    revenueCode: row.text(revenueCode),
    source: legend.files[row.number(fileNo) ?? -1] ?? '',
    locator: row.text(locator),
    codes: [],
    facts: facts(),
  });
}

/** The facts of a line if they are carried for it; else null. */
function factReader(row: Cursor, facts: readonly LineFact[]): () => LineFacts | null {
  const isCarried = row.column('is_carried');
  const places = new Map(facts.map((fact) => [fact, row.column(carriedColumn(fact))]));
  const text = (fact: LineFact): string => {
    const place = places.get(fact);
    return place === undefined ? '' : row.text(place);
  };
  return () =>
    row.isTrue(isCarried)
      ? {
          claimType: text('claimType'),
          billType: text('billType'),
          modifiers: text('modifiers')
            .split(' ')
            .filter((modifier) => modifier !== ''),
          units: text('units'),
          renderingNpi: text('renderingNpi'),
          billingNpi: text('billingNpi'),
          orderingNpi: text('orderingNpi'),
          referringNpi: text('referringNpi'),
          allowedAmount: text('allowedAmount'),
          paidAmount: text('paidAmount'),
        }
      : null;
}

/** The facts of a line that is stated twice: the smaller text of each, so that row order does not matter. */
function joined(a: LineFacts | undefined, b: LineFacts): LineFacts {
  if (a === undefined) return b;
  const smaller = (x: string, y: string): string => (x === '' || (y !== '' && y < x) ? y : x);
  return {
    claimType: smaller(a.claimType, b.claimType),
    billType: smaller(a.billType, b.billType),
    modifiers: smaller(a.modifiers.join(' '), b.modifiers.join(' '))
      .split(' ')
      .filter((modifier) => modifier !== ''),
    units: smaller(a.units, b.units),
    renderingNpi: smaller(a.renderingNpi, b.renderingNpi),
    billingNpi: smaller(a.billingNpi, b.billingNpi),
    orderingNpi: smaller(a.orderingNpi, b.orderingNpi),
    referringNpi: smaller(a.referringNpi, b.referringNpi),
    allowedAmount: smaller(a.allowedAmount, b.allowedAmount),
    paidAmount: smaller(a.paidAmount, b.paidAmount),
  };
}

function factsKey({ facts }: MutableLine): string {
  if (facts === null) return '';
  const { units, allowedAmount, paidAmount, ...others } = facts;
  const amounts = [units, allowedAmount, paidAmount].map(withoutEndZeros);
  return `|${[...Object.values(others), ...amounts].join('|')}`;
}

const IS_FRACTION = new RegExp(`^${FRACTION}$`);
const ZEROS = new RegExp(END_ZEROS);

function withoutEndZeros(amount: string): string {
  return IS_FRACTION.test(amount) ? amount.replace(ZEROS, '') : amount;
}

function contentKey(line: MutableLine): string {
  const { number, serviceDate, placeOfService, status, procedureCode, revenueCode } = line;
  return `${number}|${serviceDate}|${placeOfService}|${status}|${procedureCode}|${revenueCode}`;
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

/** A fill that is stated twice counts once. */
function fillReader(row: Cursor, legend: Legend): (fills: Map<string, Fill>) => void {
  const claimId = row.column('claim_id');
  const line = row.column('line_number');
  const dispensed = row.column('dispensed_day');
  const codeNo = row.column('code_no');
  const daysSupply = row.column('days_supply');
  const fileNo = row.column('file_no');
  return (fills) => {
    const drug = legend.codes[row.number(codeNo) ?? 0];
    if (drug === null || drug === undefined) return;
    const fill: Fill = {
      claimId: row.text(claimId),
      lineNumber: row.text(line),
      dispensed: row.number(dispensed) ?? 0,
      drug,
      daysSupply: row.number(daysSupply),
      source: legend.files[row.number(fileNo) ?? -1] ?? '',
      locator: '',
    };
    const key = JSON.stringify([fill.claimId, fill.lineNumber, fill.dispensed, drug.code, fill.daysSupply]);
    const known = fills.get(key);
    if (known === undefined || fill.source < known.source) fills.set(key, fill);
  };
}

interface Enrolled {
  birth: Day | null;
  readonly sexes: Set<string>;
  readonly deaths: EnrollmentFact[];
  readonly hospice: EnrollmentFact[];
  readonly spans: EnrollmentSpan[];
}

function enrollmentReader(
  row: Cursor,
  legend: Legend,
  { enrollment: facts, furtherEnrollment }: ReadFacts,
): (enrolled: Enrolled) => void {
  const birth = row.column('birth_day');
  const death = row.column('death_day');
  const hospice = row.column('hospice_day');
  const start = row.column('span_start_day');
  const end = row.column('span_end_day');
  const productLine = row.column('product_line');
  const medicalBenefit = row.column('medical_benefit');
  const fileNo = row.column('file_no');
  const sex = facts.includes('sex') ? row.column(factColumn(enrollmentColumn('sex'))) : null;
  const plan = facts.includes('plan') ? row.column(factColumn(enrollmentColumn('plan'))) : null;
  const further = furtherEnrollment.map((_, place) => row.column(factColumn(furtherColumn(place))));
  return (enrolled) => {
    const provenance = { source: legend.files[row.number(fileNo) ?? -1] ?? '', locator: '' };
    // If rows disagree on the birth date, the earliest counts, regardless of row order.
    enrolled.birth = earlier(enrolled.birth, row.number(birth));
    if (sex !== null && row.text(sex) !== '') enrolled.sexes.add(row.text(sex).slice(0, 1).toUpperCase());
    const [died, elected] = [row.number(death), row.number(hospice)];
    if (died !== null) enrolled.deaths.push({ date: died, ...provenance });
    if (elected !== null) enrolled.hospice.push({ date: elected, ...provenance });
    enrolled.spans.push({
      start: row.number(start) ?? 0,
      end: row.number(end) ?? 0,
      productLine: productLineOf(row.text(productLine)),
      medicalBenefit: row.isTrue(medicalBenefit),
      plan: plan === null ? '' : row.text(plan),
      further: further.map((place) => row.text(place)),
      ...provenance,
    });
  };
}

/** Male or female if all rows that state a sex agree. */
function sexOf(sexes: ReadonlySet<string>): Person['sex'] {
  const [only] = sexes;
  return sexes.size === 1 && (only === 'F' || only === 'M') ? only : '';
}

function productLineOf(text: string): EnrollmentSpan['productLine'] {
  return text === 'commercial' || text === 'medicaid' || text === 'medicare' ? text : 'other';
}
