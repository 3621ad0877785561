import type { Day } from '../timeline/day.js';
import type { Person } from '../timeline/person.js';
import { Cursor } from './cursor.js';
import type { Engine } from './duckdb.js';
import { INTEGER, VARCHAR } from './duckdb-library.js';
import type { ExtractionInput } from './extract.js';
import { listCodes } from './listed-codes.js';
import { persons } from './persons.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { claimFacts, eligibilityFacts, onlyCandidate, pharmacyFacts } from './sql/person-facts.js';
import { RESULTS, type ResultName, recordTables } from './sql/tables.js';

/** What the inputs hold of someone, by rows; a rejected row counts here too. */
export interface InputFacts {
  readonly claims: readonly ClaimDay[];
  /** Rows by what becomes of them; an empty key is "used". */
  readonly eligibility: Readonly<Record<string, number>>;
  readonly pharmacy: Readonly<Record<string, number>>;
}

/** Claim rows of one day and one fate. */
export interface ClaimDay {
  /** Null where the row has no date that can be read. */
  readonly day: Day | null;
  /** Empty for a row that can be used, else why it is not. */
  readonly outcome: string;
  readonly isPrincipalLowBackPain: boolean;
  readonly rows: number;
}

/** One person as the extraction sees everybody, without looking for other candidates. */
export class OnePerson {
  /**
   * Reads the claims, fills and enrolment of one person; the id need not be in the inputs.
   *
   * @throws LbpError E107 for a broken file, E401 and E403 from the engine
   */
  static async read(
    engine: Engine,
    input: Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility' | 'files' | 'codes' | 'rules'>,
    personId: string,
  ): Promise<OnePerson> {
    const listed = listCodes(input.codes, input.rules);
    await engine.run('CREATE TABLE listed_code (code_no INTEGER, kind INTEGER, code VARCHAR)');
    await engine.append('listed_code', [INTEGER, INTEGER, VARCHAR], listed.medical);
    await engine.run('CREATE TABLE listed_drug (code_no INTEGER, code VARCHAR)');
    await engine.append('listed_drug', [INTEGER, VARCHAR], listed.drugs);
    await engine.run(onlyCandidate(personId));
    for (const [name, query] of recordTables(input, DUCKDB)) {
      for (const statement of DUCKDB.table(name, query)) await engine.run(statement);
    }

    const open = async (name: ResultName): Promise<Cursor> => Cursor.open(await engine.stream(RESULTS[name]));
    const streams = {
      candidates: await open('candidates'),
      events: await open('events'),
      fills: input.pharmacy === null ? null : await open('fills'),
      enrollment: await open('enrollment'),
    };
    const { value } = await persons(streams, { codes: listed.byNumber, files: input.files }).next();
    const nobody: Person = {
      ...{ id: personId, birth: null, deaths: [], hospice: [] },
      ...{ spans: [], claims: [], fills: [] },
    };
    return new OnePerson(engine, input, value ?? nobody, listed.lowBackPain);
  }

  private constructor(
    private readonly engine: Engine,
    private readonly input: Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility'>,
    readonly person: Person,
    private readonly lowBackPain: readonly string[],
  ) {}

  /** Reads once more what there is of the person at all. */
  async facts(): Promise<InputFacts> {
    const { medical, pharmacy, eligibility } = this.input;
    const claims = await this.engine.rows(claimFacts(medical, this.lowBackPain, DUCKDB));
    const counts = async (sql: string): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await this.engine.rows(sql)).map((row) => [String(row['outcome']), Number(row['row_count'])]),
      );
    return {
      claims: claims.map((row) => ({
        day: row['service_day'] === null ? null : Number(row['service_day']),
        outcome: String(row['outcome']),
        isPrincipalLowBackPain: row['is_low_back_pain'] === true,
        rows: Number(row['row_count']),
      })),
      eligibility: await counts(eligibilityFacts(eligibility, DUCKDB)),
      pharmacy: pharmacy === null ? {} : await counts(pharmacyFacts(pharmacy, DUCKDB)),
    };
  }
}
