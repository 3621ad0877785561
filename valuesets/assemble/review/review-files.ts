import { setFile, slug } from '../set-file.js';
import { REVIEW_SETS } from './definitions/index.js';
import { expandReviewSets, type Sources } from './expand.js';

/** Changes whenever a code enters or leaves a set. */
const VERSION = 'lbp-review-2026.1';

/**
 * The code sets of the review criteria as files: content by path below `valuesets`. A set that is only a
 * medication list has no file.
 *
 * @throws Error as in `expandReviewSets`
 */
export function reviewFiles(sources: Sources): [string, string][] {
  return [...expandReviewSets(REVIEW_SETS, sources)]
    .filter(([, codes]) => codes.length > 0)
    .map(([name, codes]) => {
      const label = { name, oid: `urn:lbp-review:${slug(name)}`, version: VERSION };
      return [`review/${slug(name)}.csv`, setFile(label, codes)];
    });
}
