import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Writes 837 files of any size for benchmarks: the segment mix of an ordinary archive (about half of it names
 * and addresses, which are skipped), one claim in four institutional, one in five for a dependent. The people
 * and codes are made up. For meaningful claims use `lbp synth`.
 */
export interface GenerateOptions {
  readonly bytes: number;
  readonly seed: number;
  /** Claims in a transaction; the guide's limit is 5,000. */
  readonly claimsPerTransaction?: number;
  readonly lineEnds?: boolean;
}

const DIAGNOSES = [
  'M5450',
  'M545',
  'M5416',
  'E119',
  'I10',
  'Z0000',
  'J069',
  'M25561',
  'S335XXA',
  'R0602',
  'E785',
  'F329',
];
const SERVICES = ['99213', '99214', '72100', '72148', '97110', '97140', '98941', '36415', '80053', '99283'];
const REVENUE = ['0450', '0320', '0300', '0510', '0250', '0120'];
const NAMES = ['SMITH', 'JOHNSON', 'ISAACSON', 'GARCIA', 'MILLER', 'DAVIS', 'LOPEZ', 'WILSON'];
const FIRST = ['MARY', 'JAMES', 'LINDA', 'ROBERT', 'ANA', 'DAVID', 'SUSAN', 'JOSE'];
const STREETS = ['125 CITY AVENUE', '4512 WEST AVENUE APT 12', '236 N MAIN ST', '1100 OCEAN BOULEVARD'];

function createRandom(seed: number): {
  below(n: number): number;
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
} {
  const generator = xoroshiro128plus(seed);
  const below = (n: number): number => (generator.next() >>> 0) % n;
  return {
    below,
    pick(list) {
      const value = list[below(list.length)];
      if (value === undefined) throw new RangeError('nothing to pick from');
      return value;
    },
  };
}

type Random = ReturnType<typeof createRandom>;

function day(random: Random): string {
  const month = String(1 + random.below(12)).padStart(2, '0');
  return `2025${month}${String(1 + random.below(28)).padStart(2, '0')}`;
}

function npi(random: Random): string {
  return `1${String(random.below(1_000_000_000)).padStart(9, '0')}`;
}

function address(random: Random): string[] {
  return [`N3*${random.pick(STREETS)}`, `N4*ANYTOWN*PA*${10000 + random.below(80000)}`];
}

function subscriber(random: Random, level: number, dependant: boolean): string[] {
  const birth = `${1940 + random.below(65)}0${1 + random.below(9)}1${random.below(9)}`;
  const member = `W${String(random.below(100_000_000)).padStart(8, '0')}`;
  const segments = [
    `HL*${level}*1*22*${dependant ? 1 : 0}`,
    `SBR*P*${dependant ? '' : '18'}*GRP0012345******CI`,
    `NM1*IL*1*${random.pick(NAMES)}*${random.pick(FIRST)}*T***MI*${member}01`,
    ...address(random),
  ];
  if (!dependant) segments.push(`DMG*D8*${birth}*${random.pick(['M', 'F'])}`);
  segments.push('NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*12345', 'REF*G2*330127');
  if (dependant)
    segments.push(
      `HL*${level + 1}*${level}*23*0`,
      'PAT*19',
      `NM1*QC*1*${random.pick(NAMES)}*${random.pick(FIRST)}`,
      ...address(random),
      `DMG*D8*${birth}*${random.pick(['M', 'F'])}`,
    );
  return segments;
}

function codes(random: Random): string {
  const others = Array.from({ length: random.below(5) }, () => `*ABF:${random.pick(DIAGNOSES)}`).join('');
  return `HI*ABK:${random.pick(DIAGNOSES)}${others}`;
}

function professional(random: Random, id: string): string[] {
  const lines = 1 + random.below(4);
  const date = day(random);
  const segments = [
    `CLM*${id}*${100 * lines}***11:B:1*Y*A*Y*I`,
    `REF*D9*17312345600${id}`,
    codes(random),
    `NM1*82*1*KILDARE*BEN****XX*${npi(random)}`,
    'PRV*PE*PXC*204C00000X',
    `NM1*77*2*KILDARE ASSOCIATES*****XX*${npi(random)}`,
    ...address(random),
  ];
  for (let i = 1; i <= lines; i += 1)
    segments.push(
      `LX*${i}`,
      `SV1*HC:${random.pick(SERVICES)}${random.below(3) === 0 ? ':26' : ''}*100*UN*1***1`,
      `DTP*472*D8*${date}`,
      `REF*6R*${id}${i}`,
    );
  return segments;
}

function institutional(random: Random, id: string): string[] {
  const lines = 2 + random.below(5);
  const date = day(random);
  const segments = [
    `CLM*${id}*${100 * lines}***13:A:1**A*Y*Y`,
    `DTP*434*RD8*${date}-${date}`,
    'CL1*3*1*01',
    `REF*EA*MR${id}`,
    codes(random),
    'HI*BH:A1:D8:20250101*BH:A2:D8:20250101',
    'HI*BE:A2:::15.31',
    `NM1*71*1*JONES*JOHN*J***XX*${npi(random)}`,
  ];
  for (let i = 1; i <= lines; i += 1)
    segments.push(
      `LX*${i}`,
      `SV2*${random.pick(REVENUE)}*HC:${random.pick(SERVICES)}*100*UN*1`,
      `DTP*472*D8*${date}`,
    );
  return segments;
}

function transaction(random: Random, number: number, claims: number): string[] {
  const isProfessional = number % 4 !== 0;
  const control = String(number).padStart(9, '0');
  const guide = isProfessional ? '005010X222A1' : '005010X223A2';
  const segments = [
    `ST*837*${control}*${guide}`,
    `BHT*0019*00*${control}*20251101*1023*CH`,
    'NM1*41*2*PREMIER BILLING SERVICE*****46*TGJ23',
    'PER*IC*JERRY*TE*3055552222*EX*231',
    'NM1*40*2*EXAMPLE HEALTH PLAN*****46*66783JJT',
    'HL*1**20*1',
    'PRV*BI*PXC*203BF0100Y',
    `NM1*85*2*BEN KILDARE SERVICE*****XX*${npi(random)}`,
    ...address(random),
    'REF*EI*587654321',
    'PER*IC*CONNIE*TE*3055551234',
  ];
  let level = 2;
  for (let i = 0; i < claims; i += 1) {
    const dependant = random.below(5) === 0;
    const id = `C${number}X${i}`;
    segments.push(...subscriber(random, level, dependant));
    segments.push(...(isProfessional ? professional(random, id) : institutional(random, id)));
    level += dependant ? 2 : 1;
  }
  segments.push(`SE*${segments.length + 1}*${control}`);
  return segments;
}

const ISA =
  'ISA*00*          *00*          *ZZ*SUBMITTER      *ZZ*RECEIVER       *251101*1200*^*00501*000000001*0*P*:';

/**
 * Pieces of one interchange, with one functional group per implementation guide, until about `bytes`
 * characters are written.
 */
export function* generateX12(options: GenerateOptions): Generator<string> {
  const random = createRandom(options.seed);
  const end = options.lineEnds === false ? '~' : '~\n';
  const claims = options.claimsPerTransaction ?? 100;
  let written = 0;
  let number = 0;
  yield `${ISA}${end}`;
  while (written < options.bytes) {
    number += 1;
    const guide = number % 4 === 0 ? '005010X223A2' : '005010X222A1';
    const text = [
      `GS*HC*SENDER*RECEIVER*20251101*1200*${number}*X*${guide}`,
      ...transaction(random, number, claims),
      `GE*1*${number}`,
      '',
    ].join(end);
    written += text.length;
    yield text;
  }
  yield `IEA*${number}*000000001${end}`;
}

/** Writes the file and returns its size in bytes. */
export async function writeX12(path: string, options: GenerateOptions): Promise<number> {
  const stream = createWriteStream(path);
  let bytes = 0;
  for (const text of generateX12(options)) {
    bytes += text.length;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return bytes;
}
