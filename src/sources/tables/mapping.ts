import { z } from 'zod';
import { DATE_FORMATS } from './dates.js';

/*
 * How the user's columns become ours. Every part applies to all tables, or to one where it stands under that table's
 * name: { "columns": { "person_id": "MBR", "pharmacy_claim": { "claim_id": "RX_NO" } } }.
 */

const perTable = <T extends z.ZodType>(value: T) =>
  z.record(z.string(), z.union([value, z.record(z.string(), value)])).optional();

export const MAPPING_SCHEMA = {
  /** Our column -> the column of the file. */
  columns: perTable(z.string().min(1)),
  /** Our column -> the value it has in every row. */
  constants: perTable(z.string()),
  /** Our column -> what a value of the file means; only payer_type, claim_status and medical_benefit have such. */
  values: z
    .object({
      payer_type: z.record(z.string(), z.enum(['commercial', 'medicaid', 'medicare', 'other'])).optional(),
      claim_status: z
        .record(z.string(), z.enum(['paid', 'denied', 'pending', 'suspended', 'voided', 'unknown']))
        .optional(),
      medical_benefit: z.record(z.string(), z.enum(['true', 'false'])).optional(),
    })
    .strict()
    .optional(),
  /** Our date column -> its format; `*` stands for all that are not named. */
  dates: z.record(z.string(), z.enum(DATE_FORMATS)).optional(),
  /** The separator of CSV files; found in the header when not given. */
  delimiter: z.string().length(1).optional(),
  preset: z.enum(['tuva', 'tuva-2022']).optional(),
};

const MAPPING = z.object(MAPPING_SCHEMA);

export type Mapping = z.infer<typeof MAPPING>;
