import { stringify } from 'csv-stringify/sync';
import { codeOf } from './codes.js';
import type { Example } from './examples.js';
import { type Case, personOf } from './people.js';

/* The worked examples as folders of inputs and expected results: fixtures/review/17b, and 15a-aim for a row's other guideline. */

/** The files of a folder by their paths. */
export type Folder = Readonly<Record<string, string>>;

const CLAIM_COLUMNS = [
  ...['claim_id', 'claim_line_number', 'claim_type', 'person_id', 'claim_start_date', 'claim_end_date'],
  ...['place_of_service_code', 'hcpcs_code', 'claim_status', 'allowed_amount', 'ordering_npi'],
  ...['diagnosis_code_1', 'diagnosis_code_2', 'diagnosis_code_3'],
];

const SPANS = [
  'person_id',
  'birth_date',
  'gender',
  'enrollment_start_date',
  'enrollment_end_date',
  'payer_type',
];
const FILLS = ['claim_id', 'claim_line_number', 'person_id', 'dispensing_date', 'ndc_code', 'days_supply'];
const RESULTS = ['person_id', 'phase', 'met', 'open', 'chart_only', 'suggestion'];

const SUGGESTIONS = {
  SUP: 'supported',
  REV: 'needs clinical review',
  NOT: 'not supported by claims',
  OUT: '',
} as const;

/** A medication of the demonstration list that stands in for licensed ones. */
const STEROID = '99999010101';

/** `1c` of `1c with R29.898`. */
export function rowOf({ no }: Example): string {
  return /^\d+[a-g]?/.exec(no)?.[0] ?? no;
}

/** The examples of each folder, by its name. A guideline that is not that of the row's first example is added to it. */
export function foldersOf(examples: readonly Example[]): ReadonlyMap<string, readonly Example[]> {
  const first = new Map<string, Example['guideline']>();
  const folders = new Map<string, Example[]>();
  for (const example of examples) {
    const row = rowOf(example);
    const own = first.get(row) ?? example.guideline;
    first.set(row, own);
    const name = own === example.guideline ? row : `${row}-${example.guideline}`;
    folders.set(name, [...(folders.get(name) ?? []), example]);
  }
  return folders;
}

/** The person of an example: `1c-with-R29-898`. */
function personId({ no }: Example): string {
  return no.replaceAll(/[^A-Za-z0-9]+/g, '-');
}

export function layOut(name: string, examples: readonly Example[]): Folder {
  const [guideline] = examples.map((one) => one.guideline);
  const withFills = examples.some(({ of }) => of.fills !== undefined);
  return {
    'case.md': caseText(name, examples),
    'lbp.json': `${JSON.stringify({
      ...{ guideline, from: '2020-01-01', to: '2025-12-31' },
      ...{ claims: ['medical_claim.csv'], eligibility: ['eligibility.csv'] },
      ...(withFills ? { pharmacy: ['pharmacy_claim.csv'] } : {}),
    })}\n`,
    'medical_claim.csv': table(CLAIM_COLUMNS, examples.flatMap(claimRows)),
    'eligibility.csv': table(SPANS, examples.flatMap(spanRows)),
    ...(withFills ? { 'pharmacy_claim.csv': table(FILLS, examples.flatMap(fillRows)) } : {}),
    'expected/results.csv': table(RESULTS, examples.map(resultRow)),
  };
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return stringify([[...columns], ...rows.map((row) => [...row])]);
}

function isoOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** The rows of the person whose timeline the example is, so that both tests ask about the same. */
function claimRows(example: Example): string[][] {
  const id = personId(example);
  return personOf(example.of).claims.flatMap(({ id: claim, lines }) => {
    const diagnoses = lines
      .flatMap(({ codes }) => codes)
      .filter(({ listed }) => listed.system === 'ICD10CM')
      .map(({ listed }) => listed.code);
    return lines.map((line) => [
      ...[
        `${id}-${claim}`,
        line.number,
        'professional',
        id,
        isoOf(line.serviceDate),
        isoOf(line.serviceDate),
      ],
      ...['11', line.procedureCode, 'paid', '100', '1234567893'],
      ...[0, 1, 2].map((at) => diagnoses[at] ?? ''),
    ]);
  });
}

function spanRows(example: Example): string[][] {
  const { birth, sex, spans } = personOf(example.of);
  const gender = sex === 'F' ? 'female' : sex === 'M' ? 'male' : '';
  return spans.map(({ start, end, productLine }) => [
    ...[personId(example), birth === null ? '' : isoOf(birth), gender, isoOf(start), isoOf(end), productLine],
  ]);
}

function fillRows(example: Example): string[][] {
  return personOf(example.of).fills.map(({ claimId, lineNumber, dispensed, daysSupply }) => [
    ...[`${personId(example)}-${claimId}`, lineNumber, personId(example), isoOf(dispensed), STEROID],
    String(daysSupply),
  ]);
}

function resultRow(example: Example): string[] {
  const { phase, met = '', open = '', chartOnly = '', result } = example;
  return [personId(example), phase, inOrder(met), inOrder(open), inOrder(chartOnly), SUGGESTIONS[result]];
}

/** Ids in the order of their letters, which both the expected and the found ones are put into. */
export function inOrder(ids: string): string {
  return ids
    .split(' ')
    .filter((id) => id !== '')
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join(' ');
}

function caseText(name: string, examples: readonly Example[]): string {
  const image = ({ on = '2024-05-15', code = '72148' }: Case): string => `${code} on ${on}`;
  return [
    `Worked example ${name}, with what its row adds to it. Days are counted from the image.`,
    '',
    ...examples.map((example) => `- ${personId(example)}: ${image(example.of)}${detailsOf(example.of)}`),
    '',
  ].join('\n');
}

function detailsOf({
  claim,
  lbp,
  pt,
  therapy,
  therapyFor,
  withTherapy,
  others,
  fills,
  born,
  sex,
  spans,
}: Case): string {
  const parts = [
    claim === undefined ? '' : `its claim ${claim}`,
    lbp === undefined ? '' : `pain on ${lbp.join(' ')}`,
    pt === undefined ? '' : `therapy on ${pt.join(' ')}`,
    ...(therapy ?? []).map(
      ([code, at, further]) => `${[code, further].filter(Boolean).join(' and ')} on ${at}`,
    ),
    therapyFor === undefined ? '' : `therapy coded ${therapyFor}`,
    withTherapy === undefined ? '' : `therapy with ${withTherapy}`,
    ...(others ?? []).map(([code, at]) => `${codeOf(code).code} on ${at}`),
    fills === undefined ? '' : `steroids on ${fills.join(' ')}`,
    born === undefined ? '' : `born ${born}`,
    sex === undefined ? '' : `sex ${sex}`,
    spans === undefined ? '' : `enrolled ${spans.map(({ productLine }) => productLine).join(' and ')}`,
  ];
  return parts.map((part) => (part === '' ? '' : `; ${part}`)).join('');
}
