import type { Role } from '../resolve.js';
import { byGravity, type Finding, type QualityFacts } from './facts.js';
import { shareFindings } from './shares.js';
import { volumeFindings } from './volume.js';

/** What in the data bears on the rate, the gravest first. */
export function findingsOf(facts: QualityFacts): Finding[] {
  return [
    ...volumeFindings(facts),
    ...shareFindings(facts),
    ...roleFindings(facts),
    ...columnFindings(facts),
    ...setFindings(facts),
    ...facts.x12.map(
      ({ text, count }): Finding => ({
        code: 'LBP-D210',
        severity: 'warning',
        text: `${text} (${count})`,
        size: { count, of: count },
        effect: 'Claims that could not be read or matched are missing from everything.',
        mend: 'See docs/x12.md, and rejects.csv of a run.',
      }),
    ),
  ].sort(byGravity);
}

/** Codes without which the measure says nothing. */
const NEEDED: readonly {
  readonly role: Role;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly effect: string;
  readonly mend: string;
}[] = [
  {
    role: 'low_back_pain',
    severity: 'error',
    what: 'a low-back-pain diagnosis',
    effect: 'There are no index events, and no rate.',
    mend: 'See whether diagnosis_code_1 is mapped and the claims are of the year.',
  },
  {
    role: 'imaging',
    severity: 'error',
    what: 'an imaging code',
    effect: 'Nobody is imaged, so the rate is 100 %.',
    mend: 'See whether hcpcs_code is mapped and radiology claims are in the extract.',
  },
  {
    role: 'visit',
    severity: 'error',
    what: 'a visit code',
    effect: 'The year asks for a visit: there are no index events.',
    mend: 'See whether hcpcs_code and revenue_center_code are mapped.',
  },
  {
    role: 'inpatient_stay',
    severity: 'warning',
    what: 'a revenue code of an inpatient stay',
    effect: 'Events that became a stay are not taken out.',
    mend: 'See whether revenue_center_code is mapped and institutional claims are in the extract.',
  },
];

function roleFindings({ rowsByRole, claims, year }: QualityFacts): Finding[] {
  if (rowsByRole === null) return [];
  return NEEDED.filter(({ role }) => !rowsByRole.has(role) && (role !== 'visit' || year.asksForVisit)).map(
    ({ severity, what, effect, mend }) => ({
      code: 'LBP-D211',
      severity,
      text: `no claim row carries ${what}`,
      size: { count: 0, of: claims.rows },
      effect,
      mend,
    }),
  );
}

function columnFindings({ missingColumns, eligibility, year }: QualityFacts): Finding[] {
  if (!year.asksForDeath || !missingColumns.has('eligibility.death_date')) return [];
  return [
    {
      code: 'LBP-D406',
      severity: 'info',
      text: 'no enrolment file has a death_date',
      size: { count: eligibility.rows, of: eligibility.rows },
      effect: 'Who died in the year is not excluded.',
      mend: 'Map death_date.',
    },
  ];
}

function setFindings({ valueSets }: QualityFacts): Finding[] {
  const { openFiles, demonstrationLists, absentSets } = valueSets;
  const some = (count: number): { count: number; of: number } => ({ count, of: count });
  return [
    ...(openFiles === 0
      ? []
      : [
          {
            code: 'LBP-D501',
            severity: 'warning' as const,
            text: `the open value sets are used (${openFiles} files)`,
            size: some(openFiles),
            effect: 'Rates are not HEDIS rates.',
            mend: 'Give the licensed directory with --value-sets and --medications.',
          },
        ]),
    ...(demonstrationLists.length === 0
      ? []
      : [
          {
            code: 'LBP-D502',
            severity: 'warning' as const,
            text: `medication lists hold demonstration NDCs: ${demonstrationLists.join(', ')}`,
            size: some(demonstrationLists.length),
            effect: 'No real claim carries them, so these drugs exclude nobody.',
            mend: 'Give the licensed medication lists, or lists of your own, with --medications.',
          },
        ]),
    ...absentSets.map(({ rule, set }) => ({
      code: 'LBP-D503',
      severity: 'warning' as const,
      text: `rule ${rule} has no ${set} in the loaded directory`,
      size: some(1),
      effect: 'The rule finds only what its other sets hold.',
      mend: 'Give a directory of the measurement year.',
    })),
  ];
}
