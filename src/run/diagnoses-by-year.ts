import type { DiagnosisCount } from '../extract/check.js';
import type { Day } from '../timeline/day.js';
import type { LineCode } from '../timeline/person.js';
import { fiscalYearOf } from '../valuesets/code-life.js';

/** A factor larger than any difference between two fiscal years. */
const YEARS = 10_000;

/** Counts the listed diagnoses of claim lines by fiscal year. */
export class DiagnosesByYear {
  /** By code, then by both years as one number. */
  private readonly byCode = new Map<string, Map<number, number>>();

  /** @param coded the day that determines the claim's code year: its discharge, else its end */
  addLine(codes: readonly LineCode[], served: Day, coded: Day): void {
    const years = fiscalYearOf(served) * YEARS + fiscalYearOf(coded);
    for (const { listed } of codes) {
      if (listed.system === 'ICD10CM') this.addRows(listed.code, years, 1);
    }
  }

  add({ code, served, coded, rows }: DiagnosisCount): void {
    this.addRows(code, served * YEARS + coded, rows);
  }

  get counts(): DiagnosisCount[] {
    return [...this.byCode].flatMap(([code, byYears]) =>
      [...byYears].map(([years, rows]) => ({
        code,
        served: Math.floor(years / YEARS),
        coded: years % YEARS,
        rows,
      })),
    );
  }

  private addRows(code: string, years: number, rows: number): void {
    const byYears = this.byCode.get(code) ?? new Map<number, number>();
    this.byCode.set(code, byYears);
    byYears.set(years, (byYears.get(years) ?? 0) + rows);
  }
}
