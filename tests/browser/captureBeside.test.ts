import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startBrowser } from '../support/browser';
import { FORM_CASES, type FormCase } from '../support/formCases';
import { startSitePages, type Sent, type SitePages } from '../support/sitePages';
import { MOD_A, serveTrackers, SESSIONS, TRACKER_URLS, trackerSnippet } from '../support/trackers';
import { waitFor } from '../support/waitFor';

const HOST = 'site.localhost';
const SCRIPT = readFileSync(path.resolve(__dirname, '../../dist/client/client.js'), 'utf8');
const SITES = JSON.stringify([{ modId: MOD_A, hosts: [HOST] }]);
/** How long the backend thinks: a page may ask twice meanwhile. */
const SLOW_MS = 200;
/** So long after the last request that was to come, none may come. */
const QUIET_MS = 400;

/** The tracker beside the capture; `none`: the page without either. */
const TRACKERS: Record<string, (page: Page) => Promise<unknown>> = {
  none: async () => undefined,
  there: (page) => serveTrackers(page),
  loading: (page) => page.route(TRACKER_URLS, () => undefined),
  blocked: (page) => page.route(TRACKER_URLS, (route) => route.abort('blockedbyclient')),
};
type Tracker = keyof typeof TRACKERS;
/** What the capture tells beside each. */
const TOLD: Record<Tracker, object> = {
  there: { 'calltouch[sessionId]': SESSIONS[MOD_A], 'calltouch[reason]': '' },
  loading: { 'calltouch[sessionId]': '', 'calltouch[reason]': 'loading' },
  blocked: { 'calltouch[sessionId]': '', 'calltouch[reason]': 'blocked' },
};

/** Tells what the page's own handlers see, in which order, and what becomes of its document. */
const SPY = `<script>
  const tell = (...words) => console.log('seen', ...words);
  for (const type of ['submit', 'reset']) {
    addEventListener(type, ({ defaultPrevented, isTrusted }) => tell(type, 'ahead', defaultPrevented, isTrusted), true);
    addEventListener(type, ({ defaultPrevented, target }) => tell(type, defaultPrevented, target.innerHTML));
  }
  addEventListener('DOMContentLoaded', () =>
    new MutationObserver((changes) => changes.forEach(({ type, target }) => tell(type, target.nodeName)))
      .observe(document.body, { subtree: true, childList: true, attributes: true }));
</script>`;

jest.setTimeout(30_000);

describe('a form beside the capture goes out as it does without', () => {
  let browser: Browser;
  let pages: SitePages;

  beforeAll(async () => {
    browser = await startBrowser();
    pages = await startSitePages();
    pages.slowMs = SLOW_MS;
    pages.put('/client.js', `{const SITES=${SITES};${SCRIPT}}`);
    pages.put('/thanks', '<!doctype html>Thank you');
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.stop();
  });

  /** Does a case in a browser context of its own, and tells what came of it. */
  async function run(testCase: FormCase, tracker: Tracker) {
    const context = await browser.newContext();
    try {
      return await runIn(context, testCase, tracker);
    } finally {
      await context.close();
    }
  }

  async function runIn(
    context: BrowserContext,
    { what, body, act, requests, windows = 1 }: FormCase,
    tracker: Tracker,
  ) {
    // What comes late is not taken for the next case's.
    const own = `/send/${tracker}/${what.replace(/\W/g, '')}`;
    const sent = () => pages.sent.filter((one) => one.path.startsWith(own));
    const head =
      tracker === 'none' ? '' : `${trackerSnippet(MOD_A)}<script src="/client.js"></script>`;
    pages.put(
      `/${tracker}`,
      `<!doctype html><head>${SPY}${head}</head><body>${body.replaceAll('SEND', own)}</body>`,
    );
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await TRACKERS[tracker]!(page);
    const seen: string[] = [];
    const problems: string[] = [];
    page.on('console', (message) => message.text().startsWith('seen') && seen.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    await page.goto(pages.url(HOST, `/${tracker}`), { waitUntil: 'domcontentloaded' });
    if (tracker === 'there') await page.waitForFunction('window.ct.loaded');
    if (tracker === 'blocked') await page.waitForLoadState();
    await (act ? act(page) : page.click('button'));
    await waitFor(`${requests} requests beside ${tracker}`, () => sent().length >= requests);
    await waitFor(`${windows} windows`, () => context.pages().length >= windows);
    await page.waitForTimeout(QUIET_MS);
    const without = (text: string) => text.replaceAll(own, '/send');
    return {
      /** What does not depend on the capture, if it is as it should be. */
      page: {
        requests: sent().map(({ method, path: to, fields }) => ({
          method,
          path: without(to),
          fields: fields.filter(([name]) => !name.startsWith('calltouch[')),
        })),
        seen: seen.map(without),
        problems,
        windows: context.pages().length,
      },
      sent: sent(),
    };
  }

  it.each(FORM_CASES)('$what', async (testCase) => {
    pages.sent.length = 0;
    const { none, ...beside } = Object.fromEntries(
      await Promise.all(
        Object.keys(TRACKERS).map(
          async (tracker) => [tracker, await run(testCase, tracker)] as const,
        ),
      ),
    );
    expect(none!.sent).toHaveLength(testCase.requests);
    for (const [tracker, { page, sent }] of Object.entries(beside)) {
      expect({ tracker, ...page }).toEqual({ tracker, ...none!.page });
      for (const one of sent) {
        if (!testCase.isByHand) expect(toldIn(one)).toMatchObject(TOLD[tracker]!);
        else expect(toldIn(one)).toEqual({});
      }
    }
  });
});

/** What a request has of the capture, each member once. */
function toldIn({ fields }: Sent): Record<string, string> {
  const told = fields.filter(([name]) => name.startsWith('calltouch['));
  expect(new Set(told.map(([name]) => name)).size).toBe(told.length);
  return Object.fromEntries(told);
}
