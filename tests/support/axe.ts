import { readFile } from 'node:fs/promises';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Barriers to people with disabilities that axe-core finds on a page, those it calls serious or
 * critical.
 *
 * @param selector looks within these elements alone; the whole page if left out
 * @returns a line for each element; none if all is well
 */
export async function barriersOn(page: Page, selector = 'html'): Promise<string[]> {
  // Not as a script of the page: the admin's Content-Security-Policy would refuse that.
  const isThere = await page.evaluate("'axe' in globalThis");
  if (!isThere) await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate(
    // Runs in the page, where the script above has put axe. It need not describe all that is well.
    (within) =>
      (globalThis as unknown as { axe: Pick<typeof axe, 'run'> }).axe.run(within, {
        resultTypes: ['violations'],
      }),
    selector,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => {
        const details = (failureSummary ?? '').split('\n').slice(1).join('; ').trim();
        return `${id}: ${help}: ${target.join(' ')} (${details})`;
      }),
    );
}
