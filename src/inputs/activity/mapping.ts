import { z } from 'zod';
import { DATE_FORMATS } from '../tables/dates.js';
import { ACTIVITY_COLUMNS, ACTIVITY_PRESETS } from './columns.js';

/** How the columns of the user's files become ours, as keys of the config file. */
export const ACTIVITY_MAPPING_SCHEMA = {
  preset: z.enum(ACTIVITY_PRESETS).optional(),
  /** Our column -> the column of the file, or several. */
  columns: z
    .partialRecord(z.enum(ACTIVITY_COLUMNS), z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]))
    .optional(),
  /** Our column -> its value in every record. */
  constants: z
    .partialRecord(z.enum(['provider', 'commissioner', 'administrative_category']), z.string())
    .optional(),
  /** The format of dates; of `activity_date`, the only column of dates. */
  dates: z.strictObject({ activity_date: z.enum(DATE_FORMATS).optional() }).optional(),
  /** The separator of CSV files; detected from the header if not set. */
  delimiter: z.string().length(1).optional(),
};

const ACTIVITY_MAPPING = z.object(ACTIVITY_MAPPING_SCHEMA);

export type ActivityMapping = z.infer<typeof ACTIVITY_MAPPING>;
