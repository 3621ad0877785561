import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { it } from 'vitest';
import { secondOpinion } from '../evaluator.js';
import { arbitraryRolls, personOf } from '../population.js';

it('mutants', async () => {
  const names = JSON.parse(readFileSync(new URL('./names.json', import.meta.url), 'utf8')) as string[];
  const muts = [];
  for (let i = 0; i < names.length; i++) muts.push(((await import(`./m${i}.ts`)) as any).secondOpinion);
  const counts = names.map(() => ({}) as Record<string, number>);
  for (const [year, merged] of [
    [2021, false],
    [2022, false],
    [2023, false],
    [2024, false],
    [2025, false],
    [2025, true],
  ] as const) {
    const sample = fc.sample(fc.noBias(arbitraryRolls), { numRuns: 4000, seed: year });
    for (const r of sample) {
      const p = personOf(r, year, merged);
      const o = JSON.stringify(secondOpinion(p, year, merged));
      muts.forEach((m: any, i: number) => {
        let x = '';
        try {
          x = JSON.stringify(m(p, year, merged));
        } catch {
          x = 'threw';
        }
        if (x !== o) {
          const k = `${year}${merged ? 'm' : ''}`;
          (counts[i] as any)[k] = ((counts[i] as any)[k] ?? 0) + 1;
        }
      });
    }
  }
  const rows = names
    .map(
      (n, i) =>
        [
          Object.values(counts[i] as any).reduce((a: number, b: any) => a + b, 0),
          JSON.stringify(counts[i]),
          n,
        ] as const,
    )
    .sort((a, b) => a[0] - b[0]);
  for (const r of rows) console.log(r.join('  '));
}, 900000);
