import { startLocalCalltouch, type LocalCalltouch } from '../../../local-calltouch';
import { preferredLanguage } from '../../../local-calltouch/preferredLanguage';
import { post } from './client';

describe('the journal page', () => {
  let calltouch: LocalCalltouch;
  beforeEach(async () => (calltouch = await startLocalCalltouch({ requestsPerSecond: 0 })));
  afterEach(() => calltouch.stop());

  const page = async (language = 'en'): Promise<string> =>
    (await fetch(calltouch.url, { headers: { 'accept-language': language } })).text();

  it('is HTML in the language that the browser prefers, and no arrival', async () => {
    const answer = await fetch(`${calltouch.url}/?from=bookmark`);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await page('en-GB,ru;q=0.5')).toContain('<html lang="en">');
    expect(await page('ru,en;q=0.8')).toContain('Заявок пока нет.');
    expect(calltouch.arrivals).toEqual([]);
  });

  it('shows all of a lead, newest first', async () => {
    await post(calltouch.url, { fio: 'Первая', requestNumber: 'old' });
    await post(calltouch.url, {
      subject: 'Форма «Окна»',
      requestNumber: 'n-7',
      requestDate: '26.03.2018 10:00:00',
      sessionId: '4794763832',
      fio: 'Вася Пупкин',
      phoneNumber: '8 920 555-00-55',
      email: 'vasya@mail.ru',
      comment: 'Перезвоните\nвечером',
      tags: 'окна, срочно',
      requestUrl: 'https://example.ru/okna/?a=1',
      'customField[product]': 'Окно',
    });
    const html = await page();
    const shown = [
      '26/03/2018 10:00:00',
      'n-7',
      '5222103',
      'Форма «Окна»',
      'Вася Пупкин',
      '79205550055',
      'vasya@mail.ru',
      'google / organic',
      'Перезвоните\nвечером',
      '>окна<',
      '>срочно<',
      'https://example.ru/okna/?a=1',
      'product: Окно',
    ];
    for (const text of shown) expect(html).toContain(text);
    expect(html.indexOf('>n-7<')).toBeLessThan(html.indexOf('>old<'));
    expect(html).toContain('Leads (2)');
  });

  it('shows requests that made no lead among the latest requests', async () => {
    calltouch.faults.setFault({ kind: 'status', status: 503 });
    await post(calltouch.url, { fio: 'А', requestNumber: 'failed-1' });
    const html = await page();
    expect(html).toContain('POST failed-1');
    expect(html).toContain('>503<');
    expect(html).toContain('No lead yet.');
  });

  it('escapes whatever was typed', async () => {
    const evil = `<script>alert("1")</script>'&`;
    const names = ['subject', 'requestNumber', 'fio', 'phoneNumber', 'email', 'comment', 'tags'];
    const params = Object.fromEntries([...names, 'requestUrl'].map((name) => [name, evil]));
    await post(calltouch.url, { ...params, [`customField[${evil}]`]: evil });
    calltouch.faults.setFault({ kind: 'text', text: evil });
    const html = await page();
    expect(html).not.toContain('<script>alert');
    expect(
      html.match(/&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;&#39;&amp;/g),
    ).toHaveLength(11);
  });

  it('allows no script but its own', async () => {
    const policy = (await fetch(calltouch.url)).headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*script-src 'sha256-/);
  });

  it('has working switches for the main faults, of which it shows the one that is on', async () => {
    const pressed = async (): Promise<string[]> =>
      [...(await page()).matchAll(/id="fault-(\w+)"[^>]*aria-pressed="true"/g)].map(
        ([, name]) => name ?? '',
      );
    expect(await pressed()).toEqual(['none']);
    const orders = [...(await page()).matchAll(/data-fault="([^"]*)"/g)].map(([, order]) =>
      (order ?? '').replaceAll('&quot;', '"'),
    );
    const found: string[][] = [];
    for (const body of orders) {
      await fetch(`${calltouch.url}/__control/fault`, { method: 'POST', body });
      found.push(await pressed());
    }
    expect(found).toEqual([['none'], ['down'], ['slow'], ['throttled']]);
    expect(orders.map((order) => JSON.parse(order) as unknown)).toEqual([
      { fault: null },
      { fault: { kind: 'status', status: 500 } },
      { fault: { kind: 'delay', delayMs: 5000 } },
      { fault: { kind: 'status', status: 429 } },
    ]);
  });

  it('says which other fault is on, and for how long', async () => {
    calltouch.faults.setFault({ kind: 'blackHole' }, { times: 3 });
    const html = await page();
    expect(html).toContain(
      '{&quot;kind&quot;:&quot;blackHole&quot;}</code>; requests left with it: 3',
    );
    expect(html).not.toContain('aria-pressed="true"');
  });
});

describe('preferredLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de, fr;q=0.5', 'en'],
    ['ru', 'ru'],
    ['RU-ru', 'ru'],
    ['de, ru;q=0.3', 'ru'],
    ['en;q=0.2, ru;q=0.9', 'ru'],
    ['ru;q=0, en;q=0.1', 'en'],
  ])('chooses for %p %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
