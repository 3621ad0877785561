import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { runMeasure } from '../run/measure.js';
import { x12Case } from './x12-case.js';

const folder = mkdtempSync(join(tmpdir(), 'lbp-odd-claims-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const one = x12Case('archive-with-other-files');
const GOOD = readFileSync(join(one.folder, 'edi/a.837'), 'latin1');
const [ABOVE = '', BELOW = ''] = GOOD.split(/CLM\*.*(?=SE\*)/s);

/** An interchange of the fixture's subscriber with these claims, of this day and with this ISA13. */
function interchange(day: string, isa13: string, ...segments: readonly string[]): string {
  const claims = segments.map((segment) => `${segment}~\n`).join('');
  const count = ABOVE.split('ST*')[1]?.split('~').length ?? 0;
  return (ABOVE + claims + BELOW)
    .replace('*250401*1200*^', `*${day}*1200*^`)
    .replace('000000001*0*P', `${isa13.padStart(9)}*0*P`)
    .replace('IEA*1*000000001', `IEA*1*${isa13}`)
    .replace(/SE\*\d+/, `SE*${count + segments.length}`);
}

const clm = (frequency: string): string => `CLM*A1*100***11:B:${frequency}*Y*A*Y*Y`;
const visit = ['LX*1', 'SV1*HC:99213*50*UN*1***1', 'DTP*472*D8*20250310'];
const image = ['LX*2', 'SV1*HC:72100*50*UN*1***1', 'DTP*472*D8*20250312'];
const pain = 'HI*ABK:M5450';

/** The images that count, and what the run says of 837 files. */
async function imagesOf(name: string, ...interchanges: readonly string[]): Promise<unknown> {
  const edi = join(folder, name);
  mkdirSync(edi);
  writeFileSync(join(edi, 'a.837'), interchanges.join(''));
  const out = join(folder, `${name}-out`);
  const { manifest } = await runMeasure({ x12: edi, out, 'allow-empty': true }, one.config);
  const members: Record<string, string>[] = parse(readFileSync(join(out, 'members.csv')), { columns: true });
  const codes = manifest.warnings.map(({ code }) => code).filter((code) => code.startsWith('LBP-W4'));
  return [members.map((member) => [member['index_date'], member['imaging_date']]), codes];
}

const original = [clm('1'), pain, ...visit, ...image];

it('the original alone has its image', async () => {
  expect(await imagesOf('original', interchange('250401', '1', ...original))).toEqual([
    [['2025-03-10', '2025-03-12']],
    [],
  ]);
});

describe('a void takes back its claim', () => {
  const kept = ['CLM*A2*100***11:B:1*Y*A*Y*Y', pain, ...visit];
  const voids = [
    ['without lines', [clm('8'), pain]],
    ['without dates', [clm('8'), pain, ...visit.slice(0, 2), ...image.slice(0, 2)]],
    ['with an incomplete date', [clm('8'), pain, ...visit.slice(0, 2), 'DTP*472*D8*2025']],
    ['whose line has no service', [clm('8'), pain, 'LX*1']],
  ] as const;

  it.each(voids)('%s', async (name, segments) => {
    const sent = [interchange('250401', '1', ...original, ...kept), interchange('250402', '2', ...segments)];
    expect(await imagesOf(name.replaceAll(' ', '-'), ...sent)).toEqual([[['2025-03-10', '']], []]);
  });
});

it('control numbers filled with blanks are ordered as numbers', async () => {
  const sent = [
    interchange('250401', '9', ...original),
    interchange('250401', '10', clm('7'), pain, ...visit),
  ];
  expect(await imagesOf('blanks', ...sent)).toEqual([[['2025-03-10', '']], []]);
});

describe('segments behind another payer', () => {
  const other = ['SBR*S*18', 'NM1*IL*1*ROE*EVA****MI*X1', 'DTP*573*D8*20250501'];
  const paid = ['SVD*X*1*HC:72100**1', 'CAS*CO*45*1', 'DTP*573*D8*20250501'];

  it('diagnoses of the claim are read', async () => {
    const sent = interchange('250401', '1', clm('1'), ...other, pain, ...visit, ...image);
    expect(await imagesOf('diagnoses', sent)).toEqual([[['2025-03-10', '2025-03-12']], ['LBP-W411']]);
  });

  it('statement dates of the claim are read', async () => {
    const statement = 'DTP*434*RD8*20250310-20250312';
    const lines = [...visit.slice(0, 2), ...image.slice(0, 2)];
    const sent = interchange('250401', '1', clm('1'), pain, ...other, statement, ...lines);
    expect(await imagesOf('statement', sent)).toEqual([[['2025-03-10', '2025-03-10']], ['LBP-W411']]);
  });

  it("the line's date is read, and not the day of the payment", async () => {
    const statement = 'DTP*434*RD8*20250310-20250312';
    const last = [...image.slice(0, 2), ...paid, ...image.slice(2)];
    const sent = interchange('250401', '1', clm('1'), statement, pain, ...visit, ...last);
    expect(await imagesOf('line', sent)).toEqual([[['2025-03-10', '2025-03-12']], []]);
  });
});
