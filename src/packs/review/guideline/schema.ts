import { z } from 'zod';
import { dayOfIso } from '../../../timeline/day.js';
import { PRODUCT_LINES } from '../../../timeline/person.js';
import { CONTRASTS, MODALITIES, REGIONS } from './tree.js';

/** Ids appear in files, joined by `;`. */
const ID = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'letters, digits, dots and hyphens');
const TEXT = z.string().trim().min(1).max(300);
const DATE = z.string().refine((text) => dayOfIso(text) !== null, 'a date such as 2024-03-01');
const TREE = z.string().trim().min(1).max(20_000);
const WHOLE = z.int().min(0).max(150);

const NOTE_OF_VERSION = z.strictObject({
  /**
   * First and last service date of the lines that carry it; without them, all lines of the version carry it.
   */
  from: DATE.optional(),
  to: DATE.optional(),
  text: TEXT,
});

/** A version is in force on the service dates `from` to `to`, both counted. */
const VERSION = z.strictObject({
  id: ID,
  from: DATE.optional(),
  to: DATE.optional(),
  provisional: z.boolean().default(false),
  notes: z.array(NOTE_OF_VERSION).default([]),
});

const SCOPE = z.strictObject({
  /** A person in one of these on the service date is out of scope. */
  without_product_lines: z.array(z.enum([...PRODUCT_LINES, 'other'])).default([]),
  codes: z
    .array(
      z.strictObject({
        codes: z.array(z.string().regex(/^[0-9A-Z]{5}$/, 'codes of five characters')).min(1),
        region: z.enum(REGIONS),
        modality: z.enum(MODALITIES),
        contrast: z.enum(CONTRASTS),
        /** The sets whose latest earlier line is the prior imaging in review.csv: `mri@+ct@`. */
        earlier: TREE,
        /** The codes are in scope only on a claim with a diagnosis of these sets. */
        only_with: TREE.optional(),
      }),
    )
    .min(1),
});

/** A kind of conservative care, for `care(...)`: therapy dates in a window, on claims with a diagnosis. */
const CARE = z.strictObject({
  window: TREE,
  diagnosis: TREE,
  /**
   * Dates before the episode do not count; `lumbar_episode`: only on lumbar lines, and if there is an
   * episode.
   */
  within: z.enum(['episode', 'lumbar_episode']),
  /** Whether an evaluation is enough, or a later therapy date must follow. */
  needs: z.enum(['evaluation', 'follow_up']),
  /** Minimum days from the first therapy date in the window to the last. */
  days: z.int().min(0).max(1000).default(0),
});

const SCENARIO = z.strictObject({
  id: ID,
  title: TEXT,
  /** All versions if missing. */
  versions: z.array(ID).min(1).optional(),
  /** Completed years on the service date, both counted. */
  ages: z.strictObject({ from: WHOLE.optional(), to: WHOLE.optional() }).optional(),
  regions: z.array(z.enum(REGIONS)).min(1),
  modalities: z.array(z.enum(MODALITIES)).default([]),
  /** What the guideline advises; empty if nothing. */
  contrast: z.array(z.enum(CONTRASTS)).default([]),
  /** If open, the line needs clinical review, no matter what else is met. */
  physician_review: z.boolean().default(false),
  tree: TREE,
  /** The same for another modality, with further parts, as a separate scenario `<id>-<modality>`. */
  also: z
    .array(
      z.strictObject({
        modality: z.enum(MODALITIES),
        and: z.array(TREE).min(1),
        versions: z.array(ID).min(1).optional(),
      }),
    )
    .default([]),
});

/** A note for the reviewer if the imaging claim carries a diagnosis of the sets; it decides nothing. */
const NOTE = z.strictObject({ claim: TREE, regions: z.array(z.enum(REGIONS)).optional(), text: TEXT });

/** A guideline as a file (docs/review.md, "Your own guideline"). */
export const GUIDELINE_SCHEMA = z.strictObject({
  id: ID,
  title: TEXT,
  document: TEXT,
  versions: z.array(VERSION).min(1),
  scope: SCOPE,
  care: z.record(z.string().regex(/^[A-Z][A-Z0-9]*$/, 'a name in capitals such as K3'), CARE).default({}),
  /** The kind of care whose days and dates are in review.csv. */
  care_shown: z.string().optional(),
  parts: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]+$/, 'a name in capitals such as FILMS'), TREE)
    .default({}),
  scenarios: z.array(SCENARIO).min(1),
  notes: z.array(NOTE).default([]),
  /** Value sets and medication lists behind a set name that is not itself the name of a value set. */
  sets: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/, 'a lower-case word'),
      z
        .strictObject({
          value_sets: z.array(TEXT).default([]),
          medication_lists: z.array(TEXT).default([]),
        })
        .refine(
          (set) => set.value_sets.length + set.medication_lists.length > 0,
          'neither value_sets nor medication_lists names a set',
        ),
    )
    .default({}),
});

export type GuidelineFile = z.input<typeof GUIDELINE_SCHEMA>;
export type CheckedFile = z.output<typeof GUIDELINE_SCHEMA>;
