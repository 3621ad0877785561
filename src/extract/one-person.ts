import type { Person } from '../timeline/person.js';
import type { PersonInInputs } from '../timeline/person-in-inputs.js';
import type { LinePattern } from '../timeline/selection.js';
import { columnsInUse } from './columns-in-use.js';
import type { Engine } from './duckdb.js';
import { type ExtractionInput, openStreams } from './extract.js';
import { createListedTables, listCodes } from './listed-codes.js';
import { persons } from './persons.js';
import { DUCKDB } from './sql/duckdb-dialect.js';
import { claimFacts, eligibilityFacts, onlyCandidate, pharmacyFacts } from './sql/person-facts.js';
import { recordTables } from './sql/tables.js';

/** One person as the extraction would see them, without looking for other candidates. */
export class OnePerson {
  /**
   * Reads the claims, fills and enrollment of one person; the id need not be in the inputs.
   *
   * @throws LbpError E107 for a broken file, E401 and E403 from the engine
   */
  static async read(
    engine: Engine,
    input: Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility' | 'files' | 'selection'>,
    personId: string,
  ): Promise<OnePerson> {
    const { selection } = input;
    const listed = listCodes(selection.codes);
    await createListedTables(engine, listed);
    await engine.run(onlyCandidate(personId));
    for (const [name, query] of recordTables(columnsInUse(input, selection), selection, DUCKDB)) {
      for (const statement of DUCKDB.table(name, query)) await engine.run(statement);
    }

    const streams = await openStreams(engine, selection, input.pharmacy !== null, '');
    const legend = { codes: listed.byNumber, files: input.files };
    const { value } = await persons(streams, legend, selection).next();
    const nobody: Person = {
      ...{ id: personId, sex: '', birth: null, deaths: [], hospice: [] },
      ...{ spans: [], claims: [], fills: [] },
    };
    return new OnePerson(engine, input, value ?? nobody, selection.candidates);
  }

  private constructor(
    private readonly engine: Engine,
    private readonly input: Pick<ExtractionInput, 'medical' | 'pharmacy' | 'eligibility'>,
    readonly person: Person,
    private readonly candidates: readonly LinePattern[],
  ) {}

  /** Reads again, to find everything the inputs hold about the person. */
  async facts(): Promise<PersonInInputs> {
    const { medical, pharmacy, eligibility } = this.input;
    const claims = await this.engine.rows(claimFacts(medical, this.candidates, DUCKDB));
    const counts = async (sql: string): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await this.engine.rows(sql)).map((row) => [String(row['outcome']), Number(row['row_count'])]),
      );
    return {
      claims: claims.map((row) => ({
        day: row['service_day'] === null ? null : Number(row['service_day']),
        outcome: String(row['outcome']),
        hasCandidateCode: row['has_candidate_code'] === true,
        rows: Number(row['row_count']),
      })),
      eligibility: await counts(eligibilityFacts(eligibility, DUCKDB)),
      pharmacy: pharmacy === null ? {} : await counts(pharmacyFacts(pharmacy, DUCKDB)),
    };
  }
}
