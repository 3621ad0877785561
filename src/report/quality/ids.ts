import type { Finding, QualityFacts } from '../../packs/quality.js';

/** Ids that several people share: always an error, because their decisions are wrong. */
export function idFindings({ eligibility }: QualityFacts): Finding[] {
  const { count, of, place } = eligibility.contradicted;
  if (count === 0) return [];
  const first = place === null ? '' : `; one of them in ${place}`;
  return [
    {
      code: 'LBP-D215',
      severity: 'error',
      text: `${count} of ${of} person ids have several birth dates or sexes${first}`,
      size: { count, of },
      effect:
        "Several people share an id, as members of a family do: their claims are taken for one person's, with the earliest birth date.",
      fix: 'Map person_id to the id of the member, not of the subscriber or family, or correct the birth dates.',
    },
  ];
}
