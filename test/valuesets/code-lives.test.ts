import { describe, expect, test } from 'vitest';
import { checkChanges, unlisted } from '../../valuesets/assemble/changes.js';
import { codeLives, codeYearsCsv } from '../../valuesets/assemble/code-lives.js';

function tables(...years: [number, string[]][]): Map<number, ReadonlySet<string>> {
  return new Map(years.map(([year, codes]) => [year, new Set(codes)]));
}

describe('the years of a code, from tables', () => {
  const lives = codeLives(
    tables(
      [2018, ['A00', 'A01', 'A02', 'A05']],
      [2022, ['A00', 'A01', 'A03', 'A05']],
      [2023, ['A00', 'A03', 'A04', 'A05']],
    ),
    [
      { year: 2023, action: 'add', code: 'A04' },
      { year: 2024, action: 'add', code: 'A06' },
      { year: 2024, action: 'delete', code: 'A05' },
    ],
  );

  test.each([
    ['in all of them', 'A00', null, null],
    ['gone by the next year', 'A01', null, { earliest: 2022, latest: 2022 }],
    ['gone between two of them', 'A02', null, { earliest: 2018, latest: 2021 }],
    ['come between two of them', 'A03', { earliest: 2019, latest: 2022 }, null],
    ['come with the next year', 'A04', { earliest: 2023, latest: 2023 }, null],
    ['deleted by the list after the newest', 'A05', null, { earliest: 2023, latest: 2023 }],
    ['added by the list after the newest', 'A06', { earliest: 2024, latest: 2024 }, null],
  ])('%s', (_, code, first, last) => {
    expect(lives.get(code)).toEqual({ first, last });
  });

  test('one that leaves and comes back is an error', () => {
    const torn = tables([2018, ['A00']], [2022, ['A01']], [2024, ['A00']]);
    expect(() => codeLives(torn, [])).toThrow('A00 left the tables and came back');
  });

  test('one whose year is known otherwise must agree', () => {
    expect(codeLives(tables([2018, ['M545']], [2022, ['M5450']]), []).get('M545')).toEqual({
      first: null,
      last: { earliest: 2021, latest: 2021 },
    });
    const late = tables([2018, ['M545']], [2022, ['M545']], [2024, []]);
    expect(() => codeLives(late, [])).toThrow('the tables contradict the known year of M545');
  });

  test('are written by category, codes of the same years on one line', () => {
    const some = new Map([...lives].filter(([code]) => code.startsWith('A0')));
    some.set('B20', { first: null, last: null });
    some.set('A000', { first: null, last: null });
    expect(codeYearsCsv(some)).toBe(
      [
        'Category,First Year,Last Year,Codes',
        'A00,,,A00 A000',
        'A01,,2022,A01',
        'A02,,2018-2021,A02',
        'A03,2019-2022,,A03',
        'A04,2023,,A04',
        'A05,,2023,A05',
        'A06,2024,,A06',
        'B20,,,B20',
        '',
      ].join('\n'),
    );
  });
});

describe('the list of changes', () => {
  const known = tables([2024, ['A00', 'A01', 'A090A']], [2025, ['A00', 'A02', 'A03', 'A080A', 'A090A']]);

  test('agrees with the tables', () => {
    expect(() =>
      checkChanges(
        [
          { year: 2025, action: 'add', code: 'A02' },
          { year: 2025, action: 'add-stem', code: 'A080' },
          { year: 2025, action: 'delete', code: 'A01' },
          { year: 2026, action: 'add', code: 'A04' },
          { year: 2026, action: 'delete', code: 'A02' },
        ],
        known,
      ),
    ).not.toThrow();
  });

  test.each([
    ['adds a code that was there', 2025, 'add', 'A00'],
    ['adds a code that did not come', 2025, 'add', 'A04'],
    ['adds a stem that had codes', 2025, 'add-stem', 'A090'],
    ['adds a stem that has none', 2025, 'add-stem', 'A070'],
    ['deletes a code that stays', 2025, 'delete', 'A00'],
    ['deletes a code that was not there', 2026, 'delete', 'A01'],
    ['adds a code in the year after the newest table that was there', 2026, 'add', 'A02'],
  ])('%s: an error', (_, year, action, code) => {
    expect(() => checkChanges([{ year, action, code }], known)).toThrow(
      `the tables contradict the list of changes: ${action} ${code} in FY${year}`,
    );
  });

  test('with an unknown action is an error', () => {
    expect(() => checkChanges([{ year: 2025, action: 'move', code: 'A00' }], known)).toThrow('action move');
  });

  test('leaves out codes of ours that came or went', () => {
    const changes = [
      { year: 2025, action: 'add', code: 'A02' },
      { year: 2025, action: 'add-stem', code: 'A080' },
    ];
    const lives = codeLives(known, changes);
    expect(unlisted(changes, ['A00', 'A01', 'A02', 'A03', 'A080A'], lives)).toEqual({
      came: ['A03'],
      went: ['A01'],
    });
  });
});
