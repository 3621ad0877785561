/*
 * Which lines of one claim stand among rows that reverse others: docs/inputs.md, "Reversals", read by itself. Days,
 * diagnoses and places are the same on all rows, so that lines with the same service are identical; amounts are money.
 */

export interface ClaimRow {
  readonly file: number;
  /** Blank where the table has none. */
  readonly line: string;
  /** The procedure; blank on a row without any service. */
  readonly service: string;
  readonly isVoided: boolean;
  /** Null where the row states none. */
  readonly amount: number | null;
  /** The last character of the type of bill; blank without one. */
  readonly frequency: '' | '1' | '7' | '8';
}

export interface Resolved {
  /** Lines that stand, each once, however many files have it. */
  readonly lines: readonly string[];
  /** Rows reported: reversed ones, reversals that are not resolved, and replacements. */
  readonly reversed: number;
  readonly unresolved: number;
  readonly replacementAlone: number;
}

/** @param rows of one claim of one person */
export function resolvedClaim(rows: readonly ClaimRow[]): Resolved {
  const lines = rows.filter((row) => !isOff(row));
  const hasBill = (frequency: string): boolean => rows.some((row) => row.frequency === frequency);
  const taken = lines.filter(
    (row) =>
      isVoidedOnItsLine(row, rows) ||
      sumsToNothing(row, lines, rows) ||
      (hasBill('8') && !hasBill('7')) ||
      (row.frequency === '1' && hasBill('7') && !hasBill('8')),
  );
  const standing = lines.filter((row) => !taken.includes(row));
  const unresolved = rows.filter((row) => {
    if (row.frequency === '8') return lines.length === 0 || hasBill('7');
    if (row.isVoided) return !hasBill('8') && mayMeanAnother(row, rows, standing);
    return standing.includes(row) && (row.amount ?? 0) < 0 && isUncertain(row, lines);
  });
  const replacements = standing.filter((row) => row.frequency === '7' && !unresolved.includes(row));
  return {
    lines: [...new Set(standing.map(({ line, service }) => `${line} ${service}`))].sort(),
    reversed: taken.length,
    unresolved: unresolved.length,
    replacementAlone: hasBill('1') ? 0 : replacements.length,
  };
}

type Test = (row: ClaimRow) => boolean;

const isOff: Test = ({ isVoided, frequency }) => isVoided || frequency === '8';

const isLike =
  (row: ClaimRow): Test =>
  (other) =>
    other.service === row.service;
const isOnLine =
  (row: ClaimRow): Test =>
  (other) =>
    other.service === row.service && other.line === row.line;

function total(rows: readonly ClaimRow[]): number {
  return rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

/** Voided as often, and for the same money where both state any. */
function isVoidedOnItsLine(row: ClaimRow, rows: readonly ClaimRow[]): boolean {
  const same = rows.filter(isOnLine(row));
  const [voided, plain] = [same.filter(isOff), same.filter((one) => !isOff(one))];
  const [back, paid] = [Math.abs(total(voided)), Math.abs(total(plain))];
  return plain.length > 0 && voided.length >= plain.length && (back === 0 || paid === 0 || back === paid);
}

/**
 * With an amount below zero among them, on the same bills of a line, on a line of theirs, or anywhere in the claim, where
 * voided rows without a line of their own are added. Rows that state no amount are not taken back with others.
 */
function sumsToNothing(row: ClaimRow, lines: readonly ClaimRow[], rows: readonly ClaimRow[]): boolean {
  const isBack: Test = ({ amount }) => (amount ?? 0) < 0;
  const onLine = lines.filter(isOnLine(row));
  const alike = lines.filter(isLike(row));
  const same = onLine.filter(({ frequency }) => frequency === row.frequency);
  const credits = rows.filter(
    (one) => isOff(one) && isLike(row)(one) && isBack(one) && !lines.some(isOnLine(one)),
  );
  if (credits.length > 0 && total([...alike, ...credits]) === 0) return true;
  if (same.every(({ amount }) => amount === null)) return false;
  return [same, onLine, alike].some((some) => some.some(isBack) && total(some) === 0);
}

/** Whether a line stands that a voided row may be about, though that is not certain. */
function mayMeanAnother(row: ClaimRow, rows: readonly ClaimRow[], standing: readonly ClaimRow[]): boolean {
  const ofItsLine = rows.filter((one) => isOnLine(row)(one) && !isOff(one));
  const [first] = ofItsLine;
  if (first !== undefined && isVoidedOnItsLine(first, rows)) return false;
  const alike = standing.filter(isLike(row));
  const plain = rows.filter((one) => isLike(row)(one) && !isOff(one));
  const [amount, ofOthers] = [row.amount ?? 0, total(plain)];
  return (
    alike.some(isOnLine(row)) ||
    (alike.length > 0 && (amount <= 0 || ofOthers === 0)) ||
    (alike.some((one) => one.amount !== null && one.amount <= amount) &&
      alike.some((one) => one.amount !== null && one.amount >= amount)) ||
    (row.service === '' && standing.length > 0)
  );
}

/** Whether an amount below zero leaves less than nothing, or something only because files overlap. */
function isUncertain(row: ClaimRow, lines: readonly ClaimRow[]): boolean {
  const [line, alike] = [lines.filter(isOnLine(row)), lines.filter(isLike(row))];
  if (total(line) < 0 && total(alike) < 0) return true;
  return [line, alike].some((some) => total(some) > 0 && totalOnce(some) <= 0);
}

/** The same without what a further file charges, or credits, for a line to the same sum as another file. */
function totalOnce(rows: readonly ClaimRow[]): number {
  const sums = new Map<string, number>();
  for (const { file, line, service, frequency, amount } of rows) {
    const key = JSON.stringify([line, service, frequency, (amount ?? 0) < 0, file]);
    sums.set(key, (sums.get(key) ?? 0) + (amount ?? 0));
  }
  const once = new Map([...sums].map(([key, sum]) => [`${key.slice(0, key.lastIndexOf(','))} ${sum}`, sum]));
  return [...once.values()].reduce((a, b) => a + b, 0);
}
