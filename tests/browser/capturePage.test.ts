import { HOST_A, startCaptureStage, type CaptureStage } from '../support/captureStage';
import { createSender, scriptedPage, setCookies } from '../support/scriptedForm';
import { MOD_A, serveTrackers, SESSIONS, TRACKER_URLS, trackerSnippet } from '../support/trackers';

/** What a busy machine may add. */
const SLACK_MS = 250;

jest.setTimeout(60_000);

describe('the capture on a page that changes', () => {
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

  it.each(['json', 'formData', 'urlencoded'] as const)(
    'gives the session to a body of the kind %s',
    async (kind) => {
      const visitor = await stage.visitor();
      await serveTrackers(visitor.page);
      const head = trackerSnippet(MOD_A) + stage.clientTag();
      stage.pages.put('/', scriptedPage(stage, head, kind));
      const address = stage.pages.url(HOST_A, '/');
      await visitor.page.goto(address);
      const { params, delivery } = await sender.send(visitor, `a body of the kind ${kind}`);
      expect(params).toMatchObject({
        sessionId: SESSIONS[MOD_A],
        requestUrl: address,
        phoneNumber: '79201234567',
      });
      expect(delivery.capture).toMatchObject({ source: 'body', reason: null });
      await visitor.context.close();
    },
  );

  it('learns of a block that was over before it began', async () => {
    const visitor = await stage.visitor();
    await visitor.page.route(TRACKER_URLS, (route) => route.abort('blockedbyclient'));
    const late = `<script>setTimeout(() => {
      const script = document.createElement('script');
      script.src = '${stage.app.url}/api/calltouch/client.js';
      document.head.append(script);
    }, 300);</script>`;
    stage.pages.put('/', scriptedPage(stage, trackerSnippet(MOD_A) + late));
    await visitor.page.goto(stage.pages.url(HOST_A, '/'));
    await visitor.page.waitForFunction('window.calltouchCapture');
    const { delivery } = await sender.send(visitor, 'a script that was blocked earlier');
    expect(delivery.capture).toMatchObject({ sessionId: null, reason: 'blocked' });
    await visitor.context.close();
  });

  it('asks and reads nothing until the visitor agrees', async () => {
    const visitor = await stage.visitor();
    await serveTrackers(visitor.page);
    await setCookies(visitor, HOST_A, { _ct_ids: `${MOD_A}:1:111` });
    const spy = `<script>
      const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
      window.cookieReads = 0;
      Object.defineProperty(document, 'cookie', {
        get() { window.cookieReads += 1; return cookie.get.call(document); },
        set(text) { window.cookieWrites = text; },
      });
    </script>`;
    stage.pages.put(
      '/',
      scriptedPage(stage, spy + trackerSnippet(MOD_A) + stage.clientTag('data-consent="required"')),
    );
    await visitor.page.goto(stage.pages.url(HOST_A, '/'));
    const refused = await sender.send(visitor, 'no consent');
    expect(refused.delivery.capture).toMatchObject({ sessionId: null, reason: 'no_consent' });
    expect(refused.delayMs).toBeLessThan(SLACK_MS);
    expect(await visitor.page.evaluate('[window.asked, window.cookieReads]')).toEqual([0, 0]);

    await visitor.page.evaluate('window.calltouchCapture.configure({ consent: true })');
    const agreed = await sender.send(visitor, 'consent');
    expect(agreed.delivery.capture).toMatchObject({ sessionId: SESSIONS[MOD_A], reason: null });

    const THROWS = 'window.calltouchCapture.configure({ consent: () => { throw new Error() } })';
    await visitor.page.evaluate(THROWS);
    const unsure = await sender.send(visitor, 'a consent that throws');
    expect(unsure.delivery.capture).toMatchObject({ sessionId: null, reason: 'no_consent' });
    expect(
      await visitor.page.evaluate(
        '[window.cookieWrites, localStorage.length, sessionStorage.length]',
      ),
    ).toEqual([undefined, 0, 0]);
    await visitor.context.close();
  });

  it('tells the address that the page has after a navigation of its own', async () => {
    const visitor = await stage.visitor();
    stage.pages.put('/', scriptedPage(stage, stage.clientTag()));
    await visitor.page.goto(stage.pages.url(HOST_A, '/'));
    await visitor.page.evaluate("history.pushState(null, '', '/kitchens?size=2#form')");
    const { params } = await sender.send(visitor, 'a navigation by the history API');
    expect(params.requestUrl).toBe(stage.pages.url(HOST_A, '/kitchens?size=2#form'));
    await visitor.context.close();
  });

  it('loads the tracker if the tag asks for it, and only with consent', async () => {
    const visitor = await stage.visitor();
    await serveTrackers(visitor.page);
    const tag = stage.clientTag('data-load-tracker data-consent="required"');
    stage.pages.put('/', scriptedPage(stage, tag));
    await visitor.page.goto(stage.pages.url(HOST_A, '/'));
    expect(await visitor.page.evaluate('typeof window.ct')).toBe('undefined');
    await visitor.page.evaluate('window.calltouchCapture.configure({ consent: true })');
    const { params } = await sender.send(visitor, 'a tracker that the script loads');
    expect(params.sessionId).toBe(SESSIONS[MOD_A]);
    await visitor.context.close();
  });
});
