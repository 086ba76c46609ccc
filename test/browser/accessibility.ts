import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page } from 'playwright-core';
import * as z from 'zod';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** It waits with timers: real ones, also where time stands still. */
const AXE = `(({ setTimeout, clearTimeout }) => {\n${SOURCE}\n})(window.pageTime?.real ?? window)`;
const axeSchema = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

const sessions = new WeakMap<Page, CDPSession>();

/** What axe finds wrong, run from the test's own side of the browser: the page's policy lets no script in. */
export async function violationsOf(page: Page): Promise<string[]> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  // Reading its 560 KB takes a third of a look: once in each window object.
  if (!(await page.evaluate('"axe" in window'))) await session.send('Runtime.evaluate', { expression: AXE });
  const { result } = await session.send('Runtime.evaluate', {
    expression:
      'axe.run(document, { resultTypes: ["violations"], selectors: false }).then((found) => JSON.stringify({ violations: found.violations }))',
    awaitPromise: true,
  });
  const { violations } = axeSchema.parse(JSON.parse(String(result.value)));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
