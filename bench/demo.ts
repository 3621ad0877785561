import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/cli/main.js';

/**
 * `npm run demo`: makes a plan of 20,000 people, computes the measure on it, evaluates its imaging by a
 * payment policy, and prepares its MRI for review, with the commands that a user would type.
 */
const folder = mkdtempSync(join(tmpdir(), 'lbp-demo-'));
const plan = join(folder, 'plan');
const tables = [
  ...['--claims', join(plan, 'medical_claim.csv')],
  ...['--pharmacy', join(plan, 'pharmacy_claim.csv')],
  ...['--eligibility', join(plan, 'eligibility.csv')],
];

const steps = [
  ['synth', '--members', '20000', '--year', '2025', '--out', plan],
  ['run', '--year', '2025', ...tables, '--out', join(folder, 'lbp-2025')],
  [
    ...['policy', '--policy', 'preferredone', '--from', '2025-01-01', '--to', '2025-12-31'],
    ...[...tables, '--out', join(folder, 'policy-2025')],
  ],
  [
    ...['review', '--guideline', 'kp', '--from', '2025-01-01', '--to', '2025-12-31'],
    ...[...tables, '--out', join(folder, 'review-2025')],
  ],
];

for (const step of steps) {
  process.stdout.write(`\n$ lbp ${step.join(' ')}\n`);
  process.exitCode = await main(['node', 'lbp', ...step]);
  if (process.exitCode !== 0) break;
}
if (process.exitCode === 0) {
  process.stdout.write(`\nThe report: ${join(folder, 'lbp-2025', 'report.html')}\n`);
}
