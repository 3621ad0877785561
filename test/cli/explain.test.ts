import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampled, whole } from '../sampled.js';
import { type Ended, lbpHere } from './command.js';

const CASES = fileURLToPath(new URL('../../fixtures/cases/', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'lbp-explain-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * A case with its inputs and its run, in a separate folder; no file or folder name contains the person's id.
 */
async function runOf(name: string): Promise<string> {
  const folder = mkdtempSync(join(home, 'case-'));
  cpSync(join(CASES, name), folder, { recursive: true });
  const ended = await lbpHere(
    ['run', '--config', 'lbp.json', '--out', 'run', '--quiet', '--allow-empty'],
    folder,
  );
  expect(ended.exit).toBe(0);
  return folder;
}

function explained(folder: string, person: string, ...more: string[]): Promise<Ended> {
  return lbpHere(['explain', person, '--run', 'run', ...more], folder);
}

function firstLine({ stdout }: Ended): string {
  return stdout.split('\n', 1)[0] ?? '';
}

const EXPLANATION = z.object({
  answer: z.string(),
  based_on: z.string(),
  differs_from_run: z.boolean(),
  outcomes: z.array(
    z.object({
      product_lines: z.array(z.string()),
      status: z.string(),
      gates: z.array(
        z.object({
          gate: z.string(),
          result: z.enum(['passed', 'failed', 'met', 'not_met', 'not_reached']),
          windows: z.array(z.object({ start: z.string(), end: z.string() })),
          records: z.array(z.record(z.string(), z.string())),
        }),
      ),
      changes: z.array(
        z.object({ kind: z.string(), rule: z.string(), days: z.number().nullable(), text: z.string() }),
      ),
      timeline: z.array(z.object({ date: z.string(), day: z.number().nullable(), weight: z.string() })),
    }),
  ),
});

function parsed({ stdout }: Ended): z.infer<typeof EXPLANATION> {
  return EXPLANATION.parse(JSON.parse(stdout));
}

describe('the first line answers', () => {
  it.each(
    sampled(
      [
        [
          'day-29-imaging-does-not',
          'A1002',
          'A1002 is in the denominator of medicaid 2024 and counts as not imaged: no imaging from 2024-07-19 to 2024-08-16.',
        ],
        [
          'commercial-and-medicare-are-two-rows',
          'E205',
          'E205 is in the denominator of commercial and medicare 2022 and counts as not imaged: no imaging from 2022-05-17 to 2022-06-14.',
        ],
        [
          'cancer-in-sixth-position-excludes',
          'X104',
          'X104 is not in the denominator of commercial 2022: excluded by cancer, C187 on 2021-10-12 (claim c0 line 1).',
        ],
        [
          'history-on-day-180-disqualifies',
          'D101',
          'D101 is not in the denominator of commercial 2024: ineligible by negative_history, M5450 on 2024-02-15 (claim c0 line 1).',
        ],
        [
          'one-day-gap-in-the-window-is-a-gap',
          'E107',
          'E107 is not in the denominator of medicaid 2018: ineligible by enrollment, for 1 day without medical benefit (2018-04-30).',
        ],
        [
          'reasons-stand-in-the-order-of-the-rules',
          'X801',
          'X801 is not in the denominator of medicare 2024: ineligible by age, which is 76, and 18 on 1 January to 75 on 31 December are required; and 9 more reasons: negative_history, enrollment, cancer, hiv, lumbar_surgery, iv_drug_use, trauma, hospice, death.',
        ],
        [
          'no-eligibility-gets-no-row',
          'E116',
          'E116 is not in the denominator of any product line 2023: the index event is on 2023-06-15 (claim c1), and no enrollment row of this person could be used.',
        ],
        [
          'medicare-is-not-reported-in-2021',
          'E208',
          'E208 is not in the denominator of any product line 2021: on the index date 2021-06-01 (claim c1) the person is covered only by product lines that the year does not report.',
        ],
        [
          'visit-on-31-december-before-is-no-event',
          'C105',
          'C105 is not in the denominator of any product line 2024: the run found no principal low-back-pain diagnosis of this id in the intake period 2024-01-01 to 2024-12-03, or does not know the id.',
        ],
      ],
      3,
    ),
  )('%s', async (name, person, answer) => {
    const ended = await explained(await runOf(name), person);
    expect(ended).toMatchObject({ exit: 0, stderr: '' });
    expect(firstLine(ended)).toBe(answer);
  });
});

describe('with the inputs, what nearly decided is shown', () => {
  it.each(
    sampled(
      [
        [
          'day-29-imaging-does-not',
          'A1002',
          'imaging: 72110 on 2024-08-17 (claim c2 line 1) is 1 day too late',
        ],
        [
          'denied-imaging-does-not-count',
          'A1014',
          'imaging: 72148 on 2024-06-14 (claim c2 line 1) stands on a denied line',
        ],
        [
          'imaging-without-lbp-does-not-count',
          'A1012',
          'imaging: 72100 on 2023-10-03 (claim c2 line 1) stands on a claim without a low-back-pain diagnosis',
        ],
        [
          'trauma-on-day-91-does-not',
          'X502',
          'trauma: S62101A on 2024-01-22 (claim c0 line 1) is 1 day too early',
        ],
        [
          'cancer-on-day-29-does-not',
          'X103',
          'cancer: C61 on 2019-10-08 (claim c2 line 1) is 1 day too late',
        ],
        [
          'lab-line-is-no-index-2023',
          'C250',
          'index: M5450 on 2023-03-10 (claim c1 line 1) stands on a laboratory line, whose diagnoses do not count',
        ],
        [
          'no-visit-code-makes-no-event-2024',
          'C214',
          'index: M5450 on 2024-06-10 (claim c1 line 1) has no visit code on its line',
        ],
        [
          'visit-on-the-day-before-admission-is-no-event',
          'C225',
          'index: M5450 on 2024-03-04 (claim c1 line 1) became an inpatient stay',
        ],
        [
          'visit-on-31-december-before-is-no-event',
          'C105',
          'index: M5450 on 2023-12-31 (claim c1 line 1) is 1 day outside the intake period',
        ],
        [
          'not-enrolled-on-the-iesd-gets-no-row',
          'E118',
          'enrollment: 2020-01-01 to 2021-04-13 misses the index date by 1 day',
        ],
      ],
      3,
    ),
  )('%s', async (name, person, text) => {
    const folder = await runOf(name);
    const said = parsed(await explained(folder, person, '--with-inputs', '--json'));
    expect(said).toMatchObject({ based_on: 'inputs', differs_from_run: false });
    const near = said.outcomes[0]?.changes.filter(({ kind }) => kind === 'near_miss');
    expect(near?.map((change) => change.text)).toEqual([text]);
    // The evidence alone does not know it.
    expect((await explained(folder, person)).stdout).not.toContain(text);
  });

  it('steroids that stopped a day short', async () => {
    const ended = await explained(await runOf('steroids-89-days-do-not-exclude'), 'Y102', '--with-inputs');
    expect(ended.stdout).toMatch(
      /corticosteroids: \S+ 2023-12-01 to 2024-02-27 .*covers 89 of the 90 consecutive/,
    );
  });
});

describe('from the evidence', () => {
  it('the exclusion that stood alone is named, with what lies between it and another outcome', async () => {
    const said = parsed(await explained(await runOf('history-on-day-180-disqualifies'), 'D101', '--json'));
    expect(said.based_on).toBe('evidence');
    expect(said.outcomes[0]?.changes).toMatchObject([
      {
        rule: 'negative_history',
        text: 'negative_history is the only reason: without it the person would be in the denominator, without imaging',
      },
      {
        rule: 'negative_history',
        days: 1,
        text: 'negative_history: M5450 on 2024-02-15 (claim c0 line 1); 1 day earlier it would lie outside its window',
      },
    ]);
  });

  it('one uncovered day is counted', async () => {
    const said = parsed(await explained(await runOf('one-day-gap-in-the-window-is-a-gap'), 'E107', '--json'));
    expect(said.outcomes[0]?.changes[1]).toMatchObject({
      rule: 'enrollment',
      days: 1,
      text: 'enrollment: 1 uncovered day (2018-04-30)',
    });
  });

  it('gates come in their order with windows and the lines behind them', async () => {
    const said = parsed(await explained(await runOf('history-on-day-180-disqualifies'), 'D101', '--json'));
    const gates = said.outcomes[0]?.gates ?? [];
    expect(gates.slice(0, 9).map(({ gate, result }) => `${gate} ${result}`)).toEqual([
      'candidate passed',
      'index_event passed',
      'eligibility passed',
      'enrolled_on_index_date passed',
      'product_line passed',
      'age passed',
      'negative_history failed',
      'enrollment passed',
      'cancer not_met',
    ]);
    // IESD 2024-08-13: the history from day -180 to the day before, enrollment to day 28.
    expect(gates[6]).toMatchObject({
      windows: [{ start: '2024-02-15', end: '2024-08-12' }],
      records: [{ claim_id: 'c0', claim_line_number: '1', source: 'medical_claim.csv', date: '2024-02-15' }],
    });
    expect(gates[7]?.windows).toEqual([{ start: '2024-02-15', end: '2024-09-10' }]);
    expect(gates[8]?.windows).toEqual([{ start: '', end: '2024-09-10' }]);
    const days = said.outcomes[0]?.timeline.filter(({ weight }) => weight === 'decided');
    expect(days).toMatchObject([
      { date: '2024-02-15', day: -180 },
      { date: '2024-08-13', day: 0 },
    ]);
  });

  whole('what comes after the gate that stopped someone was not reached', async () => {
    const said = parsed(
      await explained(await runOf('not-enrolled-on-the-iesd-gets-no-row'), 'E118', '--json'),
    );
    expect(said.outcomes[0]?.status).toBe('unreported');
    const results = said.outcomes[0]?.gates.map(({ result }) => result) ?? [];
    expect(results.slice(0, 4)).toEqual(['passed', 'passed', 'passed', 'failed']);
    expect(new Set(results.slice(4))).toEqual(new Set(['not_reached']));
  });
});

describe('an exclusion', () => {
  it('is met or not met, and no gate that failed', async () => {
    const folder = await runOf('steroids-90-days-exclude');
    const person = MEMBER.exec(readFileSync(join(folder, 'expected', 'members.csv'), 'utf8'))?.[1] ?? '';
    const gates = parsed(await explained(folder, person, '--json')).outcomes[0]?.gates ?? [];
    const results = new Map(gates.map(({ gate, result }) => [gate, result]));
    expect(results.get('corticosteroids')).toBe('met');
    expect(results.get('cancer')).toBe('not_met');
    expect(results.get('enrollment')).toBe('passed');
    const text = (await explained(folder, person)).stdout;
    expect(text).toMatch(/corticosteroids +MET /);
    expect(text).toMatch(/cancer +not met /);
    expect(text).not.toContain('FAILED');
  });
});

/** The first person below the header. */
const MEMBER = /\n([^,]+),/;

describe('inputs that a config named relative to itself', () => {
  it('are found from the folder of the config, and from any other, by where the outputs stand', async () => {
    const folder = await runOf('steroids-90-days-exclude');
    const person = MEMBER.exec(readFileSync(join(folder, 'expected', 'members.csv'), 'utf8'))?.[1] ?? '';
    const [above, name] = [dirname(folder), basename(folder)];
    const out = join(name, 'elsewhere');
    const config = join(name, 'lbp.json');
    const run = await lbpHere(['run', '--config', config, '--out', out, '--quiet', '--allow-empty'], above);
    expect(run.exit).toBe(0);
    const here = await lbpHere(['explain', person, '--run', out, '--with-inputs'], above);
    expect(here).toMatchObject({ exit: 0, stderr: '' });
    for (const [cwd, path] of [
      [folder, 'elsewhere'],
      [dirname(above), join(basename(above), out)],
    ] as const) {
      const ended = await lbpHere(['explain', person, '--run', path, '--with-inputs'], cwd);
      expect(ended).toMatchObject({ exit: 0, stderr: '' });
      expect(firstLine(ended)).toBe(firstLine(here));
    }
  });
});

describe('someone the run does not mention', () => {
  it('is distinguished by the inputs from someone unknown', async () => {
    const folder = await runOf('no-eligibility-gets-no-row');
    // E117 is enrolled and has no claim; E118 is in no file.
    const enrolled = await explained(folder, 'E117', '--with-inputs');
    expect(firstLine(enrolled)).toBe(
      'E117 is not in the denominator of any product line 2023: the inputs hold no claim of this person that can be used; 1 enrollment span from 2022-01-01 to 2023-12-31.',
    );
    const unknown = await explained(folder, 'E118', '--with-inputs');
    expect(firstLine(unknown)).toBe(
      'E118 is not in the denominator of any product line 2023: the inputs hold nothing of this person_id; check the id.',
    );
  });

  whole('may have claims outside the intake period', async () => {
    const ended = await explained(
      await runOf('visit-on-31-december-before-is-no-event'),
      'C105',
      '--with-inputs',
    );
    expect(firstLine(ended)).toContain(
      '1 claim row from 2023-12-31 to 2023-12-31, and those with low back pain as principal diagnosis (2023-12-31) lie outside the intake period 2024-01-01 to 2024-12-03; 1 enrollment span from 2023-01-01 to 2024-12-31',
    );
  });
});

describe('what cannot be relied on is refused', () => {
  it('inputs that have changed since the run', async () => {
    const folder = await runOf('day-29-imaging-does-not');
    appendFileSync(join(folder, 'medical_claim.csv'), 'c3,1,professional,A1002,2024-07-20,,,,M54.50\n');
    const ended = await explained(folder, 'A1002', '--with-inputs');
    expect(ended).toMatchObject({ exit: 3, stdout: '' });
    expect(ended.stderr).toMatch(/^LBP-E111 medical_claim\.csv: \d+ bytes, and the run read \d+\./);
  });

  whole('inputs of the same size and other content', async () => {
    const folder = await runOf('day-29-imaging-does-not');
    const path = join(folder, 'medical_claim.csv');
    writeFileSync(path, readFileSync(path, 'utf8').replace('2024-08-17', '2024-08-16'));
    const ended = await explained(folder, 'A1002', '--with-inputs');
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toMatch(/^LBP-E111 medical_claim\.csv: other content than the run read/);
    // Given as flags they are taken, and what they change is reported.
    const given = await explained(folder, 'A1002', '--config', 'lbp.json');
    expect(given.exit).toBe(0);
    expect(given.stderr).toMatch(/LBP-W522/);
    expect(firstLine(given)).toBe(
      'A1002 is in the denominator of medicaid 2024 and counts as imaged: 72110 on 2024-08-16 (claim c2 line 1), day 28.',
    );
  });

  it('other value sets than those of the run are warned about', async () => {
    const folder = await runOf('day-29-imaging-does-not');
    writeFileSync(join(folder, 'crosswalk.csv'), 'ndc,rxcui\n00071015523,8640\n');
    const same = await explained(folder, 'A1002', '--config', 'lbp.json');
    expect(same.stderr).not.toMatch(/LBP-W523/);
    const other = await explained(folder, 'A1002', '--config', 'lbp.json', '--crosswalk', 'crosswalk.csv');
    expect([other.exit, other.stderr]).toEqual([
      0,
      expect.stringContaining('LBP-W523 these value sets are not those of the run (crosswalk.csv)'),
    ]);
  });

  it('inputs that are gone', async () => {
    const folder = await runOf('day-29-imaging-does-not');
    rmSync(join(folder, 'eligibility.csv'));
    const ended = await explained(folder, 'A1002', '--with-inputs');
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toMatch(/^LBP-E101 eligibility\.csv: the run read this file/);
  });

  it('a folder without a run, or with a table that someone changed', async () => {
    const folder = await runOf('day-29-imaging-does-not');
    const elsewhere = await lbpHere(['explain', 'A1002', '--run', '.'], folder);
    expect(elsewhere.exit).toBe(3);
    expect(elsewhere.stderr).toMatch(/^LBP-E110 \.: not a finished run/);
    appendFileSync(join(folder, 'run', 'members.csv'), 'Z\n');
    const changed = await explained(folder, 'A1002');
    expect(changed.exit).toBe(3);
    expect(changed.stderr).toMatch(/^LBP-E110 run\/members\.csv: \d+ bytes, and the run wrote \d+/);
    const edited = await runOf('day-29-imaging-does-not');
    const members = join(edited, 'run', 'members.csv');
    writeFileSync(members, readFileSync(members, 'utf8').replace('A1002', 'A1003'));
    const other = await explained(edited, 'A1003');
    expect(other.exit).toBe(3);
    expect(other.stderr).toMatch(/^LBP-E110 run\/members\.csv: not the content that the run wrote/);
  });

  it('a command without a run', async () => {
    const ended = await lbpHere(['explain', 'A1002'], '.');
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toMatch(/^LBP-E304 .*--run/);
  });
});

describe.skipIf(process.getuid?.() === 0)("a colleague's run, which this user may not read", () => {
  it.each(['manifest.json', 'evidence.csv'])('is called that, and no unfinished run: %s', async (name) => {
    const folder = await runOf('steroids-89-days-do-not-exclude');
    chmodSync(join(folder, 'run', name), 0o000);
    const { exit, stderr } = await explained(folder, 'P1');
    expect({ exit, stderr }).toEqual({
      exit: 3,
      stderr: expect.stringMatching(/^LBP-E101 run\/\S+: may not be read/),
    });
  });
});
