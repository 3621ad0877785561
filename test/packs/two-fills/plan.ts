import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Person, claim, day and drug; D1 is listed, D2 is not. */
const FILLS = [
  ['A', 'a1', '2025-03-01', '00000000001'],
  ['A', 'a2', '2025-03-31', '00000000001'],
  ['B', 'b1', '2025-03-01', '00000000001'],
  ['B', 'b2', '2025-04-01', '00000000001'],
  ['C', 'c1', '2025-03-01', '00000000001'],
  ['C', 'c2', '2025-03-05', '00000000002'],
  ['D', 'd1', '2024-12-20', '00000000001'],
  ['D', 'd2', '2025-01-01', '00000000001'],
  ['D', 'd3', '2025-01-02', '00000000001'],
  ['E', 'e1', '2023-01-01', '00000000001'],
] as const;

export interface PlanPaths {
  readonly claims: string;
  readonly pharmacy: string;
  readonly eligibility: string;
  readonly medications: string;
}

/** Writes a plan of six people into a folder. */
export function writePlan(folder: string): PlanPaths {
  const paths = {
    claims: join(folder, 'claims.csv'),
    pharmacy: join(folder, 'rx.csv'),
    eligibility: join(folder, 'members.csv'),
    medications: join(folder, 'list.csv'),
  };
  writeFileSync(
    paths.claims,
    'claim_id,person_id,claim_start_date,diagnosis_code_1\nv1,A,2025-01-05,M5450\nv2,Z,2025-01-05,R51\n',
  );
  const fills = FILLS.map(([person, claim, day, ndc]) => `${claim},${person},${day},${ndc}\n`).join('');
  writeFileSync(paths.pharmacy, `claim_id,person_id,dispensing_date,ndc_code\n${fills}`);
  const spans = ['A', 'B', 'C', 'D', 'E', 'Z'].map(
    (id) => `${id},1980-01-01,2020-01-01,2029-12-31,commercial\n`,
  );
  writeFileSync(
    paths.eligibility,
    `person_id,birth_date,enrollment_start_date,enrollment_end_date,payer_type\n${spans.join('')}`,
  );
  writeFileSync(
    paths.medications,
    'Medication List Name,Medication List OID,Medication List Version,Code,Code System\nOurs,1.2.3,1,00000000001,NDC\n',
  );
  return paths;
}
