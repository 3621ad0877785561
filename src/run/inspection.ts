import { type InputStatistics, inspect, type TableStatistics } from '../extract/check.js';
import type { Engine } from '../extract/duckdb.js';
import type { QualityRules } from '../packs/quality.js';
import type { Day } from '../timeline/day.js';
import type { Inputs } from './inputs.js';
import type { LoadedRules } from './rules.js';
import { brokenRows } from './table-reader.js';

/** Nobody is older than 120 years. */
const OLDEST_DAYS = 43_830;

interface InspectionRequest {
  readonly loaded: LoadedRules;
  readonly quality: QualityRules;
  /** Dates after this day are mistyped. */
  readonly today: Day;
  readonly onStage: (stage: string) => void;
}

/**
 * Counts over all rows of the inputs what the rules need from the data, for `lbp check` and for runs. The
 * engine must have the tables of listed codes.
 *
 * @param inputs with the claims of claim files among the medical ones
 * @throws LbpError E107 for a broken file, E401 and E403 from the engine
 */
export async function inspectInputs(
  engine: Engine,
  inputs: Inputs,
  { loaded, quality, today, onStage }: InspectionRequest,
): Promise<InputStatistics> {
  const statistics = await inspect(engine, {
    ...inputs,
    files: inputs.files.map(({ path }) => path),
    selection: loaded.selection,
    meanings: loaded.rules.sets,
    suppliedRole: quality.fills?.suppliedRole ?? null,
    today,
    oldest: quality.period.first - OLDEST_DAYS,
    onStage,
  });
  return withBrokenRows(statistics, inputs);
}

/** The statistics plus the records that never reached the engine. */
function withBrokenRows(statistics: InputStatistics, inputs: Inputs): InputStatistics {
  const { claims, pharmacy, eligibility } = statistics;
  return {
    ...statistics,
    claims: withRejected(claims, brokenRows(inputs, 'medical_claim')),
    pharmacy: pharmacy === null ? null : withRejected(pharmacy, brokenRows(inputs, 'pharmacy_claim')),
    eligibility: withRejected(eligibility, brokenRows(inputs, 'eligibility')),
  };
}

function withRejected<T extends TableStatistics>(table: T, broken: Readonly<Record<string, number>>): T {
  const rows = Object.values(broken).reduce((sum, count) => sum + count, table.rows);
  return { ...table, rows, rejected: { ...table.rejected, ...broken } };
}
