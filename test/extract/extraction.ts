import { join } from 'node:path';
import type { Account } from '../../src/extract/accounts.js';
import { Engine } from '../../src/extract/duckdb.js';
import { type Extraction, extract } from '../../src/extract/extract.js';
import { findRejects, type RejectedRow } from '../../src/extract/rejects.js';
import { MEASURE } from '../../src/packs/index.js';
import type { Decision } from '../../src/packs/lbp/decision.js';
import { evaluate } from '../../src/packs/lbp/evaluate.js';
import { type MeasureRules, resolveRules } from '../../src/packs/lbp/resolve.js';
import { selectionOf } from '../../src/packs/lbp/selection.js';
import { rulesOfYear } from '../../src/packs/lbp/years/index.js';
import { NOTHING_LISTED } from '../../src/packs/sets.js';
import { planInputs } from '../../src/run/inputs.js';
import { fileSettings } from '../../src/run/settings/run-settings.js';
import type { ListedCode, Person } from '../../src/timeline/person.js';
import type { Selection } from '../../src/timeline/selection.js';
import { DIRECTORY, SET_NAMES } from './directory.js';
import type { Paths } from './tables.js';

export function rulesFor(year: number, names: ReadonlySet<string> = SET_NAMES): MeasureRules {
  return resolveRules(rulesOfYear(year), { names, listed: NOTHING_LISTED });
}

export interface FetchOptions {
  /** A folder of the test's own. */
  readonly folder: string;
  readonly narrowing?: boolean;
  readonly threads?: number;
  readonly memory?: string;
  readonly rejectRows?: number;
  /** More settings, by the names they have in a config file. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface Fetched extends Omit<Extraction, 'persons'> {
  readonly persons: readonly Person[];
  readonly rejects: readonly RejectedRow[];
  readonly accountOf: (path: string) => Account;
}

/** Reads tables through the engine, as a run does, and fetches what a Selection asks for. */
export async function fetched(paths: Paths, selection: Selection, options: FetchOptions): Promise<Fetched> {
  const { threads = 1, memory = '1GB' } = options;
  const engine = await Engine.open({ threads, memory, spill: join(options.folder, 'spill') });
  try {
    const { settings } = fileSettings(MEASURE, {
      year: 2025,
      claims: [...paths.claims],
      eligibility: [...paths.eligibility],
      ...(paths.pharmacy.length === 0 ? {} : { pharmacy: [...paths.pharmacy] }),
      ...options.settings,
    });
    const inputs = await planInputs(engine, {
      ...settings,
      furtherEnrollment: selection.furtherEnrollment,
    });
    const { persons: stream, ...rest } = await extract(engine, {
      ...inputs,
      files: inputs.files.map(({ path }) => path),
      selection,
      narrowing: options.narrowing ?? true,
      onStage: () => undefined,
    });
    const persons: Person[] = [];
    for await (const person of stream) persons.push(person);
    const plans = [inputs.medical, inputs.pharmacy, inputs.eligibility].filter((plan) => plan !== null);
    const rejects: RejectedRow[] = [];
    for await (const row of findRejects(engine, plans, rest.accounts, options.rejectRows ?? 1000, []))
      rejects.push(row);
    return {
      ...rest,
      persons,
      rejects,
      accountOf: (path) => {
        const account = rest.accounts[inputs.files.findIndex((file) => file.path === path)];
        if (account === undefined) throw new Error(`no account of ${path}`);
        return account;
      },
    };
  } finally {
    engine.close();
  }
}

export interface Options extends FetchOptions {
  readonly year: number;
  readonly codes?: readonly ListedCode[];
}

export interface Extracted extends Fetched {
  readonly decisions: ReadonlyMap<string, Decision>;
}

/** What the measure asks for of a year, up to its decisions. */
export async function extracted(paths: Paths, options: Options): Promise<Extracted> {
  const rules = rulesFor(options.year);
  const found = await fetched(paths, selectionOf(rules, options.codes ?? DIRECTORY), options);
  return {
    ...found,
    decisions: new Map(found.persons.map((person) => [person.id, evaluate(person, rules)])),
  };
}
