import type { Finding, QualityFacts, UnbillableStem } from '../../packs/quality.js';

/** From this share of the examined diagnoses on, counting stems that the rules know, it is a warning. */
const WARNING_SHARE = 0.001;

/** How many stems the message names. */
const NAMED = 5;

const WHY: Readonly<Record<UnbillableStem['why'], string>> = {
  'not yet': 'not yet billable',
  'no longer': 'no longer billable',
  heading: 'a heading and not a code',
  'no code': 'with other characters than any code',
  newer: 'newer than the directory',
};

/**
 * Diagnoses that were not billable when they were coded, or that the directory is too old to know (docs/value-sets.md,
 * "How far the open sets reach").
 */
export function unbillableFindings({
  unbillable: { stems, of },
}: Pick<QualityFacts, 'unbillable'>): Finding[] {
  if (stems.length === 0) return [];
  const sum = (some: readonly UnbillableStem[]): number => some.reduce((total, { rows }) => total + rows, 0);
  const known = stems.filter(({ roles }) => roles.length > 0);
  // Stems that the rules know come first; the rest are only counted.
  const named = [...known, ...stems.filter(({ roles }) => roles.length === 0)].slice(0, NAMED).map(textOf);
  const more = stems.length - named.length;
  const rest = more > 0 ? `, and ${more} more ${more === 1 ? 'stem' : 'stems'}` : '';
  return [
    {
      code: 'LBP-D505',
      severity: sum(known) >= WARNING_SHARE * of && known.length > 0 ? 'warning' : 'info',
      text: `${sum(stems)} of ${of} diagnoses were not billable on their dates, are no codes, or are newer than the directory: ${named.join(', ')}${rest}`,
      size: { count: sum(stems), of },
      effect:
        'Listed ones count as what their set says, although a payer would reject them; the others count for nothing, so events and exclusions of these stems can be missing.',
      fix: 'Ask whoever codes the claims; for newer codes load a directory of the year. lbp find CODE shows when a code was billable.',
    },
  ];
}

function textOf({ stem, why, isListed, rows, roles }: UnbillableStem): string {
  const code = stem.length > 3 ? `${stem.slice(0, 3)}.${stem.slice(3)}` : stem;
  const counts = isListed ? 'listed' : 'in no set';
  const meaning = roles.length === 0 ? '' : `; codes of this stem mean ${roles.join(' or ')}`;
  return `${code} ${WHY[why]} (${rows}, ${counts}${meaning})`;
}
