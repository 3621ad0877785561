/** What a file is if it was passed as a table but is not one, and what to do about it. */
export interface OtherKind {
  readonly kind: string;
  readonly advice: string;
}

const BEGINNINGS: Readonly<Record<string, OtherKind>> = {
  PK: { kind: 'a workbook or zip archive', advice: 'Export it to CSV or Parquet.' },
  ISA: { kind: 'an X12 interchange', advice: 'Give CSV or Parquet here.' },
};

/** By its first bytes; null if it can be a table. */
export function otherKindOf(start: Buffer): OtherKind | null {
  const text = start.toString('latin1');
  return Object.entries(BEGINNINGS).find(([beginning]) => text.startsWith(beginning))?.[1] ?? null;
}
