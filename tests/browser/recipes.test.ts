import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  HOST_A,
  startCaptureStage,
  type CaptureStage,
  type Visitor,
} from '../support/captureStage';
import { MOD_A, serveTrackers, SESSIONS, trackerSnippet } from '../support/trackers';

const EXAMPLES = path.resolve(__dirname, '../../examples/html');

jest.setTimeout(60_000);

describe('the recipes in a browser', () => {
  let stage: CaptureStage;
  let visitor: Visitor;

  beforeAll(async () => {
    stage = await startCaptureStage();
  }, 180_000);
  afterAll(() => stage?.stop());
  beforeEach(async () => {
    visitor = await stage.visitor();
    await serveTrackers(visitor.page);
  });
  afterEach(async () => {
    expect(visitor.problems).toEqual([]);
    await visitor.context.close();
  });

  /** Opens a recipe as its author would have it: with his Strapi and, unless it loads it, his tracker. */
  const open = async (name: string, change = (html: string) => html) => {
    const html = await readFile(path.join(EXAMPLES, name), 'utf8');
    const tracker = html.includes('data-load-tracker') ? '' : trackerSnippet(MOD_A);
    const page = change(html).replaceAll('https://cms.example.ru', stage.app.url);
    stage.pages.put('/', page.replace('<head>', `<head>${tracker}`));
    await visitor.page.goto(stage.pages.url(HOST_A, '/'));
  };
  const send = async (name: string) => {
    await visitor.page.getByLabel('Имя').fill(name);
    await visitor.page.getByLabel('Телефон').fill('8 (920) 123-45-67');
    await visitor.page.getByRole('button', { name: 'Отправить' }).click();
    return stage.lead(name);
  };

  it.each(['form.html', 'fetch.html', 'csp-nonce.html'])('%s brings the session', async (file) => {
    await open(file);
    const { params } = await send(file);
    expect(params).toMatchObject({
      phoneNumber: '79201234567',
      sessionId: SESSIONS[MOD_A],
      requestUrl: stage.pages.url(HOST_A, '/'),
    });
  });

  it('csp-sri.html brings it with the right hash, and without it goes out all the same', async () => {
    const script = await (await fetch(`${stage.app.url}/api/calltouch/client.js`)).text();
    const hash = createHash('sha384').update(script).digest('base64');
    await open('csp-sri.html', (html) => html.replace('sha384-HASH', `sha384-${hash}`));
    expect((await send('right hash')).params.sessionId).toBe(SESSIONS[MOD_A]);

    const wrong = hash.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    await open('csp-sri.html', (html) => html.replace('sha384-HASH', `sha384-${wrong}`));
    expect((await send('wrong hash')).delivery.capture).toMatchObject({
      sessionId: null,
      reason: null,
    });
  });

  it('fetch.html goes out when the capture script is blocked', async () => {
    await visitor.page.route('**/client.js', (route) => route.abort('blockedbyclient'));
    await open('fetch.html');
    const { params, delivery } = await send('blocked capture');
    expect(params.sessionId).toBeUndefined();
    expect(delivery.capture).toMatchObject({ reason: null });
    await visitor.page.getByText('Спасибо, заявка принята.').waitFor();
  });

  it('consent.html brings it from the moment the visitor agrees, also on the next page', async () => {
    await open('consent.html');
    const before = await send('not agreed');
    expect(before.delivery.capture).toMatchObject({ sessionId: null, reason: 'no_consent' });
    await open('consent.html');
    await visitor.page.getByRole('button', { name: 'Да' }).click();
    expect((await send('agreed')).params.sessionId).toBe(SESSIONS[MOD_A]);
    await open('consent.html');
    expect((await send('still agreed')).params.sessionId).toBe(SESSIONS[MOD_A]);
  });
});
