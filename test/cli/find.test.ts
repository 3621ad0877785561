import { describe, expect, it } from 'vitest';
import { lbp } from './command.js';

const HERE = { cwd: process.cwd() };

describe('lbp find', () => {
  it('answers for each code in turn', async () => {
    const { stdout, exit } = await lbp(['find', 'M54.50', 'C61', '72148'], HERE);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^M54\.50 {2}ICD-10-CM, billable from October 2021 to fiscal year 2027/m);
    expect(stdout).toMatch(
      /^ {2}lbp 2018-2026 +index event, as the principal diagnosis \(1 January to 3 December\)$/m,
    );
    expect(stdout).toMatch(/^ {2}lbp 2018-2026 +excludes: cancer \(any time to day 28\)$/m);
    expect(stdout).toMatch(/^72148 {2}CPT, MRI of the lumbar spine$/m);
    expect(stdout).toMatch(/open demonstration set, not NCQA's/);
  });

  it('names the scenarios of guidelines that a code can speak for', async () => {
    const { stdout } = await lbp(['find', 'G83.4'], HERE);
    expect(stdout).toMatch(/^ {2}review kp +supports kp-I\.B, .*\(day -42 to day 0\)$/m);
  });

  it('says so where nothing knows a text, and escapes it', async () => {
    const { stdout } = await lbp(['find', 'X\u001b[2J'], HERE);
    expect(stdout).toMatch(/^X\\u001b\[2J: no set holds it, and no rule reads it\.$/m);
  });

  it('names the years in which a rule asks for the code', async () => {
    expect((await lbp(['find', '99281'], HERE)).stdout).toMatch(
      /^ {2}lbp 2018-2024 +index event, as the visit code/m,
    );
  });

  it('gives one JSON object with --json, of a directory of the user', async () => {
    const { stdout } = await lbp(
      // A code that no rule has in sets of its own.
      ['find', '99281', '--json', '--quiet', '--value-sets', 'valuesets/open/hiv.csv'],
      HERE,
    );
    expect(JSON.parse(stdout)).toMatchObject({
      codes: [{ asked: '99281', codes: [] }],
    });
  });

  it('asks for a code', async () => {
    const { exit, stderr } = await lbp(['find'], HERE);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('LBP-E304')]);
  });
});
