import { z } from 'zod';
import { type Day, dayOfIso, isoDay } from '../../timeline/day.js';
import { QuestionError } from '../pack.js';

/*
 * A payment policy as data (docs/policy.md). A missing key has the default stated here; an unknown key is an
 * error, because a misspelled one would never take effect and nobody would notice.
 */

export const CLAIM_TYPES = ['professional', 'institutional'] as const;
export type ClaimType = (typeof CLAIM_TYPES)[number];

/** Ids appear in lists joined by `;`. */
const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'is made of letters, digits, and _ . - between them');

const isoDate = z
  .string()
  .refine((text) => dayOfIso(text) !== null, 'is a date, written YYYY-MM-DD')
  .nullable()
  .default(null);

const name = z.string().trim().min(1, 'is empty');

const place = z
  .string()
  .regex(/^\d{1,2}$/, 'is a place of service, two digits in quotes')
  .transform((text) => text.padStart(2, '0'));

const revenueCode = z
  .string()
  .regex(/^\d{3,4}$/, 'is a revenue code, four digits in quotes')
  .transform((text) => text.padStart(4, '0'));

const modifier = z
  .string()
  .regex(/^[A-Za-z0-9]{2}$/, 'is a modifier, two letters or digits')
  .transform((text) => text.toUpperCase());

const years = z.int().min(0);

/** A window must not end before it begins: no record could be in it, and nobody would notice. */
const isInOrder = ({ from, to }: { readonly from: number | null; readonly to: number }): boolean =>
  from === null || from <= to;

const FLAG = z
  .strictObject({
    id: id.refine((text) => text !== 'episode', 'is the name of another rule in evidence.csv'),
    value_sets: z.array(name).default([]),
    medication_lists: z.array(name).default([]),
    /** In days from the start of the episode, both counted; null is "ever before". */
    from: z.int().nullable().default(null),
    to: z.int().default(28),
  })
  .refine(isInOrder, { error: 'is before from', path: ['to'] })
  .refine((flag) => flag.value_sets.length + flag.medication_lists.length > 0, {
    error: 'is empty, and so is medication_lists: the flag could never hold',
    path: ['value_sets'],
  });

const POLICY = z.strictObject({
  id,
  title: z.string().default(''),
  /**
   * Whose policy it is and where it is published; text after `Reading:` is this project's, not the
   * document's.
   */
  document: z.string().default(''),
  version: z.string().default(''),
  /** First and last day on which it is in force; null if open. */
  effective: z
    .strictObject({ from: isoDate, to: isoDate })
    .refine(({ from, to }) => from === null || to === null || from <= to, {
      error: 'is before from',
      path: ['to'],
    })
    .prefault({}),
  claim_types: z
    .array(z.enum(CLAIM_TYPES))
    .min(1, 'is empty, so that nothing would be judged')
    .default([...CLAIM_TYPES]),
  /** Names of a payer_type or of a plan; null for all. */
  lines_of_business: z.array(name).min(1, 'is empty; null is for all').nullable().default(null),
  excluded_places: z.array(place).default([]),
  excluded_revenue_codes: z.array(revenueCode).default([]),
  /** In whole years on the service date, both counted; null for all. */
  ages: z
    .strictObject({ from: years, to: years })
    .refine(isInOrder, { error: 'is less than from', path: ['to'] })
    .nullable()
    .default(null),
  episode: z.strictObject({ clean_days: z.int().min(0).default(180) }).prefault({}),
  imaging: z
    .strictObject({
      days: z.int().min(0).default(28),
      /** The low-back diagnosis that the image's own claim must carry. */
      claim_diagnosis: z.enum(['principal', 'any', 'none']).default('principal'),
    })
    .prefault({}),
  attestation_modifiers: z.array(modifier).default([]),
  attestation_means: z.string().default(''),
  flags: z
    .array(FLAG)
    .refine((flags) => new Set(flags.map((flag) => flag.id)).size === flags.length, 'has an id twice')
    .default([]),
});

/** A policy as in its file, where keys can be missing. */
export type PolicyFile = z.input<typeof POLICY>;

/** A policy with all its keys. */
export type Policy = z.output<typeof POLICY>;

export type Flag = Policy['flags'][number];

/**
 * Reads a policy from the JSON of its file.
 *
 * @throws QuestionError for JSON that is not a policy; the message names each wrong key
 */
export function policyOf(json: unknown): Policy {
  const read = POLICY.safeParse(json);
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => problemText(issue, json));
  throw new QuestionError(`--policy: ${wrong.join('; ')}`, 'unknown');
}

/** The JSON names of the value kinds that zod names. */
const KINDS: Readonly<Record<string, string>> = {
  ...{
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    array: 'a list',
    object: 'a group of keys',
  },
};

/** `flags[1].to is missing` */
function problemText(issue: z.core.$ZodIssue, json: unknown): string {
  const key = keyText(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const keys = issue.keys.map((one) => keyText([...issue.path, one]));
      return `${keys.join(', ')} ${keys.length === 1 ? 'is not a key' : 'are not keys'} of a policy`;
    }
    case 'invalid_type':
      return valueAt(json, issue.path) === undefined
        ? `${key} is missing`
        : `${key} is not ${KINDS[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value':
      return `${key} is not one of ${issue.values.join(', ')}`;
    case 'too_small':
      return issue.origin === 'number' ? `${key} is below ${issue.minimum}` : `${key} ${issue.message}`;
    default:
      return `${key} ${issue.message}`;
  }
}

function keyText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the policy' : text.replace(/^\./, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value = json;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}

/** This project's readings of what the policy's document leaves open, sentence by sentence. */
export function readingsOf({ document }: Policy): string[] {
  return document
    .split(/\bReading: /)
    .slice(1)
    .map((text) => text.trim().replace(/\.$/, ''));
}

/**
 * Whether the policy is in force on a day; null ends are open: `from` 2023-06-18, `to` null includes
 * 2023-06-18.
 */
export function isInForce({ effective: { from, to } }: Policy, day: Day): boolean {
  const date = isoDay(day);
  return (from === null || from <= date) && (to === null || date <= to);
}
