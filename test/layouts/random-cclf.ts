import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dice } from '../extract/dice.js';
import type { CclfFiles } from './plain-cclf.js';

/*
 * Random CCLF files with the public headers: low back pain, imaging and exclusions; claims delivered twice,
 * canceled and replaced; people with former ids; lines without headers and headers without lines.
 */

const COMMON = ['M545', 'M5450', 'M5136', 'J329', 'I10', 'E119', 'J45909', 'K219', 'R51', 'Z0000', 'E785'];
const RARE = ['M5416', 'M5489', 'C61', 'S335XXA', 'F1120', 'G834', 'B20'];
const PROCEDURES = ['72148', '72100', '72131', '99213', '99214', '99203', '97110', '98940', '80053'];
const DELIVERIES = ['2023-07-01', '2024-03-01'];
const PEOPLE = 220;

type Cells = Record<string, string>;

/** Files of ten kinds, two of each. */
export function randomCclf(headers: string, to: string, seed: number, year: number): CclfFiles {
  return new Writer(headers, to, new Dice(seed), year).files();
}

class Writer {
  private readonly rows = new Map<string, string[][]>();
  private id = 1000;

  constructor(
    private readonly headers: string,
    private readonly to: string,
    private readonly dice: Dice,
    private readonly year: number,
  ) {}

  files(): CclfFiles {
    for (let person = 0; person < PEOPLE; person++) this.person(person);
    const file = (name: string): string[] => this.written(name);
    return {
      headers: file('parta_claims_header'),
      lines: file('parta_claims_revenue_center_detail'),
      diagnoses: file('parta_diagnosis_code'),
      procedures: file('parta_procedure_code'),
      physicians: file('partb_physicians'),
      equipment: file('partb_dme'),
      drugs: file('partd_claims'),
      enrollment: file('enrollment'),
      demographics: file('beneficiary_demographics'),
      xref: file('beneficiary_xref'),
    };
  }

  private written(name: string): string[] {
    const header = readFileSync(join(this.headers, `${name}.csv`), 'utf8').trim();
    return DELIVERIES.map((date, delivery) => {
      const folder = join(this.to, date);
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${name}.csv`);
      const rows = this.rows.get(`${name} ${delivery}`) ?? [];
      writeFileSync(path, `${[header, ...rows.map((cells) => cells.join(','))].join('\n')}\n`);
      return path;
    });
  }

  private add(name: string, delivery: number, cells: Cells): void {
    const names = readFileSync(join(this.headers, `${name}.csv`), 'utf8')
      .trim()
      .split(',');
    const all: Cells = { FILE_DATE: DELIVERIES[delivery] ?? '', ...cells };
    const key = `${name} ${delivery}`;
    const rows = this.rows.get(key) ?? [];
    rows.push(names.map((column) => all[column] ?? this.further(column)));
    this.rows.set(key, rows);
  }

  /** Who, what and how much; no rule of the layout depends on it. */
  private further(column: string): string {
    const blank = this.dice.pick(['~', '']);
    if (this.dice.once(3)) return blank;
    if (column.endsWith('_NPI_NUM')) return `12345678${this.dice.int(10, 99)}`;
    if (column.endsWith('_MDFR_CD')) return this.dice.pick(['26', 'TC', 'LT', '59']);
    if (/^CLM_LINE_.*(_AMT|_QTY)$/.test(column)) return this.dice.pick(['12.50', '100', '0', '-12.50']);
    return blank;
  }

  private day(number: number): string {
    return new Date(Date.UTC(this.year, 0, number)).toISOString().slice(0, 10);
  }

  private next(): string {
    this.id += 1;
    return String(this.id);
  }

  private diagnosis(): string {
    return this.dice.pick(this.dice.once(30) ? RARE : COMMON);
  }

  private person(number: number): void {
    const { dice } = this;
    const ids = Array.from(
      { length: dice.once(4) ? dice.int(2, 4) : 1 },
      (_, place) => `${number}MBI${place}`,
    );
    const now = ids.at(-1) ?? '';
    for (const [place, before] of ids.slice(0, -1).entries()) {
      const after = ids[place + 1] ?? '';
      this.add('beneficiary_xref', dice.int(0, 1), {
        ...{ HICN_MBI_XREF_IND: 'M', CRNT_NUM: after, PRVS_NUM: before, PRVS_ID_EFCTV_DT: '2022-01-01' },
      });
    }
    const alias = (): string => dice.pick(ids);
    for (const delivery of [0, 1]) {
      this.add('beneficiary_demographics', delivery, {
        BENE_MBI_ID: delivery === 0 ? alias() : now,
        BENE_DOB: `${this.year - dice.int(20, 74)}-05-17`,
        BENE_SEX_CD: dice.pick(['1', '2']),
        BENE_DEATH_DT: dice.once(20)
          ? this.day(dice.int(1, 500))
          : dice.pick(['~', '1000-01-01', '9999-12-31']),
        BENE_DUAL_STUS_CD: dice.pick(['NA', '02', '01']),
        BENE_ENTLMT_BUYIN_IND: dice.once(8) ? dice.pick(['1', 'A', '0', '2', 'B']) : dice.pick(['3', 'C']),
      });
    }
    this.enrollment(alias);
    for (let claim = dice.int(0, 2); claim > 0; claim--) this.partA(alias);
    for (let claim = dice.int(0, 3); claim > 0; claim--) this.partB(alias);
    if (dice.once(3)) this.partD(alias);
  }

  private enrollment(alias: () => string): void {
    const { dice, year } = this;
    const of = alias();
    if (dice.once(3)) {
      for (let month = 1; month <= 24; month++) {
        if (dice.once(40)) continue;
        const date = new Date(Date.UTC(year - 1, month - 1, 1)).toISOString().slice(0, 10);
        this.add('enrollment', month > 18 ? 1 : dice.int(0, 1), {
          ...{ CURRENT_BENE_MBI_ID: of, ENROLLMENT_START_DATE: '~', BENE_MEMBER_MONTH: date },
        });
      }
      return;
    }
    const span = {
      CURRENT_BENE_MBI_ID: of,
      ENROLLMENT_START_DATE: this.day(dice.int(-700, -200)),
      ENROLLMENT_END_DATE: dice.once(3) ? '9999-12-31' : this.day(dice.int(300, 500)),
      BENE_MEMBER_MONTH: '~',
    };
    for (const delivery of dice.once(3) ? [0, 1] : [dice.int(0, 1)]) this.add('enrollment', delivery, span);
  }

  /** A claim in one delivery or in both, perhaps cancelled, perhaps with a claim in its place. */
  private partA(alias: () => string): void {
    const { dice } = this;
    const from = dice.int(-250, 340);
    const through = from + dice.int(0, 5);
    const of = {
      PRVDR_OSCAR_NUM: dice.once(15) ? '~' : `3600${dice.int(1, 3)}`,
      CLM_FROM_DT: this.day(from),
      CLM_THRU_DT: this.day(through),
      CLM_TYPE_CD: dice.pick(['60', '40', '20', '40', '50']),
    };
    const payment = dice.pick(['100.00', '250.5', '0', '~']);
    const header = (cells: Cells): Cells => ({
      ...of,
      BENE_MBI_ID: alias(),
      CLM_BILL_FAC_TYPE_CD: '1',
      CLM_BILL_CLSFCTN_CD: dice.pick(['1', '3']),
      CLM_BILL_FREQ_CD: dice.once(20) ? '~' : '1',
      PRNCPL_DGNS_CD: dice.once(12) ? '~' : this.diagnosis(),
      CLM_MDCR_NPMT_RSN_CD: dice.once(12) ? 'N' : '~',
      CLM_PMT_AMT: payment,
      CLM_ADJSMT_TYPE_CD: '0',
      DGNS_PRCDR_ICD_IND: dice.once(25) ? '9' : '0',
      CLM_EFCTV_DT: this.day(through + 20),
      CLM_IDR_LD_DT: this.day(through + 25),
      ...cells,
    });
    const whole = (id: string, cells: Cells, delivery: number): void => {
      const head = header({ CUR_CLM_UNIQ_ID: id, ...cells });
      this.add('parta_claims_header', delivery, head);
      this.detail({ ...of, CUR_CLM_UNIQ_ID: id, BENE_MBI_ID: alias() }, from, through, delivery);
    };
    const id = this.next();
    const deliveries = dice.once(5) ? [0, 1] : [dice.int(0, 1)];
    for (const delivery of deliveries) whole(id, {}, delivery);
    if (dice.once(4)) {
      const isUnlike = dice.once(4);
      whole(
        this.next(),
        {
          CLM_ADJSMT_TYPE_CD: '1',
          CLM_PMT_AMT: isUnlike ? '77' : payment,
          DGNS_PRCDR_ICD_IND: '0',
          CLM_EFCTV_DT: this.day(through + 60),
        },
        1,
      );
      if (dice.once(2)) {
        const replacing = { CLM_ADJSMT_TYPE_CD: '2', CLM_EFCTV_DT: this.day(through + 60) };
        whole(this.next(), dice.once(2) ? replacing : { ...replacing, CLM_PMT_AMT: '99' }, 1);
      }
    }
    // Lines, diagnoses and procedures of no header.
    if (dice.once(20))
      this.detail({ ...of, CUR_CLM_UNIQ_ID: this.next(), BENE_MBI_ID: alias() }, from, through, 0);
  }

  private detail(of: Cells, from: number, through: number, delivery: number): void {
    const { dice } = this;
    for (let line = dice.int(0, 3); line > 0; line--) {
      this.add('parta_claims_revenue_center_detail', delivery, {
        ...of,
        ...(dice.once(15) ? { PRVDR_OSCAR_NUM: '999999' } : {}),
        CLM_LINE_NUM: dice.once(2) ? String(line) : String(line).padStart(3, '0'),
        CLM_LINE_FROM_DT: dice.once(3) ? '1000-01-01' : this.day(dice.int(from, through)),
        CLM_LINE_INSTNL_REV_CTR_DT: dice.once(2) ? '1000-01-01' : this.day(dice.int(from, through)),
        CLM_LINE_PROD_REV_CTR_CD: dice.pick(['0450', '0120', '0320', '0510', '0551']),
        CLM_LINE_HCPCS_CD: dice.once(4) ? '~' : dice.pick(PROCEDURES),
      });
    }
    for (let place = dice.int(0, 12); place > 0; place--) {
      this.add('parta_diagnosis_code', delivery, {
        ...of,
        CLM_VAL_SQNC_NUM: dice.once(2) ? String(place) : String(place).padStart(2, '0'),
        CLM_DGNS_CD: this.diagnosis(),
        DGNS_PRCDR_ICD_IND: dice.once(15) ? '9' : '0',
      });
    }
    for (let place = dice.int(-3, 2); place > 0; place--) {
      this.add('parta_procedure_code', delivery, {
        ...of,
        CLM_VAL_SQNC_NUM: String(place),
        CLM_PRCDR_CD: dice.pick(['0SB20ZZ', 'BR20ZZZ']),
        CLM_PRCDR_PRFRM_DT: this.day(dice.int(from, through)),
        DGNS_PRCDR_ICD_IND: dice.once(15) ? '9' : '0',
      });
    }
  }

  /** A claim, perhaps cancelled later, perhaps replaced. */
  private partB(alias: () => string): void {
    const { dice } = this;
    const name = dice.once(8) ? 'partb_dme' : 'partb_physicians';
    const from = dice.int(-250, 340);
    const control = this.next();
    const lines = dice.int(1, 3);
    const codes = Object.fromEntries(
      Array.from({ length: 12 }, (_, place) => [
        `CLM_DGNS_${place + 1}_CD`,
        place === 0 || dice.once(place + 1) ? this.diagnosis() : '~',
      ]),
    );
    const version = (type: string, after: number, delivery: number, id: string): void => {
      for (let line = 1; line <= lines; line++) {
        this.add(name, delivery, {
          ...codes,
          CUR_CLM_UNIQ_ID: id,
          BENE_MBI_ID: alias(),
          CLM_CNTL_NUM: control,
          CLM_LINE_NUM: dice.once(2) ? String(line) : String(line).padStart(2, '0'),
          CLM_FROM_DT: this.day(from),
          CLM_THRU_DT: this.day(from + 1),
          CLM_LINE_FROM_DT: dice.once(4) ? '~' : this.day(from + dice.int(0, 1)),
          CLM_POS_CD: dice.pick(['11', '22', '81', '23']),
          CLM_LINE_HCPCS_CD: dice.pick(PROCEDURES),
          CLM_LINE_DGNS_CD: dice.once(2) ? '~' : this.diagnosis(),
          CLM_CARR_PMT_DNL_CD: dice.once(12) ? '0' : '1',
          CLM_PRCSG_IND_CD: dice.once(10) ? dice.pick(['C', 'S', '~']) : 'A',
          CLM_ADJSMT_TYPE_CD: type,
          CLM_EFCTV_DT: this.day(from + after),
          CLM_IDR_LD_DT: this.day(from + after),
          DGNS_PRCDR_ICD_IND: dice.once(25) ? '9' : '0',
        });
      }
    };
    const first = this.next();
    for (const delivery of dice.once(5) ? [0, 1] : [dice.int(0, 1)]) version('0', 20, delivery, first);
    if (!dice.once(4)) return;
    version('1', 50, 1, this.next());
    if (dice.once(2)) version('2', dice.pick([50, 60]), 1, this.next());
  }

  private partD(alias: () => string): void {
    const { dice } = this;
    const day = dice.int(-300, 360);
    const fill = {
      CLM_LINE_NDC_CD: dice.pick(['00054001720', '50090443201']),
      CLM_LINE_FROM_DT: this.day(day),
      CLM_SRVC_PRVDR_GNRC_ID_NUM: '1234567893',
      CLM_DSPNSNG_STUS_CD: '~',
      CLM_LINE_DAYS_SUPLY_QTY: String(dice.int(5, 90)),
      CLM_LINE_RX_SRVC_RFRNC_NUM: this.next(),
      CLM_LINE_RX_FILL_NUM: '1',
    };
    const version = (type: string, after: number): void =>
      this.add('partd_claims', dice.int(0, 1), {
        ...fill,
        CUR_CLM_UNIQ_ID: this.next(),
        BENE_MBI_ID: alias(),
        CLM_ADJSMT_TYPE_CD: type,
        CLM_EFCTV_DT: this.day(day + after),
        CLM_IDR_LD_DT: this.day(day + after),
      });
    version('0', 10);
    if (dice.once(4)) version('1', 40);
  }
}
