import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from '../extract/dice.js';

/*
 * Copies of the public RIF files with random codes, days and people, so that they hold low back pain, imaging
 * and exclusions, denied and deleted claims, ICD-9, Part C and deaths.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const COMMON = ['M545', 'M5450', 'M5136', 'J329', 'I10', 'E119', 'J45909', 'K219', 'R51', 'Z0000', 'E785'];
const RARE = ['M5416', 'M5489', 'C61', 'S335XXA', 'F1120', 'G834', 'B20'];
const PROCEDURES = [
  '72148',
  '72100',
  '72131',
  '72148',
  '72110',
  '99213',
  '99214',
  '99203',
  '97110',
  '98940',
  '80053',
];
const REVENUE = ['0450', '0001', '0120', '0110', '0320', '0510', '0551'];

/** People of each of the three whose records are copied. */
const COPIES = 60;
/** One row of claims in so many is kept, so that some people have little history. */
const KEPT = 14;

export interface RecodedRif {
  readonly professional: readonly string[];
  readonly institutional: readonly string[];
  readonly pharmacy: readonly string[];
  readonly beneficiaries: readonly string[];
}

/** @param year in and around which everything happens */
export function recodedRif(from: string, to: string, seed: number, year: number): RecodedRif {
  mkdirSync(to, { recursive: true });
  const dice = new Dice(seed);
  for (const name of readdirSync(from).filter(
    (file) => file.endsWith('.csv') && file !== 'export_summary.csv',
  )) {
    const text = readFileSync(join(from, name), 'utf8');
    const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
    const names = header.replace(/^\uFEFF/, '').split('|');
    const isOfClaims = names.includes('CLM_ID');
    const copies = lines.flatMap((line) =>
      Array.from({ length: COPIES }, (_, copy) => recoded(names, line.split('|'), copy, dice, year)).filter(
        () => !isOfClaims || dice.once(KEPT),
      ),
    );
    writeFileSync(join(to, name), `${[header, ...copies.map((cells) => cells.join('|'))].join('\n')}\n`);
  }
  const path = (name: string): string => join(to, `${name}.csv`);
  return {
    professional: [path('carrier'), path('dme')],
    institutional: ['outpatient', 'inpatient', 'snf', 'hha', 'hospice'].map(path),
    pharmacy: [path('pde')],
    beneficiaries: readdirSync(to)
      .filter((name) => /^beneficiary_/.test(name))
      .sort()
      .map((name) => join(to, name)),
  };
}

function diagnosis(dice: Dice): string {
  return dice.pick(dice.once(30) ? RARE : COMMON);
}

function recoded(
  names: readonly string[],
  cells: string[],
  copy: number,
  dice: Dice,
  year: number,
): string[] {
  const row = new RecodedRow(names, [...cells], dice, year);
  row.set('BENE_ID', `${row.get('BENE_ID')}${copy}`);
  for (const id of ['CLM_ID', 'PDE_ID']) row.set(id, `${row.get(id)}${copy}`);
  row.fate();
  if (names.includes('CLM_FROM_DT')) row.claim();
  row.set('SRVC_DT', row.day(-200, 380));
  if (names.includes('RFRNC_YR')) row.enrollment(copy);
  return row.cells;
}

class RecodedRow {
  constructor(
    private readonly names: readonly string[],
    readonly cells: string[],
    private readonly dice: Dice,
    private readonly year: number,
  ) {}

  get(name: string): string {
    return this.cells[this.names.indexOf(name)] ?? '';
  }

  set(name: string, value: string): void {
    const place = this.names.indexOf(name);
    if (place >= 0) this.cells[place] = value;
  }

  /** Now and then, once in so many rows, something else. */
  private seldom(inHowMany: number, name: string, value: string): void {
    if (this.dice.once(inHowMany)) this.set(name, value);
  }

  day(first: number, last: number): string {
    const date = new Date(Date.UTC(this.year, 0, this.dice.int(first, last)));
    return `${String(date.getUTCDate()).padStart(2, '0')}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  }

  fate(): void {
    this.seldom(15, 'FINAL_ACTION', 'N');
    this.seldom(20, 'DML_IND', 'DELETE');
    this.seldom(12, 'CARR_CLM_PMT_DNL_CD', '0');
    this.seldom(12, 'LINE_PRCSG_IND_CD', this.dice.pick(['C', 'S', 'R', 'D']));
    this.seldom(12, 'CLM_MDCR_NON_PMT_RSN_CD', 'E');
    this.seldom(10, 'ADJSTMT_DLTN_CD', 'D');
    this.seldom(20, 'CLM_FREQ_CD', '');
  }

  claim(): void {
    const { dice } = this;
    const from = dice.int(-200, 400);
    const through = from + dice.int(0, 6);
    this.set('CLM_FROM_DT', this.day(from, from));
    this.set('CLM_THRU_DT', this.day(through, through));
    for (const name of ['LINE_1ST_EXPNS_DT', 'REV_CNTR_DT']) this.set(name, this.day(from, through));
    this.set('CLM_ADMSN_DT', this.day(from, from));
    this.set('NCH_BENE_DSCHRG_DT', this.day(through, through));
    for (const name of ['LINE_1ST_EXPNS_DT', 'REV_CNTR_DT']) this.seldom(2, name, '');
    for (const name of ['CLM_ADMSN_DT', 'NCH_BENE_DSCHRG_DT']) this.seldom(3, name, '');
    this.set('LINE_LAST_EXPNS_DT', dice.once(2) ? '' : this.day(through, through));
    this.further();
    this.diagnoses();
    for (let place = 1; place <= 25; place++) {
      this.set(`ICD_PRCDR_CD${place}`, '');
      if (place < 3) this.seldom(3, `ICD_PRCDR_CD${place}`, dice.pick(['0SB20ZZ', 'BR20ZZZ']));
      this.set(`ICD_PRCDR_VRSN_CD${place}`, '0');
      this.set(`PRCDR_DT${place}`, this.day(from, through));
    }
    this.set('HCPCS_CD', dice.pick(PROCEDURES));
    this.seldom(5, 'HCPCS_CD', '');
    this.set('REV_CNTR', dice.pick(REVENUE));
    this.set('LINE_PLACE_OF_SRVC_CD', dice.pick(['11', '22', '81', '23']));
  }

  /** Who, what and how much. */
  private further(): void {
    for (const name of this.names) {
      if (name.endsWith('_MDFR_CD')) this.set(name, this.dice.pick(['', '26', 'TC', '59']));
      else if (/NPI(_NUM)?$/.test(name))
        this.seldom(2, name, this.dice.pick(['', '1234567893', '1992999874']));
      else if (/^(LINE|REV_CNTR)_.*_AMT$/.test(name))
        this.seldom(3, name, this.dice.pick(['', '-20.5', '20.50', '0']));
    }
  }

  private diagnoses(): void {
    this.set('PRNCPAL_DGNS_CD', diagnosis(this.dice));
    this.seldom(8, 'PRNCPAL_DGNS_CD', '');
    this.set('LINE_ICD_DGNS_CD', diagnosis(this.dice));
    this.seldom(3, 'LINE_ICD_DGNS_CD', '');
    for (const name of ['PRNCPAL_DGNS_VRSN_CD', 'LINE_ICD_DGNS_VRSN_CD']) {
      this.set(name, '0');
      this.seldom(11, name, '9');
    }
    for (let place = 1; place <= 25; place++) {
      const isThere = place < 3 || this.dice.once(25);
      this.set(`ICD_DGNS_CD${place}`, isThere ? diagnosis(this.dice) : '');
      this.set(`ICD_DGNS_VRSN_CD${place}`, isThere ? '0' : '');
      if (isThere) this.seldom(10, `ICD_DGNS_VRSN_CD${place}`, '9');
    }
  }

  enrollment(copy: number): void {
    // The files are of eleven years; what matters are the years about the one that is measured.
    this.set('RFRNC_YR', String(this.year - 2 + (Number(this.get('RFRNC_YR')) % 4)));
    this.set('BENE_BIRTH_DT', `${this.get('BENE_BIRTH_DT').slice(0, -4)}${this.year - 60 + (copy % 20)}`);
    for (let month = 1; month <= 12; month++) {
      this.seldom(30, `MDCR_ENTLMT_BUYIN_${month}_IND`, this.dice.pick(['0', '1', 'A', '', '3', 'B']));
      this.seldom(40, `HMO_${month}_IND`, this.dice.pick(['1', '0', '4', 'C']));
    }
    if (copy % 13 === 0) this.set('DEATH_DT', `15-Jun-${this.year + (copy % 3)}`);
  }
}
