import { type PairPatterns, WAREHOUSES, type WarehouseDialect } from './dialects.js';
import { codePatterns, rangePatterns } from './patterns.js';

/** What a script is built from: the data of the guidance, and how it is read. */
export interface ScriptRules {
  readonly flag: string;
  /** Lines of comment above the statement. */
  readonly heading: readonly string[];
  readonly direct: readonly string[];
  readonly imaging: readonly string[];
  readonly sites: readonly string[];
  readonly qualifiers: readonly string[];
  readonly ages: { readonly from: number; readonly to: number };
  readonly excluded: readonly { readonly from: string; readonly to: string }[];
  readonly privateCategory: number;
  readonly pairing: 'record' | 'episode' | 'adjacent';
  readonly nulls: 'keep' | 'sql';
  /** Characters that may surround a value, those that separate codes, and those that are dropped from codes. */
  readonly around: string;
  readonly separating: string;
  readonly insideCodes: string;
  /** Texts that mean "no value", in capitals. */
  readonly nothing: readonly string[];
}

/** Where the warehouse holds a value: columns in order of precedence, or a constant. */
export type ScriptColumns =
  | { readonly from: 'columns'; readonly names: readonly string[] }
  | { readonly from: 'constant'; readonly value: string };

export interface ScriptTable {
  readonly name: string;
  readonly procedures: ScriptColumns;
  readonly diagnoses: ScriptColumns;
  readonly age: ScriptColumns;
  readonly administrativeCategory: ScriptColumns;
}

/**
 * The rule as one statement that counts records by step, to run inside the warehouse that holds the activity.
 * Its counts are the same as those of a run on the same records.
 */
export function activityScript(
  warehouse: keyof typeof WAREHOUSES,
  table: ScriptTable,
  rules: ScriptRules,
): string {
  const dialect = WAREHOUSES[warehouse];
  const { separating, insideCodes } = rules;
  const comments = [
    ...rules.heading,
    `Written for: ${dialect.about}.`,
    `Change ${table.name} below to the name of your table.`,
    `For the records themselves, end with: SELECT *, '${rules.flag}' AS ebi_flag FROM ebi_decided WHERE ebi_step = 'flagged'`,
  ];
  const steps = [
    `WITH ebi_read AS (
  -- The texts of the columns.
  SELECT
      activity.*
    , ${listText(dialect, table.procedures)} AS ebi_procedures_text
    , ${listText(dialect, table.diagnoses)} AS ebi_diagnoses_text
    , ${firstStated(dialect, table.age, rules)} AS ebi_age_text
    , ${firstStated(dialect, table.administrativeCategory, rules)} AS ebi_category
  FROM ${table.name} AS activity
)`,
    stage('ebi_separated', 'ebi_read', 'Separators become commas; what may stand within a code is removed.', [
      'text',
      'separated',
      [
        ...each('#<>', `'?'`, dialect),
        ...each(insideCodes, `''`, dialect),
        ...each(separating, `','`, dialect),
      ],
    ]),
    stage(
      'ebi_divided',
      'ebi_separated',
      'Repeated commas become one, none beside a bar; # marks the end of an episode.',
      [
        'separated',
        'divided',
        [
          [`','`, `'<>'`],
          [`'><'`, `''`],
          [`'<>'`, `','`],
          [`',|'`, `'|'`],
          [`'|,'`, `'|'`],
          [`'||'`, `'#'`],
          [`'|'`, `','`],
        ],
      ],
    ),
    stage('ebi_surrounded', 'ebi_divided', 'Each code gets its own commas around it.', [
      'divided',
      'surrounded',
      [
        [`'#'`, `',#,'`],
        [`','`, `',,'`],
      ],
    ]),
    `ebi_listed AS (
  -- NULL and other texts for "no value" are no codes. Numbers, where texts are numbers.
  SELECT
      ebi_surrounded.*
    , ${listed('ebi_procedures_surrounded', rules)} AS ebi_procedures
    , ${listed('ebi_diagnoses_surrounded', rules)} AS ebi_diagnoses
    , ${dialect.number('ebi_age_text')} AS ebi_age
    , ${dialect.number('ebi_category')} AS ebi_category_number
  FROM ebi_surrounded
)`,
    `ebi_decided AS (
  -- Each record at the first step that takes it out.
  SELECT
      ebi_listed.*
    , CASE
        WHEN NOT (${procedureTest(dialect, rules)}) THEN 'procedure'
        WHEN ebi_age IS NULL THEN 'age_unknown'
        WHEN ebi_age < ${rules.ages.from} OR ebi_age > ${rules.ages.to} THEN 'age'
        WHEN ${diagnosisTest(dialect, rules)} THEN 'diagnosis'
        WHEN ebi_category_number = ${rules.privateCategory}${rules.nulls === 'sql' ? ' OR ebi_category IS NULL' : ''} THEN 'private'
        ELSE 'flagged'
      END AS ebi_step
  FROM ebi_listed
)`,
  ];
  return `${comments.map((line) => `-- ${line}\n`).join('')}
${steps.join('\n, ')}
SELECT ebi_step AS step, COUNT(*) AS records
FROM ebi_decided
GROUP BY ebi_step
ORDER BY ebi_step;
`;
}

/** A text and its replacement, both as SQL. */
type Replacement = readonly [from: string, to: string];

/** A step that rewrites the lists. */
function stage(
  name: string,
  from: string,
  about: string,
  [before, after, replacements]: readonly [before: string, after: string, readonly Replacement[]],
): string {
  const columns = ['procedures', 'diagnoses'].map(
    (list) => `    , ${replaced(`ebi_${list}_${before}`, replacements)} AS ebi_${list}_${after}`,
  );
  return `${name} AS (
  -- ${about}
  SELECT
      ${from}.*
${columns.join('\n')}
  FROM ${from}
)`;
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((inner, [from, to]) => `REPLACE(${inner}, ${from}, ${to})`, text);
}

function each(characters: string, to: string, dialect: WarehouseDialect): Replacement[] {
  return [...characters].map((one) => [literal(one, dialect), to]);
}

/** A character in SQL: itself, or its number if it would be invisible, or a quote, which warehouses escape differently. */
function literal(character: string, dialect: WarehouseDialect): string {
  const isPlain = /^[\x20-\x7e]$/.test(character) && character !== "'";
  return isPlain ? `'${character}'` : dialect.character(character.charCodeAt(0));
}

function procedureTest(dialect: WarehouseDialect, rules: ScriptRules): string {
  const list = 'ebi_procedures';
  const pair: PairPatterns = {
    imaging: codePatterns(rules.imaging),
    sites: codePatterns(rules.sites),
    qualifiers: rules.qualifiers,
  };
  const paired = {
    record: () => `(${dialect.hasCode(list, pair.imaging)}) AND (${dialect.hasCode(list, pair.sites)})`,
    episode: () => dialect.hasPairInEpisode(list, pair),
    adjacent: () => dialect.hasAdjacentPair(list, pair),
  };
  return `${dialect.hasCode(list, codePatterns(rules.direct))} OR (${paired[rules.pairing]()})`;
}

function diagnosisTest(dialect: WarehouseDialect, { excluded, nulls }: ScriptRules): string {
  const isExcluded = dialect.hasCode('ebi_diagnoses', excluded.flatMap(rangePatterns));
  const isNone = `REPLACE(REPLACE(ebi_diagnoses, ',', ''), '#', '') = ''`;
  return nulls === 'sql' ? `${isExcluded} OR ${isNone}` : isExcluded;
}

/** The columns of a list as one text, upper-case. */
function listText(dialect: WarehouseDialect, columns: ScriptColumns): string {
  if (columns.from === 'constant') return dialect.text(quoted(columns.value));
  const texts = columns.names.map((name) => dialect.text(dialect.identifier(name)));
  const text = texts.length > 1 ? `CONCAT_WS(',', ${texts.join(', ')})` : texts.join('');
  return `UPPER(COALESCE(${text}, ''))`;
}

/** A list without the texts for "no value"; a `#` in one has become a question mark. */
function listed(list: string, { nothing }: ScriptRules): string {
  return replaced(
    `CONCAT(',', ${list}, ',')`,
    nothing.map((text) => [quoted(`,${text.replace('#', '?')},`), `''`]),
  );
}

/** The first nonblank column, trimmed; NULL where all are blank. */
function firstStated(
  dialect: WarehouseDialect,
  columns: ScriptColumns,
  { around, nothing }: ScriptRules,
): string {
  const stated = (text: string): string => {
    const blank = replaced(`UPPER(${dialect.text(text)})`, each(around.replace(' ', ''), `' '`, dialect));
    return ['', ...nothing].reduce((inner, none) => `NULLIF(${inner}, ${quoted(none)})`, `TRIM(${blank})`);
  };
  if (columns.from === 'constant') return stated(quoted(columns.value));
  const values = columns.names.map((name) => stated(dialect.identifier(name)));
  return values.length > 1 ? `COALESCE(${values.join(', ')})` : values.join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
