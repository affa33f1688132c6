import { setTimeout as pause } from 'node:timers/promises';
import type { NoSessionReason } from '../../server/src/contracts';
import { scriptedPage } from '../support/scriptedForm';
import {
  HOST_A,
  HOST_B,
  startScriptStage,
  toldIn,
  type ScriptStage,
  type Visitor,
} from '../support/scriptStage';
import {
  MOD_A,
  MOD_B,
  serveTrackers,
  SESSIONS,
  TRACKER_URLS,
  trackerSnippet,
} from '../support/trackers';

/** What `withAttribution` may wait for the tracker, and what the machine may add to it. */
const BOUND_MS = 500;
const SLACK_MS = 250;

jest.setTimeout(30_000);

describe('withAttribution in a browser', () => {
  let stage: ScriptStage;
  let visitor: Visitor;
  const figures: string[] = [];

  beforeAll(async () => {
    stage = await startScriptStage();
  });
  afterAll(async () => {
    await stage?.stop();
    console.log(figures.join('\n'));
  });
  beforeEach(async () => {
    stage.pages.sent.length = 0;
    visitor = await stage.visitor();
  });
  afterEach(async () => {
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  });

  interface Case {
    what: string;
    head?: string;
    host?: string;
    prepare?: () => Promise<unknown>;
    session?: string;
    reason?: NoSessionReason;
    /** It need not wait. */
    atOnce?: boolean;
  }

  const abort = () => visitor.page.route(TRACKER_URLS, (route) => route.abort('blockedbyclient'));
  const hang = () => visitor.page.route(TRACKER_URLS, () => undefined);
  const serve = () => serveTrackers(visitor.page);
  const serveAfter = (ms: number) => async () =>
    serveTrackers(visitor.page, { when: clicked(visitor.page, ms) });
  const setCookies = (domain: string, cookies: Record<string, string>) =>
    visitor.context.addCookies(
      Object.entries(cookies).map(([name, value]) => ({ name, value, domain, path: '/' })),
    );
  const ct = (code: string) => `<script>window.ct = ${code};</script>`;
  const nowS = Math.floor(Date.now() / 1000);
  const callS = (modId: string, expiryS: number) =>
    encodeURIComponent(`${modId},${expiryS},${SESSIONS[modId]}`);

  const CASES: Case[] = [
    {
      what: 'a tracker that is there',
      head: trackerSnippet(MOD_A),
      prepare: serve,
      session: SESSIONS[MOD_A],
      atOnce: true,
    },
    {
      what: 'a tracker that comes after 300 ms',
      head: trackerSnippet(MOD_A),
      prepare: serveAfter(300),
      session: SESSIONS[MOD_A],
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
      atOnce: true,
    },
    {
      what: 'a script tag without a stub, blocked',
      head: `<script async src="https://mod.calltouch.ru/init.js?id=${MOD_A}"></script>`,
      prepare: abort,
      reason: 'blocked',
      atOnce: true,
    },
    { what: 'no tracker', reason: 'not_installed', atOnce: true },
    {
      what: 'two trackers on a page of the second site',
      host: HOST_B,
      head: trackerSnippet(MOD_A, MOD_B),
      prepare: serve,
      session: SESSIONS[MOD_B],
      atOnce: true,
    },
    {
      what: 'two trackers that answer with the list alone',
      host: `www.${HOST_B}`,
      head: trackerSnippet(MOD_A, MOD_B),
      prepare: () => serveTrackers(visitor.page, { onlyList: true }),
      session: SESSIONS[MOD_B],
      atOnce: true,
    },
    {
      what: 'the cookies of two trackers, and none on the page',
      host: HOST_B,
      prepare: () =>
        setCookies(HOST_B, {
          _ct_ids: encodeURIComponent(`${MOD_A}:1:111,${MOD_B}:2:222`),
          _ct_session_id: '111',
        }),
      session: '222',
      atOnce: true,
    },
    {
      what: 'a bare session cookie, which may be another site’s',
      prepare: () => setCookies(HOST_A, { _ct_session_id: '111' }),
      reason: 'not_installed',
      atOnce: true,
    },
    {
      what: 'a session that is over',
      head: trackerSnippet(MOD_A),
      prepare: async () => {
        await serve();
        await setCookies(HOST_A, { call_s: callS(MOD_A, nowS - 60) });
      },
      session: SESSIONS[MOD_A],
      reason: 'expired',
      atOnce: true,
    },
    {
      what: 'a session that is not over, beside an unreadable cookie',
      head: trackerSnippet(MOD_A),
      prepare: async () => {
        await serve();
        await setCookies(HOST_A, { call_s: callS(MOD_A, nowS + 60), other: '%E0%A4%A' });
      },
      session: SESSIONS[MOD_A],
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

  it.each(CASES)('tells what is known with $what', async (testCase) => {
    const { what, head = '', host, prepare, session, reason, atOnce } = testCase;
    await prepare?.();
    const pageUrl = await visitor.open(scriptedPage(head + stage.clientTag()), '/', host);
    if (atOnce) await visitor.page.waitForLoadState();
    await visitor.page.fill('input', 'Анна');
    await visitor.page.click('button');
    const [sent] = await visitor.sent();
    const { data } = Object.fromEntries<any>(sent!.fields);
    expect(data.calltouch).toMatchObject({ pageUrl });
    expect([data.calltouch.sessionId, data.calltouch.reason]).toEqual([session, reason]);
    const waitedMs = await visitor.page.evaluate<number>('window.waitedMs');
    figures.push(`${what}: waited ${waitedMs.toFixed(0)} ms`);
    expect(waitedMs).toBeLessThan((atOnce ? 0 : BOUND_MS) + SLACK_MS);
  });

  it.each(['formData', 'urlencoded'] as const)(
    'gives the session to a body of %s',
    async (kind) => {
      await serve();
      await visitor.open(scriptedPage(trackerSnippet(MOD_A) + stage.clientTag(), kind));
      await visitor.page.waitForFunction('window.ct.loaded');
      await visitor.page.fill('input', 'Анна');
      await visitor.page.click('button');
      const [sent] = await visitor.sent();
      expect(Object.fromEntries(sent!.fields)).toMatchObject({
        'data[name]': 'Анна',
        'calltouch[sessionId]': SESSIONS[MOD_A],
        'calltouch[siteId]': '1001',
      });
    },
  );

  it('learns of a block that was over before it began, and of a tracker that the page throws out', async () => {
    await abort();
    await visitor.open(scriptedPage(trackerSnippet(MOD_A)));
    await visitor.page.waitForLoadState();
    await visitor.page.addScriptTag({ url: '/api/calltouch/client.js' });
    expect(await visitor.page.evaluate('calltouchCapture.getAttribution()')).toMatchObject({
      reason: 'blocked',
    });
    await visitor.page.evaluate("document.querySelector('[src*=init]').remove(); delete window.ct");
    expect(await visitor.page.evaluate('calltouchCapture.getAttribution()')).toMatchObject({
      reason: 'not_installed',
    });
  });

  it('rejects no body, and tells on a page that adds to every object', async () => {
    await serve();
    const additions = '<script>Object.prototype.added = () => undefined;</script>';
    const form = '<form data-calltouch action="/send" method="post"><button>Send</button></form>';
    await visitor.open(additions + trackerSnippet(MOD_A) + stage.clientTag() + form);
    await visitor.page.waitForFunction('window.ct.loaded');
    const kinds = await visitor.page.evaluate(`(async () => {
      const circle = {};
      circle.self = circle;
      calltouchCapture.configure({ sites: [{ modId: 'x', hosts: [] }], timeoutMs: 0 });
      const bodies = [null, undefined, 'x', 5, [1], { n: 1n }, circle, Object.create(null), new Map(),
        document.body, new Headers()];
      return Promise.all(bodies.map(async (body) => {
        const made = await calltouchCapture.withAttribution(body);
        return made?.calltouch ? 'told' : made === body ? 'same' : 'lost';
      }));
    })()`);
    expect(kinds).toEqual([...Array(5).fill('same'), ...Array(6).fill('told')]);
    await visitor.page.click('button');
    const [sent] = await visitor.sent();
    const names = toldIn(sent!);
    expect(names).toMatchObject({ 'calltouch[sessionId]': SESSIONS[MOD_A] });
    expect(names).toHaveProperty(['calltouch[token]']);
    expect(Object.keys(names).join()).not.toContain('added');
  });

  it('tells the address that the page has after a navigation of its own', async () => {
    await visitor.open(stage.clientTag());
    await visitor.page.evaluate("history.pushState(null, '', '/kitchens?size=2#form')");
    expect(await visitor.page.evaluate('calltouchCapture.getAttribution()')).toMatchObject({
      pageUrl: stage.pages.url(HOST_A, '/kitchens?size=2#form'),
    });
  });

  it('loads the tracker if the tag asks for it, and only with consent', async () => {
    await serve();
    await visitor.open(stage.clientTag('data-load-tracker data-consent="required"'));
    expect(await visitor.page.evaluate('typeof window.ct')).toBe('undefined');
    await visitor.page.evaluate('calltouchCapture.configure({ consent: true })');
    expect(await visitor.page.evaluate('calltouchCapture.getAttribution()')).toMatchObject({
      sessionId: SESSIONS[MOD_A],
    });
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
