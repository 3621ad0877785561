import type { PersonTable } from '../../pack.js';
import type { Cell } from '../../table.js';
import type { ImagingLine, Outcome } from '../decision.js';
import type { ReviewRules } from '../resolve.js';

/** Separates notes, whose texts contain semicolons. */
export const NOTE_SEPARATOR = ' | ';

/** review.csv: one row per line with a code in scope (docs/review.md). */
export const REVIEW: PersonTable<Outcome, ReviewRules> = {
  name: 'review.csv',
  about: 'one row per imaging line in scope: what claims say about it, and a suggestion for the reviewer',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in the input' },
    { name: 'claim_id', type: 'id', about: 'claim of the line' },
    { name: 'claim_line_number', type: 'id', about: 'line of the claim' },
    { name: 'service_date', type: 'date', about: 'service date of the line' },
    { name: 'code', type: 'code', about: 'the imaging code of the line' },
    { name: 'region', type: 'text', about: '`cervical`, `thoracic`, `lumbar`, `other`' },
    { name: 'modality', type: 'text', about: '`mri`, `ct`, `pet`, `other`' },
    { name: 'contrast', type: 'text', about: '`without`, `with`, `both`' },
    { name: 'age', type: 'count', about: 'completed years on the service date; blank where unknown' },
    {
      name: 'product_line',
      type: 'list',
      about: 'lines of the enrollment spans that cover the service date',
    },
    { name: 'guideline', type: 'text', about: 'the guideline' },
    { name: 'version', type: 'text', about: 'its version in force on the service date' },
    {
      name: 'in_scope',
      type: 'text',
      about: '`yes`, `no_version`, or the product line that the guideline leaves out',
    },
    { name: 'pain_phase', type: 'text', about: '`acute`, `subacute`, `chronic`, `none`' },
    { name: 'pain_start', type: 'date', about: 'first day of the episode of low back pain' },
    {
      name: 'conservative_care_days',
      type: 'count',
      about: 'days from the first therapy date that counts to the last',
    },
    { name: 'pt_evaluation', type: 'date', about: 'earliest evaluation that counts' },
    { name: 'pt_follow_up', type: 'date', about: 'latest therapy date after it' },
    { name: 'prior_imaging_date', type: 'date', about: 'latest earlier image, four or more days before' },
    {
      name: 'suggestion',
      type: 'text',
      about: '`supported`, `needs clinical review`, `not supported by claims`; blank out of scope',
    },
    { name: 'scenarios_met', type: 'list', about: 'scenarios that claims show' },
    {
      name: 'scenarios_open',
      type: 'list',
      about: 'scenarios that claims support and the chart must settle',
    },
    { name: 'contrast_note', type: 'text', about: '`as advised`, `differs`, or blank' },
    { name: 'notes', type: 'text', about: `what else to know, with "${NOTE_SEPARATOR}" between` },
    { name: 'billing_npi', type: 'id', about: 'who billed the line' },
    { name: 'rendering_npi', type: 'id', about: 'who made or read the image' },
    { name: 'ordering_npi', type: 'id', about: 'who ordered it, else who referred' },
    { name: 'allowed_amount', type: 'money', about: 'as the source states it, to the cent' },
  ],
  rows: (outcome, { question: { guideline } }) => [
    [...ofLine(outcome.line), ...ofReview(outcome, guideline.id), ...ofProviders(outcome.line)],
  ],
};

function ofLine(line: ImagingLine): Cell[] {
  return [
    ...[line.personId, line.claimId, line.lineNumber, line.serviceDate],
    ...[line.code, line.region, line.modality, line.contrast],
  ];
}

function ofReview(outcome: Outcome, guideline: string): Cell[] {
  if (outcome.kind === 'no_version') {
    return [null, null, guideline, null, 'no_version', ...Array<null>(11).fill(null)];
  }
  const { age, productLines, version, inScope, episode, care, priorImaging, scenarios } = outcome;
  const having = (result: 'met' | 'open'): string[] =>
    scenarios.filter((one) => one.result === result).map(({ scenario }) => scenario.id);
  return [
    ...[age, productLines, guideline, version, inScope, episode.phase, episode.start],
    ...[care.days, care.evaluation, care.followUp, priorImaging],
    ...[outcome.suggestion, having('met'), having('open')],
    ...[outcome.contrastNote, outcome.notes.join(NOTE_SEPARATOR)],
  ];
}

function ofProviders(line: ImagingLine): Cell[] {
  return [line.billingNpi, line.renderingNpi, line.orderingNpi, line.allowed.cents];
}
