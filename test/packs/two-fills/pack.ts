import { z } from 'zod';
import { lines, table } from '../../../src/packs/blocks.js';
import { EVIDENCE_COLUMNS, evidenceCells } from '../../../src/packs/evidence-table.js';
import { type Pack, type PackRules, QuestionError, type Tally } from '../../../src/packs/pack.js';
import { codesInUse, need, setsInUse } from '../../../src/packs/sets.js';
import { asRow, cell } from '../../../src/packs/table.js';
import { type Day, dayOfIso, isoDay } from '../../../src/timeline/day.js';
import type { Evidence } from '../../../src/timeline/evidence.js';
import { setGiving } from '../../../src/timeline/meaning.js';
import { compareText } from '../../../src/timeline/order.js';
import type { Fill, Person } from '../../../src/timeline/person.js';

/*
 * A made-up rule pack: people with two fills of a listed drug within 30 days, the first on or after a given
 * day. It proves that a pack needs only its folder and its line in the list of packs.
 */

interface Question {
  readonly from: Day;
  readonly list: string;
}

interface Rules extends PackRules {
  readonly question: Question;
}

interface Pair {
  readonly personId: string;
  readonly first: Fill;
  readonly second: Fill;
}

interface Totals {
  readonly pairs: number;
  readonly people: number;
}

const WITHIN_DAYS = 30;
const SOURCE = { document: 'test/packs/two-fills', version: '1' } as const;

function evidenceOf(rule: string, fill: Fill, from: Day, to: Day): Evidence {
  const { drug, claimId, lineNumber, source, locator } = fill;
  return {
    ...{ rule, date: fill.dispensed, endDate: null, codeSystem: drug.system, code: drug.code },
    ...{
      valueSet: drug.sets[0] ?? '',
      claimId,
      lineNumber,
      windowStart: from,
      windowEnd: to,
      source,
      locator,
    },
  };
}

class PairTally implements Tally<Pair, Totals> {
  private pairs = 0;
  private people = 0;

  add(_person: Person, outcomes: readonly Pair[]): void {
    this.pairs += outcomes.length;
    if (outcomes.length > 0) this.people += 1;
  }

  addAll({ pairs, people }: Totals): void {
    this.pairs += pairs;
    this.people += people;
  }

  get totals(): Totals {
    return { pairs: this.pairs, people: this.people };
  }
}

const PAIRS = {
  name: 'pairs.csv',
  about: 'one row per pair of fills',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in the input' },
    { name: 'first_date', type: 'date', about: 'day of the first fill' },
    { name: 'second_date', type: 'date', about: 'day of the second fill' },
    { name: 'days', type: 'count', about: 'days between them' },
  ],
} as const;

export const TWO_FILLS: Pack<Question, Rules, Pair, Totals> = {
  id: 'two-fills',
  title: 'Two fills of a listed drug within 30 days',
  source: SOURCE,
  command: {
    name: 'two-fills',
    about: 'Find people with two fills of a listed drug within 30 days.',
    options: [
      { flag: '--from <date>', about: 'first day', isOfQuestion: true },
      { flag: '--list <name>', about: 'medication list', isOfQuestion: true },
    ],
    settings: { from: z.string().optional(), list: z.string().optional() },
    examples: ['lbp two-fills --from 2025-01-01 --list "Corticosteroid Medications"'],
    isEnrollmentOptional: false,
  },
  ownSets: null,
  measure: null,
  question: ({ from, list }) => {
    const day = typeof from === 'string' ? dayOfIso(from) : null;
    if (day === null || typeof list !== 'string')
      throw new QuestionError('--from or --list is missing', 'missing');
    return { from: day, list };
  },
  questionName: ({ list }) => list,
  directoryYear: () => null,
  versionOf: () => SOURCE.version,
  asSettings: ({ from, list }) => ({ from: isoDay(from), list }),
  needs: (question) =>
    question === null ? [] : [need('pair', 'drug', [], { medicationLists: [question.list] })],
  bind: (question, loaded) => {
    const needs = [need('pair', 'drug', [], { medicationLists: [question.list] })];
    return { question, sets: setsInUse(needs, [], loaded) };
  },
  selection: ({ question, sets }, codes) => {
    const used = codesInUse(codes, sets);
    const drugs = used.filter(({ system }) => system === 'NDC').map(({ code }) => code);
    return {
      candidates: [
        {
          column: 'drug',
          position: 'any',
          codes: drugs,
          days: { first: question.from, last: question.from + 364 },
          slack: null,
        },
      ],
      codes: used,
      carried: null,
      enrollment: [],
      furtherEnrollment: [],
      kept: 'persons',
    };
  },
  evaluate: (person, { question, sets }) => {
    const fills = person.fills
      .filter(({ drug, dispensed }) => setGiving('drug', drug, sets) !== null && dispensed >= question.from)
      .sort((a, b) => a.dispensed - b.dispensed || compareText(a.claimId, b.claimId));
    return fills.flatMap((second, index) => {
      const first = fills[index - 1];
      const isNear = first !== undefined && second.dispensed - first.dispensed <= WITHIN_DAYS;
      return isNear ? [{ personId: person.id, first, second }] : [];
    });
  },
  personTables: [
    {
      ...PAIRS,
      rows: ({ personId, first, second }) => [
        [personId, first.dispensed, second.dispensed, second.dispensed - first.dispensed],
      ],
    },
    {
      name: 'evidence.csv',
      about: 'the fills of each pair',
      columns: [{ name: 'person_id', type: 'id', about: 'as in the input' }, ...EVIDENCE_COLUMNS],
      rows: ({ personId, first, second }) =>
        [first, second].map((fill) => [
          personId,
          ...evidenceCells(evidenceOf('pair', fill, first.dispensed, first.dispensed + WITHIN_DAYS)),
        ]),
    },
  ],
  totalTables: [
    {
      name: 'totals.csv',
      about: 'how many pairs there are',
      columns: [
        { name: 'people', type: 'count', about: 'people with a pair' },
        { name: 'pairs', type: 'count', about: 'pairs' },
      ],
      rows: ({ people, pairs }) => [[people, pairs]],
    },
  ],
  tally: () => new PairTally(),
  facts: ({ question }) => ({
    id: 'two-fills',
    heading: `Two fills, ${question.list}`,
    rules_version: SOURCE.version,
    status: 'confirmed',
    note: '',
    notice: [],
    further: {},
  }),
  personFacts: ({ people }) => ({ people }),
  warnings: () => ({ rules: [], persons: [] }),
  summary: ({ people, pairs }) => ({
    facts: { people, pairs },
    blocks: [table(['people', 'pairs'], [[people, pairs]], 'right')],
  }),
  quality: ({ question }) => ({
    period: { first: question.from, last: question.from + 364 },
    events: 'pairs',
    people: {
      what: 'a fill in the period',
      none: { effect: 'There are no pairs.', fix: 'Look at the period.' },
      unreported: { effect: 'There are no pairs.', fix: 'Look at the fills.' },
    },
    noClaims: null,
    ...{ shares: [], roles: [], columns: [], reach: [], fills: null },
    thinMonth: { effect: 'Pairs are missed.', fix: 'Look for a missing file.' },
    openSets: { effect: 'Lists are for demonstration.', fix: 'Give lists of your own.' },
  }),
  seen: ({ people }) => ({
    eventDays: new Map(),
    candidatesWithoutEligibility: { count: 0, of: 0 },
    withoutSupply: { count: 0, of: 0 },
    candidates: people,
    reported: { count: people, others: {} },
  }),
  describe: () => null,
  codeUses: () => [],
  explain: ({ personId, rows, again }) => {
    const pairs = rows[PAIRS.name] ?? [];
    const texts = pairs.map((row) => `${cell(row, 'first_date')} and ${cell(row, 'second_date')}`);
    const answer =
      texts.length === 0
        ? `${personId} has no two fills within ${WITHIN_DAYS} days.`
        : `${personId} filled twice within ${WITHIN_DAYS} days: ${texts.join('; ')}.`;
    const fills = again === null ? [] : [`${again.person.fills.length} fills are in the inputs.`];
    return { facts: { person_id: personId, answer, pairs }, blocks: [lines(...fills)] };
  },
  comparison: {
    list: { about: 'pairs of one run alone', columns: PAIRS.columns },
    begin: () => {
      let changes = 0;
      return {
        add: ({ personId }) => {
          changes += 1;
          return [[personId, null, null, null]];
        },
        finish: () => ({ changes, facts: { changes }, blocks: [lines(`${changes} people differ.`)] }),
      };
    },
  },
  standing: (outcomes) => (outcomes.length === 0 ? null : { status: 'pair', detail: '' }),
  catalog: null,
  report: null,
  page: () => null,
  exchange: null,
  deck: null,
};

/** A row of pairs.csv as text, for expected results. */
export function pairRow(personId: string, first: Day, second: Day): Readonly<Record<string, string>> {
  return asRow(PAIRS, [personId, first, second, second - first]);
}
