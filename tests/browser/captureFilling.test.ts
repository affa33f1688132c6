import { startScriptStage, toldIn, type ScriptStage, type Visitor } from '../support/scriptStage';
import { MOD_A, serveTrackers, SESSIONS, TRACKER_URLS, trackerSnippet } from '../support/trackers';
import { waitFor } from '../support/waitFor';

/** So long a beacon that must not leave would take to leave, and to arrive. */
const QUIET_MS = 500;

jest.setTimeout(30_000);

describe('the token of a filling, and the session that comes late', () => {
  let stage: ScriptStage;
  let visitor: Visitor;

  beforeAll(async () => {
    stage = await startScriptStage();
    stage.pages.put('/plain', '<!doctype html>No script here');
  });
  afterAll(() => stage?.stop());
  beforeEach(async () => {
    stage.pages.sent.length = 0;
    stage.pages.told.length = 0;
    visitor = await stage.visitor();
  });
  afterEach(async () => {
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  });

  const pageOf = (inside = '', head = trackerSnippet(MOD_A)) => `<!doctype html>
    <head>${head}${stage.clientTag()}</head><body>
    <form data-calltouch method="post" action="/send" target="answer">
      <input name="name"><input name="phone"><input type="hidden" name="product" value="1">
      <select name="size" multiple><option>S<option>M</select><input type="checkbox" name="agree">
      <input type="hidden" name="smart-token"><button>Send</button>
    </form><iframe name="answer"></iframe>${inside}</body>`;
  const hang = () => visitor.page.route(TRACKER_URLS, () => undefined);
  const click = () => visitor.page.click('button');
  const run = (code: string) =>
    visitor.page.evaluate(`(async () => { const form = document.forms[0]; ${code} })()`);
  const tokensOf = async (count: number) =>
    (await visitor.sent(count)).map((one) => toldIn(one)['calltouch[token]']);

  /** Sends twice with something in between, and tells whether the tokens are the same. */
  const isSame = async (between: () => unknown) => {
    await hang();
    await visitor.open(pageOf());
    await visitor.page.fill('[name=name]', 'Анна');
    await click();
    const [first] = await tokensOf(1);
    await between();
    await click();
    const [second] = await tokensOf(1);
    expect([first, second]).toEqual([expect.stringMatching(/^[\w-]{16,64}$/), expect.any(String)]);
    return first === second;
  };

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['reading the form', () => run('new FormData(form); new FormData(form);')],
    ['a captcha’s answer', () => run("form.elements['smart-token'].value = 'solved';")],
    ['disabled inputs', () => run('form.elements.name.disabled = true;')],
    [
      'what is typed elsewhere',
      () =>
        run(
          "const other = document.createElement('input'); document.body.append(other); other.dispatchEvent(new Event('input', { bubbles: true }));",
        ),
    ],
  ])('stays after %s', async (_what, between) => {
    expect(await isSame(between)).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['an input', () => visitor.page.fill('[name=phone]', '1')],
    ['the same, typed anew', () => visitor.page.fill('[name=name]', 'Анна')],
    ['a choice', () => visitor.page.selectOption('select', 'M')],
    ['a reset', () => run('form.reset();')],
    ['a value that a script sets', () => run("form.elements.name.value = 'Пётр';")],
    ['a hidden value that a script sets', () => run("form.elements.product.value = '2';")],
    ['a box that a script checks', () => run('form.elements.agree.checked = true;')],
    [
      'the page loaded anew',
      async () => {
        await visitor.open(pageOf());
        await visitor.page.fill('[name=name]', 'Анна');
      },
    ],
  ])('is another one after %s', async (_what, between) => {
    expect(await isSame(between)).toBe(false);
  });

  it('is the same for all requests of one click', async () => {
    await hang();
    await visitor.open(
      pageOf(`<script>document.forms[0].addEventListener('submit', ({ target }) => {
        fetch('/send', { method: 'POST', body: new FormData(target), keepalive: true });
        HTMLFormElement.prototype.submit.call(target);
      })</script>`),
    );
    await click();
    await waitFor('a post of the browser', () => stage.pages.sent.length >= 2);
    expect(new Set(await tokensOf(2)).size).toBe(1);
  });

  const ask = (code: string) =>
    visitor.page.evaluate<string>(
      `(async () => { const { withAttribution } = calltouchCapture; ${code} })()`,
    );

  it('of a body stays with its values, until the visitor changes something', async () => {
    await visitor.open(pageOf('', ''));
    const tokenOf = (name: string) =>
      ask(`return (await withAttribution({ data: { name: '${name}' } })).data.calltouch.token`);
    const [first, again, other] = [await tokenOf('A'), await tokenOf('A'), await tokenOf('B')];
    expect([again === first, other === first]).toEqual([true, false]);
    await visitor.page.fill('[name=name]', 'B');
    expect(await tokenOf('B')).not.toBe(other);
  });

  it('of fields stays the form’s, until a script changes them', async () => {
    await visitor.open(pageOf('', ''));
    const told = await ask(`
      const form = document.forms[0];
      const token = (fields) => fields.get('calltouch[token]');
      const body = new FormData(form);
      const given = token(body);
      const one = token(await withAttribution(body));
      const again = token(await withAttribution(body));
      const anew = token(await withAttribution(new FormData(form)));
      body.set('name', 'other');
      const changed = token(await withAttribution(body));
      return [one === given, again === given, anew === given, changed === given].join();`);
    expect(told).toBe('true,true,true,false');
  });

  describe('late', () => {
    /** The tracker comes when it is let. */
    const heldTracker = async () => {
      let release = () => undefined as void;
      const when = new Promise<void>((resolve) => (release = resolve));
      await serveTrackers(visitor.context, { when });
      return release;
    };
    const beacon = (token: string, pageUrl: string) => ({
      method: 'POST',
      contentType: 'text/plain;charset=UTF-8',
      body: JSON.stringify({ token, sessionId: SESSIONS[MOD_A], pageUrl }),
    });
    const settled = async () => {
      await visitor.page.waitForTimeout(QUIET_MS);
      return stage.pages.told;
    };

    it('is told by the same page as soon as the tracker has it, once', async () => {
      const release = await heldTracker();
      const pageUrl = await visitor.open(pageOf());
      await click();
      await click();
      const [token] = await tokensOf(2);
      expect(stage.pages.told).toEqual([]);
      release();
      await waitFor('the beacon', () => stage.pages.told.length > 0);
      expect(await settled()).toEqual([beacon(token!, pageUrl)]);
      await click();
      const [sent] = await visitor.sent();
      expect(toldIn(sent!)).toMatchObject({
        'calltouch[sessionId]': SESSIONS[MOD_A],
        'calltouch[token]': token,
      });
      expect(await settled()).toHaveLength(1);
    });

    it('is told by the next page that has the script, and by no other', async () => {
      const release = await heldTracker();
      await visitor.open(pageOf());
      await run("form.target = '';");
      await click();
      const [token] = await tokensOf(1);
      await visitor.page.waitForURL(/send/);
      release();
      await visitor.page.goto(stage.pages.url('a.localhost', '/plain'));
      expect(await settled()).toEqual([]);
      const thanks = await visitor.open(pageOf(), '/thanks');
      await waitFor('the beacon', () => stage.pages.told.length > 0);
      await visitor.open(pageOf(), '/more');
      expect(await settled()).toEqual([beacon(token!, thanks)]);
    });

    it('is not told after a minute', async () => {
      const release = await heldTracker();
      await visitor.open(pageOf());
      await click();
      await visitor.sent();
      await run(`const kept = JSON.parse(sessionStorage.calltouchCapture);
        kept.late[1] -= 60000;
        sessionStorage.calltouchCapture = JSON.stringify(kept);`);
      release();
      await visitor.page.waitForFunction('window.ct.loaded');
      expect(await settled()).toEqual([]);
    });

    it('is not told of a submission that had it', async () => {
      const release = await heldTracker();
      await visitor.open(
        pageOf(`<script>document.forms[0].addEventListener('submit', async (event) => {
          event.preventDefault();
          const read = new FormData(event.target);
          window.started = true;
          const body = await calltouchCapture.withAttribution(read, { timeoutMs: 5000 });
          await fetch('/send', { method: 'POST', body });
        })</script>`),
      );
      await click();
      await visitor.page.waitForFunction('window.started');
      release();
      const [sent] = await visitor.sent();
      expect(toldIn(sent!)['calltouch[sessionId]']).toBe(SESSIONS[MOD_A]);
      expect(await settled()).toEqual([]);
    });

    it('is not told where the tracker is blocked, or nobody agreed', async () => {
      await visitor.page.route(TRACKER_URLS, (route) => route.abort('blockedbyclient'));
      await visitor.open(pageOf());
      await visitor.page.waitForLoadState();
      await click();
      await visitor.sent();
      expect(await settled()).toEqual([]);
      await visitor.page.evaluate('sessionStorage.clear()');
      const tag = stage.clientTag('data-consent="required"');
      await visitor.open(pageOf().replace(stage.clientTag(), tag), '/refused');
      await click();
      await visitor.sent();
      expect(await visitor.page.evaluate('sessionStorage.length')).toBe(0);
      expect(await settled()).toEqual([]);
    });
  });
});
