import { expect, it } from 'vitest';
import { lbp } from './command.js';

it('lbp policy --show prints a file that --policy takes', async () => {
  const { stdout, exit } = await lbp(['policy', '--show', 'preferredone'], { cwd: process.cwd() });
  expect(exit).toBe(0);
  expect(stdout.split('\n').length).toBeGreaterThan(10);
  expect(JSON.parse(stdout)).toMatchObject({ id: 'preferredone', episode: { clean_days: 180 } });
});
