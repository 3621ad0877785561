import { describe, expect, test } from 'vitest';
import { dayOf } from '../../src/timeline/day.js';
import {
  boundsOfText,
  type CodeLife,
  fiscalYearOf,
  textOfBounds,
  unbillableOn,
} from '../../src/valuesets/code-life.js';

describe('fiscal years', () => {
  test.each([
    ['30 September 2024', dayOf(2024, 9, 30), 2024],
    ['1 October 2024', dayOf(2024, 10, 1), 2025],
    ['31 December 2024', dayOf(2024, 12, 31), 2025],
    ['1 January 2025', dayOf(2025, 1, 1), 2025],
    ['29 February 2024', dayOf(2024, 2, 29), 2024],
    ['30 September 1969', dayOf(1969, 9, 30), 1969],
  ])('%s', (_, day, year) => {
    expect(fiscalYearOf(day)).toBe(year);
  });
});

describe('a code', () => {
  const came: CodeLife = { first: { earliest: 2025, latest: 2025 }, last: null };
  const went: CodeLife = { first: null, last: { earliest: 2025, latest: 2025 } };
  // Two tables at hand, FY2018 and FY2022, of which one has the code.
  const cameBetween: CodeLife = { first: { earliest: 2019, latest: 2022 }, last: null };
  const wentBetween: CodeLife = { first: null, last: { earliest: 2018, latest: 2021 } };

  test.each([
    ['comes on 1 October before its first year', came, dayOf(2024, 9, 30), 'not yet'],
    ['comes on 1 October before its first year', came, dayOf(2024, 10, 1), null],
    ['stays without an end', came, dayOf(2040, 1, 1), null],
    ['was there without a beginning', went, dayOf(2015, 10, 1), null],
    ['goes after 30 September of its last year', went, dayOf(2025, 9, 30), null],
    ['goes after 30 September of its last year', went, dayOf(2025, 10, 1), 'no longer'],
    ['has not come while the older table lacks it', cameBetween, dayOf(2018, 9, 30), 'not yet'],
    ['may have come just after the older table', cameBetween, dayOf(2018, 10, 1), null],
    ['may have stayed until the newer table', wentBetween, dayOf(2021, 9, 30), null],
    ['has gone once the newer table lacks it', wentBetween, dayOf(2021, 10, 1), 'no longer'],
  ] as const)('%s', (_, life, day, reason) => {
    expect(unbillableOn(life, day)).toBe(reason);
  });
});

test.each([
  [null, ''],
  [{ earliest: 2025, latest: 2025 }, '2025'],
  [{ earliest: 2019, latest: 2022 }, '2019-2022'],
])('bounds %j are written %j, and read again', (bounds, text) => {
  expect(textOfBounds(bounds)).toBe(text);
  expect(boundsOfText(text)).toEqual(bounds);
});
