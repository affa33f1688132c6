import { setTimeout as pause } from 'node:timers/promises';
import type { NoSessionReason } from '../../server/src/contracts';
import {
  HOST_A,
  HOST_B,
  startCaptureStage,
  type CaptureStage,
  type Visitor,
} from '../support/captureStage';
import { createSender, scriptedPage, setCookies } from '../support/scriptedForm';
import {
  MOD_A,
  MOD_B,
  serveTrackers,
  SESSIONS,
  TRACKER_URLS,
  trackerSnippet,
} from '../support/trackers';

/** What a form may wait for the tracker, and what the machine may add to it. */
const BOUND_MS = 500;
const SLACK_MS = 250;

jest.setTimeout(60_000);

describe('the capture in a browser', () => {
  let stage: CaptureStage;
  let sender: ReturnType<typeof createSender>;

  beforeAll(async () => {
    stage = await startCaptureStage();
    sender = createSender(stage);
  }, 180_000);
  afterAll(async () => {
    await stage?.stop();
    console.log(sender?.figures.join('\n'));
  });

  interface Case {
    what: string;
    head?: string;
    host?: string;
    prepare?: (visitor: Visitor) => Promise<void>;
    session?: string;
    source?: 'body' | 'cookie';
    reason?: NoSessionReason;
    /** The form need not wait. */
    atOnce?: boolean;
  }

  const abort = async ({ page }: Visitor) => {
    await page.route(TRACKER_URLS, (route) => route.abort('blockedbyclient'));
  };
  const hang = async ({ page }: Visitor) => {
    await page.route(TRACKER_URLS, () => undefined);
  };
  const ct = (code: string) => `<script>window.ct = ${code};</script>`;
  const CASES: Case[] = [
    {
      what: 'a tracker that is there',
      head: trackerSnippet(MOD_A),
      prepare: ({ page }) => serveTrackers(page),
      session: SESSIONS[MOD_A],
      atOnce: true,
    },
    {
      what: 'a tracker that comes after 300 ms',
      head: trackerSnippet(MOD_A),
      prepare: ({ page }) => serveTrackers(page, { when: clicked(page, 300) }),
      session: SESSIONS[MOD_A],
    },
    {
      what: 'a tracker that comes after 5 s',
      head: trackerSnippet(MOD_A),
      prepare: ({ page }) => serveTrackers(page, { when: clicked(page, 5_000) }),
      reason: 'timeout',
    },
    {
      what: 'a stub whose script never comes',
      head: trackerSnippet(MOD_A),
      prepare: hang,
      reason: 'timeout',
    },
    {
      what: 'a stub without a script',
      head: ct('Object.assign(() => undefined, { loaded: false })'),
      reason: 'timeout',
    },
    {
      what: 'a blocked script',
      head: trackerSnippet(MOD_A),
      prepare: abort,
      reason: 'blocked',
    },
    {
      what: 'a script tag without a stub, blocked',
      head: `<script async src="https://mod.calltouch.ru/init.js?id=${MOD_A}"></script>`,
      prepare: abort,
      reason: 'blocked',
    },
    { what: 'no tracker', reason: 'not_installed', atOnce: true },
    {
      what: 'two trackers on a page of the second site',
      host: HOST_B,
      head: trackerSnippet(MOD_A, MOD_B),
      prepare: ({ page }) => serveTrackers(page),
      session: SESSIONS[MOD_B],
      atOnce: true,
    },
    {
      what: 'two trackers that answer with the list alone',
      host: HOST_B,
      head: trackerSnippet(MOD_A, MOD_B),
      prepare: ({ page }) => serveTrackers(page, { onlyList: true }),
      session: SESSIONS[MOD_B],
      atOnce: true,
    },
    {
      what: 'the cookies of two trackers, and none on the page',
      host: HOST_B,
      prepare: (visitor) =>
        setCookies(visitor, HOST_B, {
          _ct_ids: encodeURIComponent(`${MOD_A}:1:111,${MOD_B}:2:222`),
          _ct_session_id: '111',
        }),
      session: '222',
      atOnce: true,
    },
    {
      what: 'a bare session cookie, which may be another site’s',
      prepare: (visitor) => setCookies(visitor, HOST_A, { _ct_session_id: '111' }),
      reason: 'not_installed',
      atOnce: true,
    },
    ...[
      '() => { throw new Error("ct"); }',
      '() => ({ get sessionId() { throw new Error("getter"); } })',
      '() => ({ modId: "aaaa1111", sessionId: "1".repeat(10000000) })',
      '() => ({ sessionId: { toString() { throw new Error("text"); } } })',
      '() => new Proxy({}, { get() { throw new Error("proxy"); } })',
      '{}',
    ].map((code): Case => ({ what: `ct = ${code}`, head: ct(code), reason: 'timeout' })),
  ];

  it.each(CASES)('sends the form with $what', async (testCase) => {
    const { what, head = '', host = HOST_A, prepare, session, reason, atOnce } = testCase;
    const visitor = await stage.visitor();
    await prepare?.(visitor);
    stage.pages.put('/', scriptedPage(stage, head + stage.clientTag()));
    const address = stage.pages.url(host, '/');
    await visitor.page.goto(address, { waitUntil: 'domcontentloaded' });
    if (atOnce) await visitor.page.waitForLoadState();
    const { siteId, params, delivery, delayMs } = await sender.send(visitor, what);
    expect(delivery.capture).toEqual({
      sessionId: session ?? null,
      pageUrl: address,
      source: session ? 'body' : null,
      reason: reason ?? null,
    });
    expect(params.sessionId).toBe(session);
    expect(params.requestUrl).toBe(address);
    expect([delivery.site, siteId]).toEqual(host === HOST_A ? ['a', '1001'] : ['b', '1002']);
    expect(delayMs).toBeLessThan((atOnce ? 0 : BOUND_MS) + SLACK_MS);
    await visitor.context.close();
  });
});

/** Resolves so long after the page's first click. */
async function clicked(page: Visitor['page'], afterMs: number): Promise<void> {
  const pressed = new Promise<void>((resolve) => {
    page.on('console', (message) => message.text() === 'pressed' && resolve());
  });
  await page.addInitScript("addEventListener('click', () => console.log('pressed'), true)");
  await pressed;
  await pause(afterMs);
}
