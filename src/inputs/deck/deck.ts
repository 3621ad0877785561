import { DateTime } from 'luxon';
import { LbpError } from '../../errors.js';
import { type DeckFile, DIAGNOSES, type Layout, type Line, linesOf, PROCEDURES } from './layout.js';
import type { Payers } from './payers.js';

/*
 * Converts a deck from fixed-width text to rows of the three tables that everything else reads
 * (docs/deck.md). Pure: takes the text of the files, returns rows under our column names.
 */

/** Why a line of a deck cannot be used: its code in rejects.csv, and what is wrong with it. */
export const DECK_REJECTS = {
  missing_member: { code: 'LBP-R51', about: 'no member id' },
  missing_date: { code: 'LBP-R52', about: 'no date where one is needed' },
  bad_date: { code: 'LBP-R53', about: 'a date that is not YYYYMMDD' },
  end_before_start: { code: 'LBP-R54', about: 'an end before its start' },
  unknown_member: { code: 'LBP-R55', about: 'a member that member-gm does not have' },
  repeated_member: { code: 'LBP-R56', about: 'a second line for a member in member-gm' },
  bad_ndc: { code: 'LBP-R57', about: 'an NDC that does not have eleven digits' },
} as const;
export type DeckReject = keyof typeof DECK_REJECTS;

export interface RejectedLine {
  readonly file: DeckFile;
  readonly line: number;
  readonly claimId: string;
  readonly reject: DeckReject;
  readonly raw: string;
}

/** A span of coverage under one payer code; days are ISO. */
export interface Cover {
  readonly start: string;
  readonly end: string;
  readonly payer: string;
}

export interface DeckMember {
  readonly id: string;
  readonly gender: string;
  /** ISO. */
  readonly birth: string;
  readonly cover: readonly Cover[];
}

/** A row of a table, by column. */
export type TableRow = Readonly<Record<string, string>>;

export interface Deck {
  /** By member id, in the order of member-gm. */
  readonly members: ReadonlyMap<string, DeckMember>;
  readonly medicalClaim: readonly TableRow[];
  /** Null if the deck has no pharm file. */
  readonly pharmacyClaim: readonly TableRow[] | null;
  readonly eligibility: readonly TableRow[];
  readonly rejected: readonly RejectedLine[];
  /** Lines that are not blank. */
  readonly linesRead: Readonly<Record<DeckFile, number>>;
  /** Visits with ICD-9 diagnoses and procedures, which are not read. */
  readonly icd9Visits: number;
}

/** The files by their contents; `pharm` may be null. */
export type DeckText = Readonly<Record<Exclude<DeckFile, 'pharm'>, string>> & {
  readonly pharm: string | null;
};

/**
 * Reads a deck.
 *
 * @param folder as the user named it, for error messages
 * @throws LbpError E121 for a payer code that is not in the payer file
 */
export function readDeck(text: DeckText, layout: Layout, payers: Payers, folder: string): Deck {
  const reading = new Reading(layout);
  const birthdays = reading.memberLines(text['member-gm']);
  const cover = reading.coverByMember(text['member-en'], { birthdays, payers, folder });
  const visits = reading.visits(text.visit, birthdays);
  const pharmacyClaim = text.pharm === null ? null : reading.fills(text.pharm, birthdays);
  const members = new Map(
    [...birthdays].map(([id, member]) => [id, { ...member, cover: cover.get(id) ?? [] }]),
  );
  return {
    members,
    medicalClaim: visits,
    pharmacyClaim,
    eligibility: [...members.values()].flatMap((member) => spansOf(member, payers, reading.deaths)),
    rejected: reading.rejected,
    linesRead: reading.linesRead,
    icd9Visits: reading.icd9Visits,
  };
}

/** Coverage under a dual payer is a span in each of its product lines. */
function spansOf(
  { id, birth, cover }: DeckMember,
  payers: Payers,
  deaths: ReadonlyMap<string, string>,
): TableRow[] {
  return cover.flatMap(({ start, end, payer }) =>
    (payers.get(payer) ?? []).map(({ productLine }) => ({
      person_id: id,
      birth_date: birth,
      death_date: deaths.get(id) ?? '',
      enrollment_start_date: start,
      enrollment_end_date: end,
      payer_type: productLine,
    })),
  );
}

/** 1 is paid, 2 is denied; a supplemental line is not a claim, so its status does not matter. */
function statusOf(line: Line): string {
  if (line.of('supplemental').toUpperCase() === 'Y') return 'supplemental';
  const status = line.of('claim_status');
  return status === '1' ? 'paid' : status === '2' ? 'denied' : 'unknown';
}

/** Patient discharge statuses that mean death. */
const DIED = new Set(['20', '40', '41', '42']);

const ICD_9 = '9';

class Reading {
  readonly rejected: RejectedLine[] = [];
  readonly linesRead = { 'member-gm': 0, 'member-en': 0, visit: 0, pharm: 0 };
  /** Day of death by member. */
  readonly deaths = new Map<string, string>();
  icd9Visits = 0;

  constructor(private readonly layout: Layout) {}

  memberLines(text: string): Map<string, Omit<DeckMember, 'cover'>> {
    const members = new Map<string, Omit<DeckMember, 'cover'>>();
    this.each('member-gm', text, (line, dates) => {
      const id = line.of('member');
      if (members.has(id)) return 'repeated_member';
      const birth = dates.get('birth');
      if (birth === undefined) return 'missing_date';
      members.set(id, { id, gender: line.of('gender').toUpperCase(), birth });
      return null;
    });
    return members;
  }

  coverByMember(
    text: string,
    known: {
      readonly birthdays: ReadonlyMap<string, unknown>;
      readonly payers: Payers;
      readonly folder: string;
    },
  ): Map<string, Cover[]> {
    const cover = new Map<string, Cover[]>();
    this.each('member-en', text, (line, dates) => {
      const id = line.of('member');
      const payer = line.of('payer').toUpperCase();
      const start = dates.get('start');
      const end = dates.get('end');
      if (!known.payers.has(payer)) {
        throw new LbpError(
          'E121',
          `${known.folder}/member-en.txt:${line.number}: the payer file has no payer ${payer === '' ? '(blank)' : payer}. Add it to a payer file of your own and give that with --payers.`,
        );
      }
      if (!known.birthdays.has(id)) return 'unknown_member';
      if (start === undefined || end === undefined) return 'missing_date';
      if (end < start) return 'end_before_start';
      cover.set(id, [...(cover.get(id) ?? []), { start, end, payer }]);
      return null;
    });
    return cover;
  }

  visits(text: string, members: ReadonlyMap<string, unknown>): TableRow[] {
    const rows: TableRow[] = [];
    this.each('visit', text, (line, dates) => {
      const member = line.of('member');
      if (!members.has(member)) return 'unknown_member';
      const admission = dates.get('admission') ?? '';
      const discharge = dates.get('discharge') ?? '';
      const date = dates.get('date') ?? admission;
      if (date === '') return 'missing_date';
      if (discharge !== '' && admission !== '' && discharge < admission) return 'end_before_start';
      if (DIED.has(line.of('discharge_status'))) this.addDeath(member, discharge === '' ? date : discharge);
      rows.push(...linesOfVisit(line, { date, admission, discharge }));
      if (line.of('icd_version') === ICD_9) this.icd9Visits += 1;
      return null;
    });
    return rows;
  }

  fills(text: string, members: ReadonlyMap<string, unknown>): TableRow[] {
    const rows: TableRow[] = [];
    this.each('pharm', text, (line, dates) => {
      const member = line.of('member');
      if (!members.has(member)) return 'unknown_member';
      const dispensed = dates.get('dispensed');
      const ndc = line.of('ndc');
      if (dispensed === undefined) return 'missing_date';
      if (!/^(\d{11})?$/.test(ndc)) return 'bad_ndc';
      rows.push({
        claim_id: `pharm:${line.number}`,
        claim_line_number: '1',
        person_id: member,
        dispensing_date: dispensed,
        ndc_code: ndc,
        days_supply: line.of('days_supply'),
        claim_status: statusOf(line),
      });
      return null;
    });
    return rows;
  }

  private addDeath(member: string, day: string): void {
    const known = this.deaths.get(member);
    if (known === undefined || day < known) this.deaths.set(member, day);
  }

  /**
   * Passes every line with a member and no bad date to `use`, which returns why it cannot be used, or null.
   */
  private each(file: DeckFile, text: string, use: (line: Line, dates: Dates) => DeckReject | null): void {
    for (const line of linesOf(text, this.layout[file])) {
      this.linesRead[file] += 1;
      const dates = datesOn(line, DATES[file]);
      const member = line.of('member') === '' ? 'missing_member' : null;
      const reject = member ?? (dates === null ? 'bad_date' : use(line, dates));
      if (reject !== null) {
        const claimId = file === 'visit' ? line.of('claim') : '';
        this.rejected.push({ file, line: line.number, claimId, reject, raw: line.raw });
      }
    }
  }
}

/** The date fields of each file. */
const DATES: Readonly<Record<DeckFile, readonly string[]>> = {
  'member-gm': ['birth'],
  'member-en': ['start', 'end'],
  visit: ['date', 'admission', 'discharge'],
  pharm: ['dispensed'],
};

/** By field, ISO; blank ones are missing. */
type Dates = ReadonlyMap<string, string>;

/** The dates on a line, without blank ones; null if a date field holds anything but a date. */
function datesOn(line: Line, fields: readonly string[]): Dates | null {
  const dates = new Map<string, string>();
  for (const field of fields) {
    const text = line.of(field);
    if (text === '') continue;
    const date = DateTime.fromFormat(text, 'yyyyMMdd', { zone: 'utc' });
    if (!/^\d{8}$/.test(text) || !date.isValid) return null;
    dates.set(field, date.toISODate());
  }
  return dates;
}

/**
 * A visit is one line of a claim. A claim line has one procedure code in our tables, so a second and third
 * code (HCPCS, CPT-II) get separate lines, numbered after the visit's; the diagnoses still hold for the whole
 * claim.
 */
function linesOfVisit(
  line: Line,
  { date, admission, discharge }: Readonly<Record<'date' | 'admission' | 'discharge', string>>,
): TableRow[] {
  const row = {
    claim_id: line.of('claim') || `visit:${line.number}`,
    person_id: line.of('member'),
    claim_line_start_date: date,
    admission_date: admission,
    discharge_date: discharge,
    place_of_service_code: line.of('place_of_service'),
    claim_status: statusOf(line),
    locator: `line ${line.number}`,
  };
  const [first = '', ...others] = ['cpt', 'hcpcs', 'cpt2']
    .map((field) => line.of(field))
    .filter((code) => code !== '');
  const isIcd9 = line.of('icd_version') === ICD_9;
  const icd = isIcd9
    ? []
    : [
        ...DIAGNOSES.map((field, index) => [`diagnosis_code_${index + 1}`, line.of(field)] as const),
        ...proceduresOf(line, date),
      ];
  return [
    {
      ...row,
      claim_line_number: String(line.number),
      bill_type_code: line.of('bill_type'),
      revenue_center_code: line.of('revenue'),
      hcpcs_code: first,
      ...Object.fromEntries(icd),
    },
    ...others.map((code, index) => ({
      ...row,
      claim_line_number: `${line.number}.${index + 2}`,
      hcpcs_code: code,
    })),
  ];
}

/** A deck has no procedure dates: procedures are done on the date of the visit. */
function proceduresOf(line: Line, date: string): (readonly [string, string])[] {
  return PROCEDURES.flatMap((field, index) => {
    const code = line.of(field);
    if (code === '') return [];
    return [
      [`procedure_code_${index + 1}`, code],
      [`procedure_date_${index + 1}`, date],
    ] as const;
  });
}
