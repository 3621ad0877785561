import type { Cell, OutputTable } from '../../table.js';
import { ageIn } from '../age.js';
import { codesOf, stated } from '../codes.js';
import type { RecordFacts } from '../decision.js';
import { financialYear } from '../financial-year.js';
import type { Pairing } from '../procedures.js';
import type { ActivityRecord } from '../record.js';

/** Where a record is in the inputs. */
export interface Place {
  /** The file, as the user named it. */
  readonly source: string;
  /** Number of the record in its file, from 1; a header does not count. */
  readonly record: number;
}

/** ebi-activity.csv: the flagged records, in the order of the inputs. */
export const ACTIVITY: OutputTable = {
  name: 'ebi-activity.csv',
  about: 'one row per flagged record, in the order of the inputs',
  columns: [
    { name: 'source', type: 'text', about: 'the file' },
    { name: 'record', type: 'count', about: 'number of the record in its file, from 1' },
    { name: 'record_id', type: 'id', about: 'as in the input' },
    { name: 'provider', type: 'code', about: 'as in the input' },
    { name: 'commissioner', type: 'code', about: 'as in the input' },
    { name: 'activity_date', type: 'date', about: 'appointment, admission or start of the episode' },
    { name: 'financial_year', type: 'text', about: '`2023/24`, from 1 April; `unknown` without a date' },
    { name: 'age', type: 'count', about: 'completed years' },
    { name: 'procedure_codes', type: 'list', about: "the record's procedure codes, in its order" },
    { name: 'rule', type: 'text', about: '`direct` or `site`' },
  ],
};

export function activityRow(
  { source, record }: Place,
  stating: ActivityRecord,
  { rules }: RecordFacts,
  pairing: Pairing,
): Cell[] {
  const { recordId, provider, commissioner, date, ages, procedures } = stating;
  const age = ageIn(ages);
  return [
    ...[source, record, stated(recordId), stated(provider), stated(commissioner)],
    ...[date, financialYear(date), age === null ? null : Math.floor(age)],
    ...[codesOf(procedures), rules[pairing]],
  ];
}
