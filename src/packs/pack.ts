import type { z } from 'zod';
import type { Part } from '../timeline/part.js';
import type { ListedCode, Person } from '../timeline/person.js';
import type { Selection } from '../timeline/selection.js';
import type { Block } from './blocks.js';
import type { CodeUse } from './code-use.js';
import type { PackComparison } from './comparison.js';
import type { PackDeck } from './deck.js';
import type { PackExchange } from './exchange.js';
import type { Explanation, ToExplain } from './explanation.js';
import type { PackPage } from './page.js';
import type { Providers } from './providers.js';
import type { QualityFacts, QualityRules, WarningFacts } from './quality.js';
import type { PackReport } from './report.js';
import type { LoadedSets, SetNeed, SetsInUse } from './sets.js';
import type { Cell, OutputColumn, OutputTable } from './table.js';

/**
 * A rule pack: one set of rules about people's claims, as a run sees it (docs/architecture.md, "Rule packs").
 *
 * Everything in it is pure: no files, no SQL, no clock. A run asks a `Question` (a year, a policy), the pack
 * ties its rules to the sets that are loaded, names the lines and codes that it needs as a Selection, takes
 * one person at a time, and returns outcomes, which become rows and totals.
 */
export interface Pack<Question, Rules extends PackRules, Outcome, Totals> {
  /** Lower-case word: `lbp`. Manifests use it to name the pack. */
  readonly id: string;
  readonly title: string;
  /** The document that the rules come from. */
  readonly source: { readonly document: string; readonly version: string };
  readonly command: PackCommand;
  /** The folder in `valuesets` with the pack's own sets, which no directory replaces; null if it has none. */
  readonly ownSets: string | null;
  /** The names under which sheets of measures list the sets of these rules; null if none lists them. */
  readonly measure: MeasureInDirectories | null;

  /** @throws QuestionError for a question that the rules cannot answer, such as a year without rules */
  question(settings: Readonly<Record<string, unknown>>): Question;
  /** The name of the question, in a word or two: `2025`. */
  questionName(question: Question): string;
  /** The measurement year whose directories the rules are for; null if they are not tied to a year. */
  directoryYear(question: Question): number | null;
  /** The version of the rules that answer the question. */
  versionOf(question: Question): string;
  /** The question as the manifest of a run records it; `question` reads it back. */
  asSettings(question: Question): Readonly<Record<string, unknown>>;
  /** The value sets that a question could ask for, by role; pass null for all questions together. */
  needs(question: Question | null): readonly SetNeed[];
  /** @throws MissingSetsError when a rule has none of its sets */
  bind(question: Question, sets: LoadedSets): Rules;
  /** What the rules need from the inputs. @param codes all that the directories hold */
  selection(rules: Rules, codes: readonly ListedCode[]): Selection;
  /** Decides one person: no outcome for a person outside the rules, several if the rules judge lines. */
  evaluate(person: Person, rules: Rules): readonly Outcome[];

  /** The tables with rows of single persons, sorted by person; the first column of each is `person_id`. */
  readonly personTables: readonly PersonTable<Outcome, Rules>[];
  /** The tables of totals, written at the end. */
  readonly totalTables: readonly TotalTable<Totals, Rules>[];
  tally(rules: Rules): Tally<Outcome, Totals>;

  /** Names and versions of the rules. */
  facts(rules: Rules): RuleFacts;
  /** The counts of people for the manifest. */
  personFacts(totals: Totals, rules: Rules): Readonly<Record<string, unknown>>;
  /** Warnings about the results, besides those of a run about its inputs and sets. */
  warnings(
    totals: Totals,
    rules: Rules,
  ): { readonly rules: WarningFacts[]; readonly persons: WarningFacts[] };
  summary(totals: Totals, rules: Rules): Summary;
  /** The findings about the data. */
  quality(rules: Rules): QualityRules;
  /** What a run learned about the data along the way. */
  seen(totals: Totals, rules: Rules): SeenByPack;

  /**
   * The rules of a question in words and as data, whole, or only their changes from those of another
   * question; null for a pack whose rules are the same for every question.
   */
  describe(question: Question, against: Question | null): Summary | null;
  /** How the rules of all questions use the codes of their sets (`lbp find`). */
  codeUses(): readonly CodeUse[];
  explain(data: ToExplain<Rules, Outcome>, question: Question): Explanation;
  readonly comparison: PackComparison;
  /** The status of a person, for comparing two directories; null for a person outside the rules. */
  standing(outcomes: readonly Outcome[]): Standing | null;
  /** The policies or guidelines that ship with the pack; null for a pack that does not offer a choice. */
  readonly catalog: PackCatalog | null;
  /**
   * A page that shows the rows of a run; null if the pack has none, or if there are too many rows.
   *
   * @param notice the cautions that a reader must see first
   */
  page(totals: Totals, rules: Rules, notice: readonly string[]): PackPage | null;
  /** The report of the results (report.html); null where the pack has no report. */
  readonly report: PackReport | null;
  /** The results as FHIR resources; null for a pack without them. */
  readonly exchange: PackExchange | null;
  /** Scoring of certification decks; null for a pack without decks. */
  readonly deck: PackDeck<Rules> | null;
}

/** Rules that are tied to sets. */
export interface PackRules {
  readonly sets: SetsInUse;
}

/** A pack whose types are opaque to callers: they pass its values only back to the pack. */
export type AnyPack = Pack<unknown, PackRules, unknown, unknown>;

/** The command of a pack: `lbp <name>`, with its options besides those of every run. */
export interface PackCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly PackOption[];
  /** The options as keys of the config file. */
  readonly settings: z.ZodRawShape;
  readonly examples: readonly string[];
  /** Whether a run works without enrollment. */
  readonly isEnrollmentOptional: boolean;
}

export interface PackOption {
  /** As commander parses it: `--year <year>`. */
  readonly flag: string;
  readonly about: string;
  /** Whether the value is a whole number; other values are text, or true for a flag without a value. */
  readonly isNumber?: true;
  /**
   * Values that name something that ships; any other value is the path of a JSON file, which the run reads.
   */
  readonly names?: readonly string[];
  /** Whether other commands that read the inputs of a run need it too: check, explain, sql. */
  readonly isOfQuestion: boolean;
}

/** What ships with a pack: `lbp <name> --list` and `--show ID`. */
export interface PackCatalog {
  list(): Summary;
  /** @throws QuestionError for an unknown id */
  show(id: string): Summary;
}

/** How value set directories name the measure, and which of its sets must not overlap. */
export interface MeasureInDirectories {
  /** The short name, `LBP`, and a pattern for the long one. */
  readonly short: string;
  readonly long: RegExp;
  /** What the event is, `low back pain`, and the role of its codes. */
  readonly event: { readonly name: string; readonly role: string };
  /** Roles of codes that exclude an event if its own code has the role too. */
  readonly excluding: readonly string[];
}

/** A question that the rules cannot answer; the message is a sentence without its period. */
export class QuestionError extends Error {
  constructor(
    message: string,
    /** Whether a setting is missing, or has a value unknown to the rules. */
    readonly kind: 'missing' | 'unknown',
  ) {
    super(message);
    this.name = 'QuestionError';
  }
}

export interface RuleFacts {
  readonly id: string;
  /** `LBP measurement year 2025`, for headings. */
  readonly heading: string;
  readonly rules_version: string;
  readonly status: 'confirmed' | 'provisional';
  /** What is provisional; empty for confirmed rules. */
  readonly note: string;
  /** What to call the results. */
  readonly notice: readonly string[];
  /** Further names and versions, for the manifest. */
  readonly further: Readonly<Record<string, unknown>>;
}

/**
 * A table of a pack. The rules can add columns at its end: counts to a table of totals, texts to a table of
 * persons.
 */
interface PackTable<Rules> extends OutputTable {
  further?(rules: Rules): readonly OutputColumn[];
}

export interface PersonTable<Outcome, Rules> extends PackTable<Rules> {
  /** Whether a run writes it; if absent, every run does. */
  isWritten?(rules: Rules): boolean;
  rows(outcome: Outcome, rules: Rules): readonly (readonly Cell[])[];
}

export interface TotalTable<Totals, Rules> extends PackTable<Rules> {
  /**
   * Null where the table is not written.
   *
   * @param providers by NPI, as the user's file of providers names them
   */
  rows(totals: Totals, rules: Rules, providers: Providers): readonly (readonly Cell[])[] | null;
}

/** Counts outcomes. */
export interface Tally<Outcome, Totals> {
  add(person: Person, outcomes: readonly Outcome[]): void;
  /** Adds people counted elsewhere, by the same rules. */
  addAll(totals: Totals): void;
  /** Plain data, so that one thread can send it to another. */
  readonly totals: Totals;
}

export interface Summary {
  /** For `--json`. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** For the terminal. */
  readonly blocks: readonly Block[];
}

export type SeenByPack = Omit<QualityFacts['persons'], 'withoutEligibility'> & {
  readonly withoutSupply: Part;
};

export interface Standing {
  /** `denominator`, `excluded` ... */
  readonly status: string;
  /** A finer distinction within a status; empty if there is none. */
  readonly detail: string;
}
