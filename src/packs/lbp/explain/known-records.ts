import type { Person } from '../../../timeline/person.js';
import { compareRecords, type DatedRecord, readTimeline } from '../../../timeline/records.js';
import type { MeasureRules } from '../resolve.js';
import type { Role } from '../rules/kind.js';

/** A record and its roles in the rules. */
export interface KnownRecord {
  readonly record: DatedRecord;
  readonly roles: readonly Role[];
}

/** Every record of a person that some rule reads, in the order of `compareRecords`. */
export function knownRecords(person: Person, rules: MeasureRules): KnownRecord[] {
  const records = readTimeline(person, rules.reading);
  const roles = new Set([...rules.sets.rolesOfSet.values()].flat());
  for (const { id } of rules.exclusions) roles.add(id);
  const known = new Map<string, { record: DatedRecord; roles: Role[] }>();
  for (const role of roles) {
    for (const record of records.of(role)) {
      const { date, listed, claimId, lineNumber, source, locator } = record;
      const key = JSON.stringify([date, listed.system, listed.code, claimId, lineNumber, source, locator]);
      const entry = known.get(key);
      if (entry === undefined) known.set(key, { record, roles: [role] });
      else entry.roles.push(role);
    }
  }
  return [...known.values()].sort((a, b) => compareRecords(a.record, b.record));
}
