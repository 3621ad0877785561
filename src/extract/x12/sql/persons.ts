import type { TablePlan } from '../../../inputs/tables/plan.js';
import type { Dialect } from '../../sql/dialect.js';
import { personNames } from '../../sql/relations.js';

/*
 * The possible persons for a claim's patient: people of the enrollment files who share a number with the
 * patient.
 */

/** Ids without what senders add and drop; coarser than the matching itself, which decides (src/inputs/x12/identity). */
function idKey(text: string): string {
  return `regexp_replace(upper(coalesce(${text}, '')), '[^0-9A-Z]', '', 'g')`;
}

function stemKey(key: string): string {
  return `CASE WHEN regexp_matches(${key}, '[0-9]{2}$') THEN left(${key}, length(${key}) - 2) ELSE '' END`;
}

/**
 * The key that ids of one family share: the id without its last two digits (the stem), or the whole id if it does not
 * end in two digits. `A10001` and `A10002` share the key `A100`. An id `A100`, the stem of both, has the key `A1`;
 * members also carry the key of their stem, so the two meet.
 */
function familyKeyOf(key: string): string {
  return `coalesce(nullif(${stemKey(key)}, ''), ${key})`;
}

export const IDENTITIES = `
CREATE TABLE x12_identity AS
SELECT *, ${familyKeyOf('id_key')} AS family
FROM (
  SELECT
      CAST(row_number() OVER () - 1 AS INTEGER) AS identity_no
    , *
    , ${idKey('subscriber_id')} AS id_key
  FROM (
    SELECT DISTINCT
      identity_key, subscriber_id, patient_relation, patient_birth_date, patient_gender, patient_first_name
    FROM x12_claim
  ) AS stated
) AS keyed`;

export const COUNT_IDENTITIES = 'SELECT count(*) AS row_count FROM x12_identity';

/** The people of the enrollment files who share a family key with a claim's patient, and the keys that they share. */
export function enrolled(plan: TablePlan, dialect: Dialect): string {
  const requested = (family: string): string =>
    `CASE WHEN ${family} IN (SELECT family FROM requested) THEN ${family} ELSE '' END`;
  return `
CREATE TABLE x12_enrolled AS
WITH requested AS (
  SELECT DISTINCT family FROM x12_identity
  WHERE family <> ''
)
, named AS (
  SELECT DISTINCT person_id, member_id, subscriber_id, birth, gender, first_name
  FROM (${personNames(plan, dialect)}
  ) AS stated
  WHERE person_id IS NOT NULL AND trim(person_id) <> ''
)
, keyed AS (
  SELECT *, ${idKey('member_id')} AS member_key, ${idKey('subscriber_id')} AS subscriber_key
  FROM named
)
, related AS (
  SELECT person_id, member_id, subscriber_id, CAST(birth AS VARCHAR) AS birth_date, gender, first_name
    , ${requested(familyKeyOf('member_key'))} AS member_family
    , ${requested(familyKeyOf('subscriber_key'))} AS subscriber_family
    , ${requested(familyKeyOf(stemKey('member_key')))} AS stem_family
  FROM keyed
)
SELECT * FROM related
WHERE member_family <> '' OR subscriber_family <> '' OR stem_family <> ''`;
}

/** The rows of the enrollment files by whether they name anyone. */
export function countEnrolled(plan: TablePlan, dialect: Dialect): string {
  return `
SELECT file_no, outcome, count(*) AS row_count
FROM (
  SELECT file_no, CASE WHEN person_id IS NULL OR trim(person_id) = '' THEN 'no_person' ELSE '' END AS outcome
  FROM (${personNames(plan, dialect)}
  ) AS stated
) AS named
GROUP BY file_no, outcome`;
}

/**
 * One part of the identities, so that matching holds only that part in memory. Parts are cut by family key:
 * when they were cut by id, nearly every enrolled person shared a stem with somebody in each part, so each
 * part held nearly everyone.
 */
function inPart(family: string, part: number, parts: number): string {
  return `hash(${family}) % ${parts} = ${part}`;
}

export function identitiesOfPart(part: number, parts: number): string {
  return `
SELECT identity_no, subscriber_id, patient_relation, patient_birth_date, patient_gender, patient_first_name
FROM x12_identity
WHERE ${inPart('family', part, parts)}`;
}

/** Everybody who can be the patient of an identity in the part, and others of their families. */
export function enrolledOfPart(part: number, parts: number): string {
  const families = ['member_family', 'subscriber_family', 'stem_family'];
  return `
SELECT person_id, member_id, subscriber_id, birth_date, gender, first_name
FROM x12_enrolled
WHERE ${families.map((family) => `${family} <> '' AND ${inPart(family, part, parts)}`).join('\n   OR ')}`;
}

export const FOUND_TABLE = 'CREATE TABLE x12_found (identity_no INTEGER, person_id VARCHAR, reason VARCHAR)';

export const MATCHED = `
CREATE TABLE x12_matched AS
SELECT x12_identity.identity_key, x12_found.person_id, x12_found.reason
FROM x12_identity
JOIN x12_found ON x12_found.identity_no = x12_identity.identity_no`;

/** Without enrollment the patient key serves as the person, and nobody is matched. */
export const NO_PERSON_MATCHED = `
CREATE TABLE x12_matched AS
SELECT identity_key, person_id, '' AS reason FROM x12_claim WHERE FALSE`;
