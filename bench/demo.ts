import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/cli/main.js';

/**
 * `npm run demo`: makes a plan of 20,000 people and computes the measure on it, with the two commands that a user
 * would type.
 */
const folder = mkdtempSync(join(tmpdir(), 'lbp-demo-'));
const plan = join(folder, 'plan');
const out = join(folder, 'lbp-2025');

const steps = [
  ['synth', '--members', '20000', '--year', '2025', '--out', plan],
  [
    'run',
    ...['--year', '2025'],
    ...['--claims', join(plan, 'medical_claim.csv')],
    ...['--pharmacy', join(plan, 'pharmacy_claim.csv')],
    ...['--eligibility', join(plan, 'eligibility.csv')],
    ...['--out', out],
  ],
];

for (const step of steps) {
  process.stdout.write(`\n$ lbp ${step.join(' ')}\n`);
  process.exitCode = await main(['node', 'lbp', ...step]);
  if (process.exitCode !== 0) break;
}
