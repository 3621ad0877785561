import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from '../extract/dice.js';

/*
 * Copies of the public RIF files with other codes, days and people at random, so that they hold low-back pain, imaging and
 * exclusions, denied and deleted claims, ICD-9, Part C and deaths.
 */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const COMMON = ['M545', 'M5450', 'M5136', 'J329', 'I10', 'E119', 'J45909', 'K219', 'R51', 'Z0000', 'E785'];
const RARE = ['M5416', 'M5489', 'C61', 'S335XXA', 'F1120', 'G834', 'B20'];
const PROCEDURES = ['72148', '72100', '72131', '72148', '99213', '99214', '99203', '97110', '98940', '80053'];
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
  for (const name of readdirSync(from).filter((file) => file.endsWith('.csv') && file !== 'export_summary.csv')) {
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

function recoded(names: readonly string[], cells: string[], copy: number, dice: Dice, year: number): string[] {
  const row = [...cells];
  const set = (name: string, value: string): void => {
    const place = names.indexOf(name);
    if (place >= 0) row[place] = value;
  };
  const get = (name: string): string => row[names.indexOf(name)] ?? '';
  const day = (first: number, last: number): string => {
    const date = new Date(Date.UTC(year, 0, dice.int(first, last)));
    return `${String(date.getUTCDate()).padStart(2, '0')}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`;
  };
  set('BENE_ID', `${get('BENE_ID')}${copy}`);
  for (const id of ['CLM_ID', 'PDE_ID']) set(id, `${get(id)}${copy}`);
  if (dice.once(15)) set('FINAL_ACTION', 'N');
  if (dice.once(20)) set('DML_IND', 'DELETE');
  if (dice.once(12)) set('CARR_CLM_PMT_DNL_CD', '0');
  if (dice.once(12)) set('LINE_PRCSG_IND_CD', dice.pick(['C', 'S', 'R', 'D']));
  if (dice.once(12)) set('CLM_MDCR_NON_PMT_RSN_CD', 'E');
  if (names.includes('CLM_FROM_DT')) {
    const from = dice.int(-200, 400);
    set('CLM_FROM_DT', day(from, from));
    const through = from + dice.int(0, 6);
    set('CLM_THRU_DT', day(through, through));
    if (dice.once(2)) set('LINE_1ST_EXPNS_DT', day(from, through));
    else set('LINE_1ST_EXPNS_DT', '');
    set('LINE_LAST_EXPNS_DT', '');
    set('REV_CNTR_DT', dice.once(2) ? day(from, through) : '');
    set('CLM_ADMSN_DT', dice.once(3) ? '' : day(from, from));
    set('NCH_BENE_DSCHRG_DT', dice.once(3) ? '' : day(through, through));
    set('PRNCPAL_DGNS_CD', dice.once(8) ? '' : diagnosis(dice));
    set('PRNCPAL_DGNS_VRSN_CD', dice.once(12) ? '9' : '0');
    for (let place = 1; place <= 25; place++) {
      const isThere = place < 3 || dice.once(25);
      set(`ICD_DGNS_CD${place}`, isThere ? diagnosis(dice) : '');
      set(`ICD_DGNS_VRSN_CD${place}`, isThere ? (dice.once(10) ? '9' : '0') : '');
      set(`ICD_PRCDR_CD${place}`, place < 3 && dice.once(3) ? dice.pick(['0SB20ZZ', 'BR20ZZZ']) : '');
      set(`ICD_PRCDR_VRSN_CD${place}`, '0');
      set(`PRCDR_DT${place}`, day(from, through));
    }
    set('LINE_ICD_DGNS_CD', dice.once(3) ? '' : diagnosis(dice));
    set('LINE_ICD_DGNS_VRSN_CD', dice.once(10) ? '9' : '0');
    set('HCPCS_CD', dice.once(5) ? '' : dice.pick(PROCEDURES));
    set('REV_CNTR', dice.pick(REVENUE));
    set('LINE_PLACE_OF_SRVC_CD', dice.pick(['11', '22', '81', '23']));
    if (dice.once(20)) set('CLM_FREQ_CD', '');
  }
  set('SRVC_DT', day(-200, 380));
  if (dice.once(10)) set('ADJSTMT_DLTN_CD', 'D');
  if (names.includes('RFRNC_YR')) {
    // The files are of eleven years; what matters are the years about the one that is measured.
    set('RFRNC_YR', String(year - 2 + (Number(get('RFRNC_YR')) % 4)));
    set('BENE_BIRTH_DT', `${get('BENE_BIRTH_DT').slice(0, -4)}${year - 60 + (copy % 20)}`);
    for (let month = 1; month <= 12; month++) {
      if (dice.once(30)) set(`MDCR_ENTLMT_BUYIN_${month}_IND`, dice.pick(['0', '1', 'A', '', '3', 'B']));
      if (dice.once(40)) set(`HMO_${month}_IND`, dice.pick(['1', '0', '4', 'C']));
    }
    if (copy % 13 === 0) set('DEATH_DT', `15-Jun-${year + (copy % 3)}`);
  }
  return row;
}
