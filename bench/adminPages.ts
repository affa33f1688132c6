import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { openPage, startBrowser, useToken } from '../tests/support/browser';
import { freePort } from '../tests/support/freePort';
import { settings, site } from '../tests/support/settings';
import { startStrapi } from '../tests/support/startStrapi';
import { startStrapiProcess } from '../tests/support/startStrapiProcess';
import { createTestDatabase, type TestDatabase } from '../tests/support/testDatabase';
import { fillOutbox } from './fillOutbox';
import { cutUp, median, type Bench, type BenchOptions, type Table } from './support/figures';

const DELIVERIES = 100_000;
const PHONE = '79200000001';

/** What a person waits for, and whether the page goes on answering meanwhile. */
export const adminPages: Bench = {
  name: 'pages',
  what: 'the list and the overview in Chromium, with 100,000 deliveries in SQLite',
  run: (options) => run(options),
};

async function run({ rounds, log }: BenchOptions): Promise<Table[]> {
  const database = await createTestDatabase('sqlite');
  const token = await fill(database);
  log('filled');
  const app = await startStrapiProcess({
    ...database.env,
    PORT: String(await freePort()),
    CALLTOUCH_WORKER: 'false',
    SERVE_ADMIN: 'true',
  });
  const browser = await startBrowser();
  try {
    const problems: string[] = [];
    const page = await openPage(browser, problems);
    await useToken(page, token);
    await page.addInitScript({ path: path.join(__dirname, 'support/pageTimes.js') });
    const found = new Map<string, Observed[]>();
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, seen] of await look(page, `${app.url}/admin/plugins/calltouch`)) {
        if (round > 0) found.set(name, [...(found.get(name) ?? []), seen]);
      }
      log(`round ${round}`);
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return [
      {
        title: 'The pages with 100,000 deliveries, Chromium, SQLite',
        columns: ['', 'until it is painted, ms', 'longest task of the page, ms'],
        rows: [...found].map(([name, all]) => [
          name,
          cutUp(median(all.map(({ paintedMs }) => paintedMs)), 1),
          cutUp(median(all.map(({ longestTaskMs }) => longestTaskMs)), 0),
        ]),
        notes: [
          `${rounds} rounds after one that does not count; medians. From the click to the second frame that shows its result. The browser tells of tasks of 50 ms and more; 0: there was none.`,
        ],
      },
    ];
  } finally {
    await browser.close();
    await app.kill();
    await database.drop();
  }
}

/** Fills the outbox; returns an administrator's token. */
async function fill({ env }: TestDatabase): Promise<string> {
  const app = await startStrapi({ ...env, NODE_ENV: 'production', CALLTOUCH_WORKER: 'false' });
  try {
    const sites = ['main', 'second', 'third'].map((key) => site({ key }));
    await app.admin('put', '/calltouch/settings').send(settings(undefined, {}, sites));
    await fillOutbox(app.strapi, DELIVERIES, Date.now());
    return await app.tokenWith(['deliveries.read', 'deliveries.personal', 'deliveries.send']);
  } finally {
    await app.strapi.destroy();
  }
}

interface Observed {
  paintedMs: number;
  longestTaskMs: number;
}

/** What support/pageTimes.js adds to the page. */
interface InPage {
  pageTimes: { change(target: unknown, selector: string): Promise<Observed> };
}

/** Goes through the pages as a person would. */
async function look(page: Page, list: string): Promise<Map<string, Observed>> {
  const seen = new Map<string, Observed>();
  const rows = 'tbody tr:first-child';
  const note = async (name: string, target: Locator, watched = rows) =>
    void seen.set(name, await observed(page, target, watched));

  await page.goto(list);
  await page.locator(rows).waitFor();
  await note('next page of 20', page.getByRole('link', { name: 'Go to page 2' }));
  await page.goto(`${list}?pageSize=100`);
  await page.locator(rows).waitFor();
  await note('next page of 100', page.getByRole('link', { name: 'Go to page 2' }));
  await note('last page', page.getByRole('link', { name: /Go to page 1,?000/ }));
  await note('sorted by attempts', page.getByRole('button', { name: 'Attempts' }));
  seen.set('scrolled through 100 rows', await scrolled(page));
  const search = page.getByRole('searchbox', { name: 'Search deliveries' });
  await search.fill(PHONE);
  await note('searched by phone', search);
  await note('the overview', page.getByRole('link', { name: 'Overview' }), 'canvas');
  return seen;
}

/** Acts on the target, and waits until what is watched shows something else. */
async function observed(page: Page, target: Locator, watched: string): Promise<Observed> {
  const element = await target.elementHandle();
  return page.evaluate(
    ([acted, selector]) => (globalThis as unknown as InPage).pageTimes.change(acted, selector),
    [element, watched] as const,
  );
}

/** Turns the wheel through the page. */
async function scrolled(page: Page): Promise<Observed> {
  const longest = page.evaluate<number>('pageTimes.longestFrame(2000)');
  await page.mouse.move(640, 600);
  for (let turn = 0; turn < 40; turn += 1) {
    await page.mouse.wheel(0, 200);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const longestFrameMs = await longest;
  return { paintedMs: longestFrameMs, longestTaskMs: longestFrameMs };
}
