import type { BrowserContext, Page } from 'playwright-core';
import { FORM_CASES, type FormCase } from '../support/formCases';
import { PAGE_CASES } from '../support/pageCases';
import { HOST_A, startScriptStage, toldIn, type ScriptStage } from '../support/scriptStage';
import type { Sent } from '../support/sitePages';
import { MOD_A, serveTrackers, SESSIONS, TRACKER_URLS, trackerSnippet } from '../support/trackers';
import { waitFor } from '../support/waitFor';

const CASES = [...FORM_CASES, ...PAGE_CASES];
/** How long the backend thinks: a page may ask twice meanwhile. */
const SLOW_MS = 200;
/** So long after the last request that was to come, none may come. */
const QUIET_MS = 400;
/** So many cases run at once beside each tracker: most of their time is waiting. */
const AT_ONCE = 2;

/** The tracker beside the capture; `none`: the page without either. */
const TRACKERS: Record<string, (context: BrowserContext) => Promise<unknown>> = {
  none: async () => undefined,
  there: (context) => serveTrackers(context),
  loading: (context) => context.route(TRACKER_URLS, () => undefined),
  blocked: (context) => context.route(TRACKER_URLS, (route) => route.abort('blockedbyclient')),
};
type Tracker = keyof typeof TRACKERS;
/** What the capture tells beside each. */
const TOLD: Record<Tracker, Record<string, string>> = {
  there: {
    'calltouch[sessionId]': SESSIONS[MOD_A]!,
    'calltouch[siteId]': '1001',
    'calltouch[reason]': '',
  },
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

/** What came of a case beside a tracker. */
interface Result {
  /** What does not depend on the capture, if it is as it should be. */
  page: { requests: Omit<Sent, 'told'>[]; seen: string[]; problems: string[]; windows: number };
  sent: Sent[];
  pageUrl: string;
}

describe('a form beside the capture goes out as it does without', () => {
  let stage: ScriptStage;
  const results: Record<Tracker, Map<string, Result | Error>> = {};

  beforeAll(async () => {
    stage = await startScriptStage();
    stage.pages.slowMs = SLOW_MS;
    stage.pages.put('/thanks', '<!doctype html>Thank you');
    await Promise.all(
      Object.entries(TRACKERS).map(async ([tracker, prepare]) => {
        const context = await stage.browser.newContext();
        await prepare(context);
        const found = (results[tracker] = new Map());
        const left = [...CASES];
        const work = async () => {
          // One page for all: a new one costs more than the rest of a case.
          const page = await context.newPage();
          for (let one = left.shift(); one; one = left.shift()) {
            found.set(one.what, await run(page, one, tracker).catch((error: Error) => error));
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        await context.close();
      }),
    );
  }, 180_000);
  afterAll(async () => {
    await stage?.stop();
    console.log(table());
  });

  async function run(
    page: Page,
    { what, body, frame, act, requests, windows = 1 }: FormCase,
    tracker: Tracker,
  ): Promise<Result> {
    const { pages } = stage;
    const own = `${tracker}/${CASES.findIndex((one) => one.what === what)}`;
    const send = `/send/${own}`;
    const sent = () => pages.sent.filter(({ path }) => `${path}/`.startsWith(`${send}/`));
    const client = tracker === 'none' ? '' : stage.clientTag();
    const head =
      client && `<script>sessionStorage.clear();</script>${trackerSnippet(MOD_A)}${client}`;
    const filled = (html: string) =>
      html
        .replaceAll('SEND', pages.url(HOST_A, send))
        .replace('FRAME', `/frame/${own}`)
        .replace('HEAD', client.replaceAll('"', '&quot;'));
    const put = (path: string, html: string) => pages.put(path, `<!doctype html>${html}`);
    put(`/page/${own}`, `<head>${SPY}${head}</head><body>${filled(body)}</body>`);
    if (frame) put(`/frame/${own}`, client + filled(frame));
    page.setDefaultTimeout(20_000);
    page.removeAllListeners();
    const opened: Page[] = [];
    const seen: string[] = [];
    const problems: string[] = [];
    page.on('popup', (popup) => opened.push(popup));
    page.on('console', (message) => message.text().startsWith('seen') && seen.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    const pageUrl = pages.url(HOST_A, `/page/${own}`);
    await page.goto(pageUrl, { waitUntil: 'domcontentloaded' });
    if (tracker === 'there') await page.waitForFunction('window.ct.loaded');
    if (tracker === 'blocked') await page.waitForLoadState();
    await (act ? act(page) : page.click('button'));
    await waitFor(`${requests} requests`, () => sent().length >= requests, 20_000);
    await waitFor(`${windows} windows`, () => opened.length + 1 >= windows);
    await page.waitForTimeout(QUIET_MS);
    const without = (text: string) => text.replaceAll(own, '').replaceAll(client, '');
    const result: Result = {
      page: {
        requests: sent()
          .map(({ method, path: to, fields }) => ({
            method,
            path: without(to),
            fields: fields.filter(([name]) => !name.startsWith('calltouch[')),
          }))
          // Of two that a page sends at once either may come first.
          .sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))),
        seen: seen.map(without),
        problems,
        windows: opened.length + 1,
      },
      sent: sent(),
      pageUrl,
    };
    await Promise.all(opened.map((one) => one.close()));
    // A page that is about to leave leaves before the next case begins.
    await page.goto('about:blank').catch(() => page.waitForTimeout(QUIET_MS));
    return result;
  }

  const resultOf = (what: string, tracker: Tracker): Result => {
    const result = results[tracker]!.get(what)!;
    if (result instanceof Error) throw new Error(`${tracker}: ${result.message}`);
    return result;
  };

  it.each(CASES)('$what', ({ what, requests, isByHand }) => {
    const none = resultOf(what, 'none');
    expect(none.sent).toHaveLength(requests);
    for (const tracker of Object.keys(TOLD)) {
      const { page, sent, pageUrl } = resultOf(what, tracker);
      expect({ tracker, ...page }).toEqual({ tracker, ...none.page });
      for (const one of sent) {
        if (isByHand) expect(toldIn(one)).toEqual({});
        else {
          expect(toldIn(one)).toEqual({
            ...TOLD[tracker],
            'calltouch[pageUrl]': pageUrl,
            'calltouch[token]': expect.stringMatching(/^[\w-]{16,64}$/),
            'calltouch[visit][landingPage]': expect.stringMatching(/^http/),
            'calltouch[visit][yandexClientId]': '',
          });
        }
      }
    }
  });

  /** Requests of each case, and what they told of a session. */
  const table = () => {
    const cell = (what: string, tracker: Tracker) => {
      const result = results[tracker]?.get(what);
      if (!result || result instanceof Error) return 'failed';
      const told = result.sent.map((one) => {
        const { 'calltouch[sessionId]': session, 'calltouch[reason]': reason } = toldIn(one);
        return session ? 'session' : (reason ?? '');
      });
      return `${result.sent.length} ${[...new Set(told)].join(' ')}`.trim();
    };
    const rows = CASES.map(({ what }) => [
      what,
      ...Object.keys(TRACKERS).map((tracker) => cell(what, tracker)),
    ]);
    return [['case', 'without', 'there', 'loading', 'blocked'], ...rows]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n');
  };
});
