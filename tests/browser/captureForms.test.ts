import {
  HOST_A,
  startCaptureStage,
  type CaptureStage,
  type Visitor,
} from '../support/captureStage';
import { MOD_A, serveTrackers, SESSIONS, TRACKER_URLS, trackerSnippet } from '../support/trackers';
import { waitFor } from '../support/waitFor';

/** What a busy machine may add. */
const SLACK_MS = 400;

jest.setTimeout(60_000);

describe('a form with data-calltouch', () => {
  let stage: CaptureStage;
  let visitor: Visitor;
  const figures: string[] = [];
  let count = 0;

  beforeAll(async () => {
    stage = await startCaptureStage();
  }, 180_000);
  afterAll(async () => {
    await stage?.stop();
    console.log(figures.join('\n'));
  });
  beforeEach(async () => {
    visitor = await stage.visitor();
    stage.pages.sent.length = 0;
  });
  afterEach(async () => {
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  });

  /** A form that the browser posts to Strapi by itself. */
  const nativeForm = (attributes = '') => `
    <form data-calltouch method="post" action="${stage.app.url}/api/leads" ${attributes}>
      <input name="data[name]" required><input name="data[phone]" value="89201234567">
      <button name="data[kind]" value="callback">Call back</button>
    </form>`;
  const open = async (body: string, head = trackerSnippet(MOD_A)) => {
    stage.pages.put(
      '/',
      `<!doctype html><head>${head}${stage.clientTag()}</head><body>${body}</body>`,
    );
    await visitor.page.goto(stage.pages.url(HOST_A, '/'), { waitUntil: 'domcontentloaded' });
  };
  const hang = () => visitor.page.route(TRACKER_URLS, () => undefined);
  const fill = async (field = '[name="data[name]"]') => {
    const name = `Visitor ${(count += 1)}`;
    await visitor.page.fill(field, name);
    return name;
  };
  const arrivals = (name: string) =>
    stage.calltouch.leads.filter(({ params }) => params.fio === name).length;

  it('goes to Strapi at once when the session is known', async () => {
    await serveTrackers(visitor.page);
    await open(nativeForm());
    await visitor.page.waitForFunction('window.ct.loaded');
    const name = await fill();
    await visitor.page.click('button');
    const { params, delivery } = await stage.lead(name);
    expect(params).toMatchObject({ sessionId: SESSIONS[MOD_A], tags: 'callback' });
    expect(delivery.capture).toMatchObject({
      source: 'body',
      pageUrl: stage.pages.url(HOST_A, '/'),
    });
    const delayMs = await visitor.delayMs();
    figures.push(`native, tracker there: sent after ${delayMs.toFixed(0)} ms`);
    expect(delayMs).toBeLessThan(SLACK_MS);
  });

  it('goes to Strapi at once while the tracker loads, with its button', async () => {
    await hang();
    await open(nativeForm());
    const name = await fill();
    await visitor.page.click('button');
    const { delivery, params } = await stage.lead(name);
    expect(delivery.capture).toMatchObject({ sessionId: null, reason: 'loading' });
    expect(params.tags).toBe('callback');
    const delayMs = await visitor.delayMs();
    figures.push(`native, tracker never there: sent after ${delayMs.toFixed(0)} ms`);
    expect(delayMs).toBeLessThan(SLACK_MS);
  });

  it('goes to the site’s own backend with the same fields', async () => {
    await serveTrackers(visitor.page);
    await open(`<form data-calltouch method="post" action="/send">
      <input name="name"><button>Send</button></form>`);
    await visitor.page.waitForFunction('window.ct.loaded');
    await fill('[name=name]');
    await visitor.page.click('button');
    await waitFor('the post', () => stage.pages.sent.length > 0);
    expect(stage.pages.sent).toEqual([
      {
        method: 'POST',
        path: '/send',
        fields: [
          ['name', `Visitor ${count}`],
          ['calltouch[sessionId]', SESSIONS[MOD_A]],
          ['calltouch[pageUrl]', stage.pages.url(HOST_A, '/')],
          ['calltouch[reason]', ''],
        ],
      },
    ]);
  });

  it('is left to the page that sends it by itself, complete in what the page sends', async () => {
    await serveTrackers(visitor.page);
    await open(`${nativeForm()}<script>
      const form = document.querySelector('form');
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        fetch(form.action, { method: 'POST', body: new FormData(form) });
      });
    </script>`);
    await visitor.page.waitForFunction('window.ct.loaded');
    const name = await fill();
    await visitor.page.click('button');
    const { params } = await stage.lead(name);
    expect(params.sessionId).toBe(SESSIONS[MOD_A]);
    expect(visitor.page.url()).toBe(stage.pages.url(HOST_A, '/'));
  });

  it('does not make a page wait that sends it by itself', async () => {
    await hang();
    await open(`${nativeForm()}<script>
      document.addEventListener('submit', (event) => {
        event.preventDefault();
        fetch(event.target.action, { method: 'POST', body: new FormData(event.target) });
      });
    </script>`);
    const name = await fill();
    await visitor.page.click('button');
    const { delivery } = await stage.lead(name);
    expect(delivery.capture).toMatchObject({ reason: 'loading' });
    expect(await visitor.delayMs()).toBeLessThan(SLACK_MS);
    expect(arrivals(name)).toBe(1);
  });

  it('may come later, and may be sent without an event', async () => {
    await serveTrackers(visitor.page);
    await open('');
    await visitor.page.waitForFunction('window.ct.loaded');
    await visitor.page.evaluate(`document.body.innerHTML = ${JSON.stringify(nativeForm())}`);
    const clicked = await fill();
    await visitor.page.click('button');
    expect((await stage.lead(clicked)).params.sessionId).toBe(SESSIONS[MOD_A]);

    await visitor.page.goBack();
    const submitted = `Visitor ${(count += 1)}`;
    await visitor.page.waitForFunction('window.ct.loaded');
    await visitor.page.evaluate(`
      document.body.innerHTML = ${JSON.stringify(nativeForm())};
      document.querySelector('input').value = '${submitted}';
      document.querySelector('form').submit();`);
    expect((await stage.lead(submitted)).params.sessionId).toBe(SESSIONS[MOD_A]);
  });

  it('leaves other forms alone', async () => {
    await serveTrackers(visitor.page);
    await open('<form method="post" action="/send"><input name="name"><button>Go</button></form>');
    await fill('[name=name]');
    await visitor.page.click('button');
    await waitFor('the post', () => stage.pages.sent.length > 0);
    expect(stage.pages.sent[0]!.fields).toEqual([['name', `Visitor ${count}`]]);
  });
});
