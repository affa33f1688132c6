import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Delivery, DeliveryPage } from '../../server/src/contracts';
import { startBrowser } from './browser';
import { freePort } from './freePort';
import { form, settings, site } from './settings';
import { startSitePages, type SitePages } from './sitePages';
import { startStrapiProcess, type StrapiProcess } from './startStrapiProcess';
import { MOD_A, MOD_B } from './trackers';
import { waitFor } from './waitFor';

export const HOST_A = 'a.localhost';
export const HOST_B = 'b.localhost';

/** By how much the clock of a page and that of the browser's network may differ. */
const CLOCK_MS = 5;

/** A visitor with a browser of his own. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Errors of the page, which no test expects. */
  problems: string[];
  /**
   * Milliseconds from the first click since the last call to the beginning of the first POST that
   * followed it.
   */
  delayMs(): Promise<number>;
}

/** A lead as Calltouch got it, and its delivery. */
export interface ArrivedLead {
  /** `site_id` of the site that Calltouch was told. */
  siteId: string;
  params: Record<string, string>;
  delivery: Delivery;
}

/** All that a lead passes: sites, browser, Strapi and Calltouch. */
export interface CaptureStage {
  app: StrapiProcess;
  calltouch: LocalCalltouch;
  pages: SitePages;
  /** The tag of the capture script, with attributes. */
  clientTag(attributes?: string): string;
  visitor(): Promise<Visitor>;
  /** What became of the lead with this name, once it has arrived at Calltouch. */
  lead(name: string): Promise<ArrivedLead>;
  stop(): Promise<void>;
}

/** Starts Strapi with two sites, one a host, whose leads go to the site of the page. */
export async function startCaptureStage(): Promise<CaptureStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-capture-'));
  const calltouch = await startLocalCalltouch();
  const app = await startStrapiProcess({
    PORT: String(await freePort()),
    DATABASE_FILENAME: path.join(folder, 'data.db'),
    CALLTOUCH_API_URL: calltouch.url,
  });
  const pages = await startSitePages();
  const browser: Browser = await startBrowser();
  const token = await registerAdministrator(app.url);
  const admin = (url: string, init: RequestInit = {}) =>
    fetch(`${app.url}/calltouch${url}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    });
  const sites = [
    site({ key: 'a', name: 'A', siteId: '1001', modId: MOD_A, hosts: [HOST_A] }),
    site({ key: 'b', name: 'B', siteId: '1002', modId: MOD_B, hosts: [HOST_B] }),
  ];
  const leads = form({
    site: null,
    fields: { fio: '{{ name }}', phoneNumber: '{{ phone }}', tags: '{{ kind }}' },
  });
  const saved = await admin('/settings', {
    method: 'PUT',
    body: JSON.stringify(settings([leads], {}, sites)),
  });
  if (!saved.ok) throw new Error(`Settings: ${await saved.text()}`);

  return {
    app,
    calltouch,
    pages,
    clientTag: (attributes = '') =>
      `<script ${attributes} src="${app.url}/api/calltouch/client.js"></script>`,
    async visitor() {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      const clicksMs: number[] = [];
      await page.exposeBinding('clicked', (_source, atMs: number) => void clicksMs.push(atMs));
      await page.addInitScript(
        "addEventListener('click', () => clicked(performance.timeOrigin + performance.now()), true)",
      );
      const postsMs: number[] = [];
      // Not `requestfinished`: it waits for a body that a page need not read.
      page.on('response', (response) => {
        const request = response.request();
        if (request.method() === 'POST') postsMs.push(request.timing().startTime);
      });
      let measuredMs = 0;
      return {
        page,
        context,
        problems,
        async delayMs() {
          const clickMs = clicksMs.find((atMs) => atMs > measuredMs) ?? Infinity;
          const postMs = await waitFor('the sent form', () =>
            postsMs.find((atMs) => atMs >= clickMs - CLOCK_MS),
          );
          measuredMs = Math.max(postMs, clicksMs.at(-1) ?? 0);
          return postMs - clickMs;
        },
      };
    },
    lead: (name) =>
      waitFor(`the lead of ${name}`, async () => {
        const arrived = calltouch.leads.find(({ params }) => params.fio === name);
        if (!arrived) return null;
        const answer = await admin('/deliveries?pageSize=100');
        const { results } = (await answer.json()) as DeliveryPage;
        const delivery = results.find(({ lead }) => lead?.fio === name);
        return delivery?.status === 'delivered' && { ...arrived, delivery };
      }),
    async stop() {
      await browser.close();
      await pages.stop();
      await app.kill();
      await calltouch.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function registerAdministrator(url: string): Promise<string> {
  const answer = await fetch(`${url}/admin/register-admin`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      email: 'admin@example.com',
      password: 'Calltouch1',
      firstname: 'Test',
      lastname: 'Administrator',
    }),
  });
  if (!answer.ok) throw new Error(`Registration answered ${answer.status}`);
  const { data } = (await answer.json()) as { data: { token: string } };
  return data.token;
}
