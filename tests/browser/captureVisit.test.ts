import { startScriptStage, toldIn, type ScriptStage, type Visitor } from '../support/scriptStage';
import { MOD_A, serveTrackers, SESSIONS, trackerSnippet } from '../support/trackers';

jest.setTimeout(30_000);

describe('where the visit came from', () => {
  let stage: ScriptStage;
  let visitor: Visitor;

  beforeAll(async () => {
    stage = await startScriptStage();
  });
  afterAll(() => stage?.stop());
  beforeEach(async () => {
    stage.pages.sent.length = 0;
    visitor = await stage.visitor();
  });
  afterEach(async () => {
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  });

  const LANDING =
    '/landing?utm_source=yandex&utm_medium=cpc&utm_campaign=%D0%BE%D0%BA%D0%BD%D0%B0&yclid=12&q=1';
  const page = (tag = stage.clientTag(), head = '') => `<!doctype html><head>${head}${tag}</head>
    <form data-calltouch method="post" action="/send"><input name="name"><button>Send</button></form>`;
  /** Sends the form, and tells what its fields tell of the visit. */
  const visitOf = async () => {
    await visitor.page.click('button');
    const [sent] = await visitor.sent();
    const told = Object.entries(toldIn(sent!)).flatMap(([name, value]) => {
      const [, member] = /^calltouch\[visit\]\[(\w+)\]$/.exec(name) ?? [];
      return member && value !== '' ? [[member, value]] : [];
    });
    return Object.fromEntries(told);
  };

  it('is told by the forms of all pages of the tab, without what is too long', async () => {
    await visitor.context.addCookies([
      { name: '_ym_uid', value: '1700000000123456789', domain: 'a.localhost', path: '/' },
    ]);
    stage.pages.put('/ad', `<a href="${stage.pages.url('a.localhost', LANDING)}">go</a>`);
    stage.pages.put('/landing', page());
    await visitor.page.goto(stage.pages.url('b.localhost', '/ad'));
    await Promise.all([visitor.page.waitForURL(/landing/), visitor.page.click('a')]);
    await visitor.open(page(), '/form');
    const visit = {
      landingPage: stage.pages.url('a.localhost', LANDING),
      referrer: stage.pages.url('b.localhost', '/'),
      utmSource: 'yandex',
      utmMedium: 'cpc',
      utmCampaign: 'окна',
      yclid: '12',
      yandexClientId: '1700000000123456789',
    };
    expect(await visitOf()).toEqual(visit);
    const told = await visitor
      .open(page(), '/json')
      .then(() => visitor.page.evaluate('calltouchCapture.getAttribution()'));
    expect(told).toMatchObject({ visit });
    await visitor.open(page(), `/long?utm_source=vk&utm_term=${'x'.repeat(2049)}`);
    const { landingPage, utmSource, utmTerm } = await visitOf();
    expect([landingPage, utmSource, utmTerm]).toEqual([undefined, 'vk', undefined]);
  });

  it('is another one after another advertisement', async () => {
    await visitor.open(page(), LANDING);
    await visitor.open(page(), '/again?gclid=7');
    await visitor.open(page(), '/form');
    expect(await visitOf()).toMatchObject({
      gclid: '7',
      landingPage: expect.stringMatching(/again/),
    });
    expect(await visitor.page.evaluate('Object.keys(sessionStorage)')).toEqual([
      'calltouchCapture',
    ]);
    expect(await visitor.context.cookies()).toEqual([]);
  });

  it('is neither read nor kept until the visitor agrees', async () => {
    await serveTrackers(visitor.page);
    const spy = `<script>
      const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
      window.cookieReads = 0;
      Object.defineProperty(document, 'cookie', {
        get() { window.cookieReads += 1; return cookie.get.call(document); },
      });
    </script>`;
    const tag = stage.clientTag('data-consent="required"');
    await visitor.open(page(tag, spy + trackerSnippet(MOD_A)), LANDING);
    await visitor.page.waitForFunction('window.ct.loaded');
    const told = (code = 'getAttribution()') =>
      visitor.page.evaluate<object>(`calltouchCapture.${code}`);
    expect(await told()).toMatchObject({ reason: 'no_consent' });
    expect(await told()).not.toHaveProperty('visit');
    expect(
      await visitor.page.evaluate('[window.asked, window.cookieReads, sessionStorage.length]'),
    ).toEqual([0, 0, 0]);

    await told('configure({ consent: true })');
    expect(await told()).toMatchObject({
      sessionId: SESSIONS[MOD_A],
      visit: { utmSource: 'yandex', yclid: '12' },
    });
    await told('configure({ consent: () => { throw new Error() } })');
    expect(await told()).toMatchObject({ reason: 'no_consent' });
    expect(await visitOf()).toEqual({});
  });

  it('is told by a page that has no storage', async () => {
    const frame = page().replaceAll('"', '&quot;');
    await visitor.open(`<iframe sandbox="allow-scripts allow-forms" srcdoc="${frame}"></iframe>`);
    await visitor.page.frameLocator('iframe').locator('button').click();
    const [sent] = await visitor.sent();
    expect(toldIn(sent!)).toMatchObject({ 'calltouch[reason]': 'not_installed' });
  });
});
