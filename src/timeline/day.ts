/** Days since 1970-01-01, without time zone. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

/** The day number of a calendar date (proleptic Gregorian); month is 1 to 12. `dayOf(1970, 1, 2)` is 1. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / MS_PER_DAY;
}

/**
 * Age in completed whole years on a day. A person born on 29 February completes a year on 1 March of a common
 * year (docs/review.md, "Age"). The measure never asks for an age on 28 February or 1 March.
 *
 * @example
 * Born on 1975-12-31: 49 on 2025-12-30 and 50 on 2025-12-31. Born on 2000-02-29: 24 on 2025-02-28, 25 on 2025-03-01.
 */
export function ageOn(birth: Day, day: Day): number {
  const born = new Date(birth * MS_PER_DAY);
  const then = new Date(day * MS_PER_DAY);
  const years = then.getUTCFullYear() - born.getUTCFullYear();
  const hadBirthday =
    then.getUTCMonth() > born.getUTCMonth() ||
    (then.getUTCMonth() === born.getUTCMonth() && then.getUTCDate() >= born.getUTCDate());
  return hadBirthday ? years : years - 1;
}

/**
 * Age in completed whole months on a day, by the day of the month.
 *
 * @example
 * Born on 2024-11-16: 5 on 2025-05-15, 6 on 2025-05-16. Born on 2024-10-31: 0 on 2024-11-30, 1 on 2024-12-01.
 */
export function monthsOn(birth: Day, day: Day): number {
  const born = new Date(birth * MS_PER_DAY);
  const then = new Date(day * MS_PER_DAY);
  const months =
    (then.getUTCFullYear() - born.getUTCFullYear()) * 12 + then.getUTCMonth() - born.getUTCMonth();
  return then.getUTCDate() >= born.getUTCDate() ? months : months - 1;
}

const written = new Map<Day, string>();

/** A day as ISO text, `2025-03-14`. Cached, because a run writes the same few thousand days over and over. */
export function isoDay(day: Day): string {
  let text = written.get(day);
  if (text === undefined) {
    text = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
    written.set(day, text);
  }
  return text;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The day of an ISO date; null for any other text, such as `2025-02-30` or an empty cell. `1970-01-02` is 1. */
export function dayOfIso(text: string): Day | null {
  const parts = ISO.exec(text);
  if (parts === null) return null;
  // Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
  const time = new Date(`${text}T00:00:00Z`).getTime();
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : time / MS_PER_DAY;
}
