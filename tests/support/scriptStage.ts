import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser } from './browser';
import { startSitePages, type Sent, type SitePages } from './sitePages';
import { MOD_A, MOD_B } from './trackers';
import { waitFor } from './waitFor';

export const HOST_A = 'a.localhost';
export const HOST_B = 'b.localhost';
/** Where the script comes from, in Strapi's role. */
const CMS = 'cms.localhost';
const SITES = [[MOD_A], [MOD_B, HOST_B]];

/** The built capture script on the pages of two sites, without a Strapi behind it. */
export interface ScriptStage {
  browser: Browser;
  pages: SitePages;
  /** The tag of the capture script, with attributes. */
  clientTag(attributes?: string): string;
  /** A visitor with a browser of his own. */
  visitor(): Promise<Visitor>;
  stop(): Promise<void>;
}

/** A page of a visitor's browser. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the page threw. */
  problems: string[];
  /** Puts a page at a path of a host and opens it, until its document is there. */
  open(html: string, path?: string, host?: string): Promise<string>;
  /** What came to the backend since the last call, once so much has come. */
  sent(count?: number): Promise<Sent[]>;
}

/** Starts it. */
export async function startScriptStage(): Promise<ScriptStage> {
  const browser = await startBrowser();
  const pages = await startSitePages();
  const built = readFileSync(path.resolve(__dirname, '../../dist/client/client.js'), 'utf8');
  const script = built.replace(/\(\);\s*$/, `(${JSON.stringify(SITES)});`);
  pages.put('/api/calltouch/client.js', script, { 'Access-Control-Allow-Origin': '*' });
  return {
    browser,
    pages,
    clientTag: (attributes = '') =>
      `<script ${attributes} src="${pages.url(CMS, '/api/calltouch/client.js')}"></script>`,
    async visitor() {
      const context = await browser.newContext();
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      return {
        page,
        context,
        problems,
        async open(html, to = '/', host = HOST_A) {
          const [pathname = to] = to.split('?');
          pages.put(pathname, html);
          await page.goto(pages.url(host, to), { waitUntil: 'domcontentloaded' });
          return page.url();
        },
        async sent(count = 1) {
          await waitFor('what was sent', () => pages.sent.length >= count);
          return pages.sent.splice(0);
        },
      };
    },
    async stop() {
      await browser.close();
      await pages.stop();
    },
  };
}

/** The fields that a request has of the capture, each once. */
export function toldIn({ fields }: Pick<Sent, 'fields'>): Record<string, string> {
  const told = fields.filter(([name]) => name.startsWith('calltouch['));
  expect(new Set(told.map(([name]) => name)).size).toBe(told.length);
  return Object.fromEntries(told);
}
