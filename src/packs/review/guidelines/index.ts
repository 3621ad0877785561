import type { Guideline } from '../guideline/guideline.js';
import { readGuideline } from '../guideline/read-guideline.js';
import type { GuidelineFile } from '../guideline/schema.js';
import { AIM } from './aim/index.js';
import { KP } from './kp.js';

/** The shipped guidelines. A new one is a file here and a line in this list. */
const FILES: readonly GuidelineFile[] = [KP, AIM];

const read = new Map<string, Guideline>();

export const GUIDELINES: readonly string[] = FILES.map(({ id }) => id);

/** A shipped guideline, read on first use; undefined for any other name. */
export function guidelineNamed(id: string): Guideline | undefined {
  const file = FILES.find((one) => one.id === id);
  if (file === undefined) return undefined;
  const guideline = read.get(id) ?? readGuideline(file);
  read.set(id, guideline);
  return guideline;
}
