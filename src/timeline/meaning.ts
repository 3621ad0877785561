import type { ListedCode } from './person.js';

/** A role of a code, and the set that gives it; the set is empty where a rule names the code itself. */
export interface Meaning<Role extends string = string> {
  readonly role: Role;
  readonly set: string;
}

/** What codes mean to some rules. */
export interface Meanings<Role extends string = string> {
  /** What a code means; the same array for the same code every time. */
  readonly meaningsOf: (code: ListedCode) => readonly Meaning<Role>[];
}

/** The set that gives a code a role, empty where the rule names the code itself; null where the code lacks the role. */
export function setGiving<Role extends string>(
  role: Role,
  code: ListedCode,
  { meaningsOf }: Meanings<Role>,
): string | null {
  for (const meaning of meaningsOf(code)) if (meaning.role === role) return meaning.set;
  return null;
}
