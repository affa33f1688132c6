import type { Browser, Page } from 'playwright-core';
import type { Overview } from '../../server/src/contracts';
import { openAdmin, startBrowser, type Look } from './browser';
import { startManyDeliveries, type ManyDeliveries } from './manyDeliveries';

/** Many deliveries, at the rate that Calltouch allows, and a browser for the admin that shows them. */
export interface ManyInAdmin extends ManyDeliveries {
  browser: Browser;
  /** Errors that the pages threw, which no test expects. */
  problems: string[];
  /** Opens a page of the admin, by default as the administrator. */
  open(address: string, look?: Look, token?: string): Promise<Page>;
  /** Asks the server as the administrator. */
  ask(method: string, address: string, body?: unknown): Promise<unknown>;
  /** The figures of the last days. */
  overview(days: number): Promise<Overview>;
}

/** Starts a browser and a Strapi with many deliveries. */
export async function startManyInAdmin(): Promise<ManyInAdmin> {
  const many = await startManyDeliveries({ CALLTOUCH_REQUESTS_PER_SECOND: '5' });
  const browser = await startBrowser().catch(async (error: unknown) => {
    await many.stop();
    throw error;
  });
  const problems: string[] = [];

  const ask: ManyInAdmin['ask'] = async (method, address, body) => {
    const answer = await fetch(`${many.app.url}${address}`, {
      method,
      headers: { Authorization: `Bearer ${many.token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    ...many,
    browser,
    problems,
    ask,
    async open(address, look = {}, token = many.token) {
      const page = await openAdmin(browser, problems, token, look);
      await page.goto(`${many.app.url}/admin${address}`);
      return page;
    },
    overview: async (days) => (await ask('GET', `/calltouch/overview?days=${days}`)) as Overview,
    async stop() {
      await browser.close();
      await many.stop();
    },
  };
}
