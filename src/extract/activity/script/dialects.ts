/**
 * What the script looks for in the codes of a record; patterns as in patterns.ts, each the beginning of a
 * code.
 */
export interface PairPatterns {
  readonly imaging: readonly string[];
  readonly sites: readonly string[];
  /** First letters of codes that may come between the two. */
  readonly qualifiers: readonly string[];
}

/**
 * What differs between the warehouses; all else of the script is written once (template.ts). A list of codes
 * is a text in which each code has its own comma on both sides, with `,#,` between episodes:
 * `,U212,,Y981,,#,,Z665,`.
 */
export interface WarehouseDialect {
  readonly about: string;
  identifier(name: string): string;
  /** A character by its Unicode code point. */
  character(code: number): string;
  text(value: string): string;
  /** Text as a number, NULL where it is not one. */
  number(text: string): string;
  /** Whether a list has a code that begins with one of the patterns. */
  hasCode(list: string, patterns: readonly string[]): string;
  /** Whether one episode has a code from each. */
  hasPairInEpisode(list: string, pair: PairPatterns): string;
  /** Whether an imaging code is followed by a site, with nothing but qualifiers between. */
  hasAdjacentPair(list: string, pair: PairPatterns): string;
}

/**
 * SQL Server 2017 and later, and Azure SQL. LIKE supports character classes; what it cannot express is done
 * on codes split into rows.
 */
const TSQL: WarehouseDialect = {
  about: 'T-SQL, for SQL Server 2017 and later and for Azure SQL',
  identifier: (name) => `[${name.replaceAll(']', ']]')}]`,
  character: (code) => `NCHAR(${code})`,
  // Bytes are compared: a collation may ignore zero-width characters and treat A as a.
  text: (value) => `CAST(${value} AS nvarchar(max)) COLLATE Latin1_General_100_BIN2`,
  number: (text) => `TRY_CAST(${text} AS decimal(18, 6))`,
  hasCode: (list, patterns) =>
    anyLike(
      list,
      patterns.map((pattern) => `%,${pattern}%`),
    ),
  hasPairInEpisode: (list, { imaging, sites }) => `EXISTS (
        SELECT 1 FROM STRING_SPLIT(${list}, '#') AS episode
        WHERE (${TSQL.hasCode('episode.value', imaging)})
          AND (${TSQL.hasCode('episode.value', sites)})
      )`,
  hasAdjacentPair: (list, { imaging, sites, qualifiers }) => {
    // In the array, codes keep their order; the empty texts come from the commas between them.
    const codes = `OPENJSON(CONCAT('["', REPLACE(STRING_ESCAPE(${list}, 'json'), ',', '","'), '"]'))`;
    const begins = (value: string, patterns: readonly string[]): string =>
      anyLike(
        value,
        patterns.map((pattern) => `${pattern}%`),
      );
    return `EXISTS (
        SELECT 1 FROM ${codes} AS imaging
        INNER JOIN ${codes} AS site ON CAST(site.[key] AS int) > CAST(imaging.[key] AS int)
        WHERE (${begins('imaging.value', imaging)})
          AND (${begins('site.value', sites)})
          AND NOT EXISTS (
            SELECT 1 FROM ${codes} AS other
            WHERE CAST(other.[key] AS int) > CAST(imaging.[key] AS int)
              AND CAST(other.[key] AS int) < CAST(site.[key] AS int)
              AND other.value <> ''
              AND NOT (${begins('other.value', qualifiers)})
          )
      )`;
  },
};

function anyLike(value: string, patterns: readonly string[]): string {
  return patterns.map((pattern) => `${value} LIKE '${pattern}'`).join(' OR ');
}

/** Engines with regular expressions. */
function withRegex(
  matches: (text: string, pattern: string) => string,
): Pick<WarehouseDialect, 'number' | 'hasCode' | 'hasPairInEpisode' | 'hasAdjacentPair'> {
  const oneOf = (patterns: readonly string[]): string => `(${patterns.join('|')})`;
  return {
    number: (text) =>
      `CASE WHEN ${matches(text, '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$')} THEN CAST(${text} AS DOUBLE) END`,
    hasCode: (list, patterns) => matches(list, `,${oneOf(patterns)}`),
    hasPairInEpisode: (list, { imaging, sites }) => {
      const [first, second] = [oneOf(imaging), oneOf(sites)];
      return matches(list, `,${first}[^#]*,${second}|,${second}[^#]*,${first}`);
    },
    hasAdjacentPair: (list, { imaging, sites, qualifiers }) =>
      matches(list, `,${oneOf(imaging)}[^,]*,+([${qualifiers.join('')}][^,]*,+)*${oneOf(sites)}`),
  };
}

const DUCKDB_SQL: WarehouseDialect = {
  about: 'DuckDB',
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  character: (code) => `chr(${code})`,
  text: (value) => `CAST(${value} AS VARCHAR)`,
  ...withRegex((text, pattern) => `regexp_matches(${text}, '${pattern}')`),
};

const SPARK_SQL: WarehouseDialect = {
  about: 'Spark SQL and Databricks',
  identifier: (name) => `\`${name.replaceAll('`', '``')}\``,
  character: (code) => `'\\u${code.toString(16).padStart(4, '0')}'`,
  text: (value) => `CAST(${value} AS STRING)`,
  ...withRegex((text, pattern) => `${text} RLIKE '${pattern}'`),
};

export const WAREHOUSES = { tsql: TSQL, duckdb: DUCKDB_SQL, spark: SPARK_SQL } as const;
