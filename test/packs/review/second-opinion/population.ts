/*
 * Random people for the second opinion. Each is built around the leaves of one scenario: every leaf is met or
 * just missed, at an edge of its window, and other things are added, some of which must not matter.
 */
import type {
  Claim,
  ClaimLine,
  EnrollmentSpan,
  Fill,
  LineCode,
  ListedCode,
  Person,
} from '../../../../src/timeline/person.js';
import { Ask, type Asked } from './ask.js';
import { codeNamed, codesOf } from './codes.js';
import { Dice } from './dice.js';
import { factsOfCode, type Guideline, scenariosFor } from './opinion.js';

const DAY = 86_400_000;

/** Service dates around every change of versions, and others. */
const DATES: Readonly<Record<Guideline, readonly string[]>> = {
  kp: [
    ...['2020-08-31', '2020-09-01', '2023-04-03', '2023-04-04', '2023-12-31', '2024-01-01', '2024-02-29'],
    ...['2024-03-01', '2022-03-01', '2023-11-20', '2024-02-10', '2024-02-28', '2024-05-15', '2025-02-28'],
  ],
  aim: [
    ...['2022-09-10', '2022-09-11', '2023-09-09', '2023-09-10', '2024-10-19', '2024-10-20'],
    ...['2023-01-31', '2023-03-01', '2024-02-29', '2024-05-15', '2025-12-31'],
  ],
};

const IMAGES: Readonly<Record<Guideline, readonly string[]>> = {
  kp: ['72148', '72149', '72158'],
  aim: [
    ...['72141', '72156', '72146', '72148', '72158', '72125', '72128', '72131', '72132', '77078'],
    ...['78815', '78811', 'G0235'],
  ],
};

/** The person of a number; the same every time. */
export function personNumber(number: number, guideline: Guideline): Person {
  return new Maker(new Dice(number), guideline).person(number);
}

class Maker {
  private readonly claims: Claim[] = [];
  private readonly fills: Fill[] = [];
  private readonly own: ListedCode[] = [];
  /** Of some people every leaf is met, so that scenarios of many leaves are reached too. */
  private readonly meetsAll: boolean;

  constructor(
    private readonly dice: Dice,
    private readonly guideline: Guideline,
  ) {
    this.meetsAll = dice.chance(0.25);
  }

  person(number: number): Person {
    const { dice, guideline } = this;
    const day =
      Date.parse(`${dice.one(DATES[guideline])}T00:00:00Z`) / DAY +
      (dice.chance(0.2) ? dice.between(-40, 40) : 0);
    const code = dice.one(IMAGES[guideline]);
    const age = dice.chance(0.5) ? 45 : 10;
    const leaves = this.leavesFor(code, age);
    for (const leaf of leaves) this.lay(leaf, day);
    if (guideline === 'kp' || dice.chance(0.6)) this.layPain(day);
    for (let more = dice.between(0, 3); more > 0; more -= 1) this.layNoise(day, code);
    this.claims.push(this.imageClaim(day, code));
    return {
      id: `P${number}`,
      birth: this.birth(leaves, age, day),
      sex: dice.one(['F', 'F', 'F', 'M', 'M', '']),
      deaths: [],
      hospice: [],
      spans: this.spans(day),
      claims: this.claims,
      fills: this.fills,
    };
  }

  /** The leaves of a scenario for the code and an age in years, asked of nobody. */
  private leavesFor(code: string, age: number): Asked[] {
    const facts = factsOfCode(code, this.guideline);
    if (facts === undefined) throw new Error(`no image ${code}`);
    const versions = this.guideline === 'kp' ? ['kp-1', 'kp-2', 'kp-3'] : ['aim-2022', 'aim-2023'];
    const scenarios = scenariosFor(this.guideline, this.dice.one(versions), facts, age);
    if (scenarios.length === 0) return [];
    const ask = new Ask(facts.region, null);
    this.dice.one(scenarios).tree(ask);
    if (this.dice.chance(0.2)) this.dice.one(scenarios).tree(ask);
    return ask.leaves;
  }

  private lay(leaf: Asked, day: number): void {
    const { dice, meetsAll } = this;
    const isAbsence = leaf.kind === 'none' || leaf.kind === 'noprior';
    const share = isAbsence ? 0.3 : 0.72;
    if (meetsAll ? isAbsence : !dice.chance(share)) return;
    switch (leaf.kind) {
      case 'rec':
      case 'none':
        for (let count = leaf.dates; count > 0; count -= 1) this.layRecord(leaf, day);
        return;
      case 'prior':
      case 'noprior':
        this.layRecord(leaf, day);
        return;
      case 'claim':
        this.own.push(dice.one(codesOf(dice.one(leaf.sets))));
        return;
      case 'care':
        this.layCare(day);
        return;
      default:
        return;
    }
  }

  /** A record of one of the sets, mostly at an edge of the window, in it or just out of it. */
  private layRecord({ sets, from, to }: Asked, day: number): void {
    const { dice } = this;
    const listed = dice.one(codesOf(dice.one(sets)));
    const start = from === Number.NEGATIVE_INFINITY ? -dice.between(400, 4000) : from;
    const inside = dice.one([start, to, dice.between(start, to)]);
    const at = this.meetsAll || dice.chance(0.78) ? inside : dice.one([start - 1, to + 1]);
    this.layCode(listed, day + at);
  }

  private layCode(listed: ListedCode, at: number): void {
    const { dice } = this;
    const id = this.id();
    if (listed.system === 'NDC') {
      this.fills.push({
        ...{ claimId: id, lineNumber: '1', dispensed: at, drug: listed, daysSupply: 30 },
        ...{ source: 'rx.csv', locator: '' },
      });
      return;
    }
    const isSpine = dice.chance(0.5);
    const diagnoses =
      listed.system === 'ICD10CM' ? [listed] : isSpine ? [codeNamed(dice.one(['M5450', 'M542', 'I10']))] : [];
    const procedures = listed.system === 'ICD10CM' ? [] : [listed];
    if (dice.chance(0.06)) {
      this.claims.push(this.stay(id, at, [...diagnoses, ...procedures]));
      return;
    }
    const place = dice.chance(0.05) ? '81' : '11';
    const lines = [line(at, [...diagnoses, ...procedures].map(stated), { placeOfService: place })];
    if (dice.chance(0.12)) {
      const later = at + dice.one([0, 1, 5, 43]);
      lines.push(
        line(later, [stated(codeNamed('I10'))], { number: '10', placeOfService: dice.one(['11', '81']) }),
      );
    }
    if (dice.chance(0.08))
      lines.push(line(at, [stated(codeNamed(dice.one(['98940', '98943'])))], { number: '2' }));
    const status = dice.one(['paid', 'paid', 'denied', 'pending', 'unknown'] as const);
    this.claims.push(
      claim(
        id,
        lines.map((one) => ({ ...one, status })),
      ),
    );
  }

  /** An inpatient claim: its diagnoses count on the day of the discharge, its operation on its own. */
  private stay(id: string, at: number, codes: readonly ListedCode[]): Claim {
    const { dice } = this;
    const admitted = at - dice.between(0, 4);
    const own = codes.map((listed) => ({
      ...stated(listed),
      ownDate: listed.system === 'ICD10PCS' && dice.chance(0.5) ? at : null,
    }));
    const bed = line(admitted, [stated(codeNamed('0120')), ...own], { number: '2' });
    const dates = dice.chance(0.7)
      ? { admission: admitted, discharge: at }
      : { admission: null, discharge: null };
    return {
      ...claim(id, [bed, line(admitted, own, { number: '1', placeOfService: dice.one(['21', '81']) })]),
      ...dates,
      end: at,
    };
  }

  /** Therapy with first and last dates whose distance is at an edge of some kind of care. */
  private layCare(day: number): void {
    const { dice } = this;
    const span = dice.one([27, 28, 41, 42, 89, 90, 0, 1, 60]);
    const last = dice.one([0, -1, -1, -2, -18, -30]);
    const first = dice.chance(0.25) ? dice.one([-90, -91, -180, -181, -365, -366]) : last - span;
    const diagnosis = dice.one(['M5450', 'M5450', 'M5450', 'M542', 'M4316', 'I10']);
    const isEvaluatedFirst = dice.chance(0.8);
    const visits: (readonly [at: number, code: string])[] = [
      [first, isEvaluatedFirst ? dice.one(['97161', '0424']) : dice.one(['97110', '97124'])],
      [last, isEvaluatedFirst ? dice.one(['97110', '0420', '97161']) : '97161'],
    ];
    if (dice.chance(0.4)) visits.push([dice.between(Math.min(first, last), Math.max(first, last)), '97110']);
    const chiropractor = dice.chance(0.1) ? dice.between(0, visits.length - 1) : -1;
    for (const [index, [at, code]] of visits.entries()) {
      const lines = [line(day + at, [stated(codeNamed(diagnosis)), stated(codeNamed(code))])];
      if (index === chiropractor)
        lines.push(line(day + at, [stated(codeNamed(dice.one(['98940', '98943'])))], { number: '2' }));
      this.claims.push(claim(this.id(), lines));
    }
  }

  /** Dates of low back pain that put the day at an edge of a phase, or the chain at an edge of its longest step. */
  private layPain(day: number): void {
    const { dice } = this;
    const chains: readonly (readonly number[])[] = [
      ...[[-42], [-43], [-90], [-91], [-180], [-181], [-100], [-20], [0], []],
      ...[
        [-260, -80],
        [-261, -80],
        [-222, -42],
        [-223, -42],
        [-400, -220, -40],
        [-401, -220, -40],
        [-360, -180],
        [-361, -180],
      ],
    ];
    const code = dice.one(['M5450', 'M5450', 'M4316', 'M4806']);
    for (const at of dice.one(chains)) this.layCode(codeNamed(code), day + at);
  }

  private layNoise(day: number, code: string): void {
    const { dice, guideline } = this;
    const at = day + dice.one([0, -2, -3, -4, -5, -30, -364, -365, -366, 1, dice.between(-800, 20)]);
    const others = [
      ...[code, dice.one(IMAGES[guideline])],
      dice.one(['M456', 'R29898', 'G834', 'M4646', 'C412', 'T84216']),
      dice.one(['72100', '63030', '0SG00ZZ', '62304', '62290']),
    ].map(codeNamed);
    const set = dice.one([
      'ms',
      'dysraphism',
      'sacral_dimple',
      'accident',
      'osteoporosis',
      'fever',
      'diabetes',
    ]);
    if (dice.chance(0.2))
      this.own.push(codeNamed(dice.one(['M5450', 'M542', 'M546', 'M4646', 'R292', 'G834'])));
    else this.layCode(dice.one([...others, dice.one(codesOf(set))]), at);
  }

  /** Sometimes an inpatient claim, sometimes with lines on other days, or with two images. */
  private imageClaim(day: number, code: string): Claim {
    const { dice } = this;
    const id = 'IMAGE';
    const diagnoses = [
      ...this.own,
      ...(dice.chance(0.5) ? [codeNamed(dice.one(['M5450', 'M5416', 'M542', 'I10']))] : []),
    ];
    const placeOfService = dice.chance(0.03) ? '81' : '22';
    const lines = [
      line(day, [...(dice.chance(0.9) ? diagnoses.map(stated) : []), stated(codeNamed(code))], {
        number: dice.one(['1', '3']),
        placeOfService,
      }),
    ];
    if (dice.chance(0.25)) {
      const on = day + dice.one([0, 0, -10, 3]);
      lines.push(line(on, diagnoses.map(stated), { number: '2', placeOfService: dice.one(['22', '81']) }));
    }
    if (dice.chance(0.12)) {
      const other = dice.one(IMAGES[this.guideline]);
      lines.push(line(day + dice.one([0, 0, -4]), [stated(codeNamed(other))], { number: '10' }));
    }
    if (!dice.chance(0.08)) return claim(id, lines);
    const bed = line(day - 1, [stated(codeNamed('0120'))], { number: '11' });
    return { ...claim(id, [...lines, bed]), admission: day - 2, discharge: day + dice.one([0, 3, 50]) };
  }

  /** A birth date that puts the age at an edge of what the leaves ask, or near that of the scenario. */
  private birth(leaves: readonly Asked[], age: number, day: number): number | null {
    const { dice } = this;
    if (dice.chance(0.03)) return null;
    if (dice.chance(0.02)) return day + dice.between(1, 30);
    const limits = leaves
      .filter(({ kind }) => kind === 'age')
      .flatMap(({ from, to }) => [from, to + 1])
      .filter((years) => years > 0 && Number.isFinite(years));
    const months = leaves.some(({ kind }) => kind === 'months');
    const then = new Date(day * DAY);
    const [year, month, date] = [then.getUTCFullYear(), then.getUTCMonth(), then.getUTCDate()];
    if (months) return Date.UTC(year, month - dice.between(5, 6), date + dice.between(0, 1)) / DAY;
    const years = dice.one([...limits, ...limits, 19, 45, 66, age, age]);
    if (dice.chance(0.05)) return Date.UTC(year - years - ((year - years) % 4), 1, 29) / DAY;
    return Date.UTC(year - years, month, date + dice.between(-1, 1)) / DAY;
  }

  private spans(day: number): EnrollmentSpan[] {
    const { dice } = this;
    if (dice.chance(0.03)) return [];
    const start = day + dice.one([-365, -364, -366, -1500, -30, 0, 1]);
    const line = dice.one(['commercial', 'medicaid', 'commercial', 'medicare', 'other'] as const);
    const spans = [span(start, day + dice.one([0, 200, 200, 200, -1]), line)];
    if (dice.chance(0.3)) {
      const gap = dice.one([1, 2, 0, -20]);
      spans.push(span(start - gap - 300, start - gap, 'commercial', dice.chance(0.8)));
    }
    if (dice.chance(0.12))
      spans.push(span(day + dice.one([0, 1, -50]), day + dice.one([0, 40, -1]), 'medicare'));
    return spans;
  }

  private id(): string {
    const names = 'BCDZ';
    return `${names[this.dice.between(0, 3)] ?? 'B'}${this.claims.length + this.fills.length}`;
  }
}

function stated(listed: ListedCode): LineCode {
  return { listed, position: listed.system === 'ICD10CM' ? 1 : 0, ownDate: null };
}

function line(serviceDate: number, codes: readonly LineCode[], rest: Partial<ClaimLine> = {}): ClaimLine {
  const codeOf = (...systems: string[]): string =>
    codes.find(({ listed }) => systems.includes(listed.system))?.listed.code ?? '';
  return {
    ...{ number: '1', serviceDate, placeOfService: '11', status: 'paid' as const, codes },
    ...{ procedureCode: codeOf('CPT', 'HCPCS'), revenueCode: codeOf('UBREV'), facts: null },
    ...{ source: 'claims.csv', locator: '' },
    ...rest,
  };
}

function claim(id: string, lines: readonly ClaimLine[]): Claim {
  const dates = lines.map(({ serviceDate }) => serviceDate);
  return { id, start: Math.min(...dates), end: Math.max(...dates), admission: null, discharge: null, lines };
}

function span(
  start: number,
  end: number,
  productLine: EnrollmentSpan['productLine'],
  medicalBenefit = true,
): EnrollmentSpan {
  return { start, end, productLine, medicalBenefit, plan: '', source: 'e.csv', locator: '', further: [] };
}
