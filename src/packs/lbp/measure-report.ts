import type { ExchangedRun, PackExchange, Resource } from '../exchange.js';
import { cell, type OutputRow } from '../table.js';
import { EVIDENCE } from './outputs/evidence.js';
import { MEMBERS } from './outputs/members.js';
import { SUMMARY } from './outputs/summary.js';

/*
 * The measure as FHIR MeasureReports of DEQM 5.0.0 (docs/outputs.md, "FHIR"). Higher is better: unlike in
 * idss.csv, the numerator is the people not imaged, so that the score is numerator / denominator.
 */

/** Of the package hl7.fhir.us.davinci-deqm. */
const DEQM = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition';
const TERMS = 'http://terminology.hl7.org/CodeSystem';
/**
 * The measure's definition belongs to others and has no address here; this one names the rules of this
 * project.
 */
const MEASURE = 'urn:lbp:measure:LBP';

export const LBP_EXCHANGE: PackExchange = {
  totals: SUMMARY,
  persons: [MEMBERS, EVIDENCE],
  summaries,
  individuals,
};

/** How many people are in each population. */
interface Populations {
  readonly initial: number;
  readonly denominator: number;
  readonly excluded: number;
  readonly numerator: number;
  /** Null if the denominator is empty, which has no rate. */
  readonly score: number | null;
}

/** One report for each product line whose total is shown. */
function summaries(run: ExchangedRun, rows: readonly OutputRow[]): Resource[] {
  const lines = [...new Set(rows.map((row) => cell(row, 'product_line')))];
  return lines.flatMap((line) => {
    const ofLine = rows.filter((row) => cell(row, 'product_line') === line && isShown(row));
    const total = ofLine.find((row) => cell(row, 'age_band') === 'total');
    if (total === undefined) return [];
    // Not `other`: people outside the bands of the year fail the age gate.
    const bands = ofLine.filter((row) => !['other', 'total'].includes(cell(row, 'age_band')));
    return [summary(run, line, populationsOf(total), bands)];
  });
}

function summary(
  run: ExchangedRun,
  line: string,
  populations: Populations,
  bands: readonly OutputRow[],
): Resource {
  const stratifier = {
    code: [{ coding: [{ system: 'urn:lbp:stratifier', code: 'age-band' }], text: 'age band' }],
    stratum: bands.map((row) => {
      const band = cell(row, 'age_band');
      return {
        value: { coding: [{ system: 'urn:lbp:age-band', code: band }], text: band },
        ...counted(populationsOf(row)),
      };
    }),
  };
  return {
    ...head(run, `${run.id}-${line}`, { kind: 'summary', profile: 'summary-measurereport-deqm', line }),
    ...reportHeader(run),
    group: [
      {
        ...lineCode(line),
        ...counted(populations),
        ...(bands.length === 0 ? {} : { stratifier: [stratifier] }),
      },
    ],
  };
}

/** One report for each row of members.csv; none for an open episode, which is not decided yet. */
function individuals(run: ExchangedRun, rows: Readonly<Record<string, readonly OutputRow[]>>): Resource[] {
  const evidence = rows[EVIDENCE.name] ?? [];
  return (rows[MEMBERS.name] ?? [])
    .filter((row) => cell(row, 'status') !== 'open')
    .map((row) => {
      const line = cell(row, 'product_line');
      const own = evidence.filter((one) => cell(one, 'product_line') === line);
      return individual(run, row, own);
    });
}

function individual(run: ExchangedRun, row: OutputRow, evidence: readonly OutputRow[]): Resource {
  const line = cell(row, 'product_line');
  const evaluated = claimsOf(evidence);
  return {
    ...head(run, null, { kind: 'individual', profile: 'indv-measurereport-deqm', line }),
    subject: { type: 'Patient', identifier: { value: cell(row, 'person_id') } },
    ...reportHeader(run),
    group: [{ ...lineCode(line), ...counted(populationsOfPerson(row)) }],
    ...(evaluated.length === 0 ? {} : { evaluatedResource: evaluated }),
  };
}

function populationsOfPerson(row: OutputRow): Populations {
  const status = cell(row, 'status');
  const isCounted = status === 'denominator';
  const numerator = isCounted && cell(row, 'compliant') === '1' ? 1 : 0;
  const excluded = status === 'excluded' ? 1 : 0;
  const denominator = isCounted ? 1 : 0;
  return {
    ...{ initial: denominator + excluded, denominator, excluded, numerator },
    score: isCounted ? numerator : null,
  };
}

/** The claims of the evidence, each once, with the rules that its records decided. */
function claimsOf(evidence: readonly OutputRow[]): object[] {
  const rules = new Map<string, Set<string>>();
  for (const row of evidence) {
    const claim = cell(row, 'claim_id');
    if (claim === '') continue;
    const ofClaim = rules.get(claim) ?? new Set();
    rules.set(claim, ofClaim.add(cell(row, 'rule')));
  }
  return [...rules].map(([claim, ofClaim]) => ({
    ...{ type: 'Claim', identifier: { value: claim }, display: [...ofClaim].join(', ') },
  }));
}

/** A row of counts blanked by suppression gets no report. */
function isShown(row: OutputRow): boolean {
  return ['excluded', 'denominator', 'imaging'].every((column) => cell(row, column) !== '');
}

function populationsOf(row: OutputRow): Populations {
  const [excluded = 0, denominator = 0, imaging = 0] = ['excluded', 'denominator', 'imaging'].map((column) =>
    Number(cell(row, column)),
  );
  const rate = cell(row, 'rate');
  return {
    ...{ initial: denominator + excluded, denominator, excluded, numerator: denominator - imaging },
    score: rate === '' ? null : Number(rate),
  };
}

function counted({ initial, denominator, excluded, numerator, score }: Populations): object {
  const population = [
    populationOf('initial-population', initial),
    populationOf('denominator', denominator),
    populationOf('denominator-exclusion', excluded),
    populationOf('numerator', numerator),
  ];
  return { population, ...(score === null ? {} : { measureScore: { value: score } }) };
}

function populationOf(code: string, count: number): object {
  return { code: { coding: [{ system: `${TERMS}/measure-population`, code }] }, count };
}

function lineCode(line: string): object {
  return { code: { coding: [{ system: 'urn:lbp:product-line', code: line }], text: line } };
}

interface Kind {
  readonly kind: 'summary' | 'individual';
  readonly profile: string;
  readonly line: string;
}

/**
 * The first fields of every report.
 *
 * @param id null leaves it to the server: an id ends up in addresses and logs, where nothing about a person
 * belongs
 */
function head(run: ExchangedRun, id: string | null, { kind, profile, line }: Kind): Resource {
  return {
    resourceType: 'MeasureReport',
    ...(id === null ? {} : { id }),
    meta: { profile: [`${DEQM}/${profile}`] },
    text: { status: 'generated', div: narrative(run, `${run.heading}, ${line}`) },
    extension: [
      {
        url: `${DEQM}/extension-measureScoring`,
        valueCodeableConcept: { coding: [{ system: `${TERMS}/measure-scoring`, code: 'proportion' }] },
      },
    ],
    ...{ status: 'complete', type: kind, measure: `${MEASURE}|${run.rulesVersion}` },
  };
}

function reportHeader(run: ExchangedRun): object {
  return {
    date: run.started,
    reporter: reporterOf(run.reporter),
    period: periodOf(run),
    improvementNotation: {
      coding: [{ system: `${TERMS}/measure-improvement-notation`, code: 'increase' }],
    },
  };
}

/** The year, or the part of it that was measured. */
function periodOf({ question }: ExchangedRun): { readonly start: string; readonly end: string } {
  const { year } = question;
  return { start: `${year}-01-01`, end: asOfDay(question) ?? `${year}-12-31` };
}

function asOfDay(question: ExchangedRun['question']): string | null {
  const { 'as-of': asOf } = question;
  return typeof asOf === 'string' ? asOf : null;
}

/** Who reports: `Organization/17`, an NPI, `system|value`, or a name. */
function reporterOf(reporter: string | null): object {
  if (reporter === null) {
    const unknown = {
      url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
      valueCode: 'unknown',
    };
    return { extension: [unknown], type: 'Organization', display: 'not stated' };
  }
  if (/^Organization\/[A-Za-z0-9.-]{1,64}$/.test(reporter)) return { reference: reporter };
  if (/^\d{10}$/.test(reporter)) return identified('http://hl7.org/fhir/sid/us-npi', reporter);
  const [, system, value] = /^([a-z][a-z0-9+.-]*:[^\s|]+)\|(\S.*)$/i.exec(reporter) ?? [];
  if (system !== undefined && value !== undefined) return identified(system, value);
  return { type: 'Organization', display: reporter };
}

function identified(system: string, value: string): object {
  return { type: 'Organization', identifier: { system, value } };
}

/** The report in words, starting with what a reader has to know before seeing any number. */
function narrative({ notices, question }: ExchangedRun, title: string): string {
  const asOf = asOfDay(question);
  const toDate = `Year to date, as of ${asOf ?? ''}: episodes whose 28 days have not run out are in no population.`;
  const suppressed = `Counts below ${question['suppress']} are not shown.`;
  const sentences = [
    `${title}. The numerator counts people who were not imaged; a higher score is better.`,
    ...(asOf === null ? [] : [toDate]),
    ...(question['suppress'] === undefined ? [] : [suppressed]),
    ...notices,
  ];
  const paragraphs = sentences.map((sentence) => `<p>${escaped(sentence)}</p>`).join('');
  return `<div xmlns="http://www.w3.org/1999/xhtml">${paragraphs}</div>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
