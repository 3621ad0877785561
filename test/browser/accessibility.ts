import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const RESULTS = z.object({
  passes: z.array(z.unknown()),
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), target: z.array(z.unknown()) })),
    }),
  ),
});

/**
 * The problems that axe finds in a page's current state, by WCAG 2.2 A and AA and axe's best practices:
 * `color-contrast: <p class="note">`.
 *
 * @throws Error if axe did not check the page at all
 */
export async function faultsOf(page: Page): Promise<string[]> {
  // The driver's own evaluation is not under the policy of the page.
  await page.evaluate(axe.source);
  const found = RESULTS.parse(await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'));
  if (found.passes.length === 0) throw new Error('axe found nothing to look at');
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
