import { request } from 'node:http';
import { startLocalCalltouch, type LocalCalltouch } from '../../../local-calltouch';
import { get, leadIn, post, postRaw, REGISTER_PATH } from './client';

const SAMPLE = {
  subject: 'Моя форма',
  requestNumber: 'zi0D8c0c',
  requestUrl: 'http://test.ru',
  requestDate: '26.03.2018 10:00:00',
  sessionId: '1845461367',
  fio: 'Вася',
  email: 'vasya@mail.ru',
  phoneNumber: '+7 (920) 555-00-55',
};

describe('a lead', () => {
  let calltouch: LocalCalltouch;
  beforeAll(async () => (calltouch = await startLocalCalltouch({ requestsPerSecond: 0 })));
  afterEach(() => calltouch.reset());
  afterAll(() => calltouch.stop());

  it('is answered as on the page of Calltouch, by GET and POST, with and without last slash', async () => {
    const first = await startLocalCalltouch();
    const answer = await get(first.url, SAMPLE);
    await first.stop();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const sample = await leadIn(answer);
    expect(sample).toStrictEqual({
      date: 1522047600000,
      requestType: 'CLIENT_ORDER',
      dateStr: '26/03/2018 10:00:00',
      session: {
        keywords: '',
        city: 'vladimir',
        ip: '95.66.182.68',
        browser: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:59.0) Gecko/20100101 Firefox/59.0',
        source: 'yandex',
        medium: 'cpc',
        ref: '',
        url: 'http://filipok.io/calltouch/?utm_source=yandex&utm_medium=cpc&attrs={"attrh":1,"ver":171110,"r7k12_si":1156810694}',
        utmSource: 'yandex',
        utmMedium: 'cpc',
        utmTerm: '',
        utmContent: '',
        utmCampaign: '',
        guaClientId: null,
        yaClientId: null,
        sessionId: 1845461367,
        additionalTags: [],
        attribution: 1,
        attrs: null,
      },
      subject: 'Моя форма',
      uniqTargetRequest: false,
      uniqueRequest: true,
      yandexDirect: null,
      googleAdWords: null,
      requestNumber: 'zi0D8c0c',
      requestId: 5222102,
      client: {
        fio: 'Вася',
        clientId: 37633316,
        phones: [{ phoneNumber: '79205550055', phoneType: 'OTHER' }],
        contacts: [{ contactType: 'EMAIL', contactValue: 'vasya@mail.ru' }],
      },
      orders: [],
      targetRequest: false,
      status: 'NOT_SET',
      order: null,
    });
    for (const path of [REGISTER_PATH, REGISTER_PATH.slice(0, -1)]) {
      const body = new URLSearchParams(SAMPLE);
      const posted = await fetch(calltouch.url + path, { method: 'POST', body });
      expect(Object.keys(await leadIn(posted))).toEqual(Object.keys(sample));
    }
  });

  it('gets a growing id, also over a reset, and without a number of its own shows that', async () => {
    const first = await leadIn(post(calltouch.url, { fio: 'А' }));
    calltouch.reset();
    const second = await leadIn(post(calltouch.url, { fio: 'Б', requestNumber: '' }));
    expect(second.requestId).toBe(first.requestId + 1);
    expect([first.requestNumber, second.requestNumber]).toEqual([
      String(first.requestId),
      String(second.requestId),
    ]);
  });

  it('is made again for a repeated number, and known as a repeated client', async () => {
    const lead = { phoneNumber: '8 920 555-00-55', requestNumber: 'same' };
    const first = await leadIn(post(calltouch.url, lead));
    const second = await leadIn(post(calltouch.url, { ...lead, phoneNumber: '79205550055' }));
    expect(calltouch.leads).toHaveLength(2);
    expect(second.client.clientId).toBe(first.client.clientId);
    expect([first.uniqueRequest, second.uniqueRequest]).toEqual([true, false]);
  });

  it.each([
    ['8 (920) 555-00-55', '79205550055'],
    ['+79205550055', '79205550055'],
    ['555-00-55', '555-00-55'],
    ['+375 29 123-45-67', '+375 29 123-45-67'],
  ])('shows the phone %s as %s', async (phoneNumber, shown) => {
    const answer = await leadIn(post(calltouch.url, { phoneNumber }));
    expect(answer.client.phones).toEqual([{ phoneNumber: shown, phoneType: 'OTHER' }]);
    expect(answer.client.contacts).toEqual([]);
  });

  it('has the moment of the request without requestDate', async () => {
    const before = Date.now();
    const { date, dateStr } = await leadIn(post(calltouch.url, { fio: 'А' }));
    expect(date).toBe(calltouch.leads[0]?.at);
    expect(date).toBeGreaterThanOrEqual(before);
    expect(dateStr).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
  });

  it('has no session if none was sent, or an unknown one', async () => {
    const none = await leadIn(post(calltouch.url, { fio: 'А' }));
    const unknown = await leadIn(post(calltouch.url, { fio: 'А', sessionId: '77' }));
    expect([none.session, unknown.session]).toEqual([null, null]);
  });

  it('carries ids of any length as numbers, without losing a digit', async () => {
    const large = await startLocalCalltouch({ firstRequestId: '9007199254740993123' });
    const text = await (await post(large.url, { fio: 'А', sessionId: '4794763832' })).text();
    const again = await (await post(large.url, { fio: 'А' })).text();
    await large.stop();
    expect(text).toContain('"requestId":9007199254740993123,');
    expect(text).toContain('"sessionId":4794763832,');
    expect(text).toContain('"yaClientId":1522047600123456789,');
    expect(again).toContain('"requestId":9007199254740993124,');
    expect(large.leads[0]?.requestId).toBe('9007199254740993123');
  });

  it('knows the sessions that it was given, completed as direct visits', async () => {
    const own = await startLocalCalltouch({ sessions: { '5': { source: 'mail', city: 'Тверь' } } });
    const answer = await leadIn(post(own.url, { fio: 'А', sessionId: '5' }));
    const other = await leadIn(post(own.url, { fio: 'А', sessionId: '1845461367' }));
    await own.stop();
    expect(answer.session).toMatchObject({
      sessionId: 5,
      source: 'mail',
      city: 'Тверь',
      medium: '(none)',
    });
    expect(other.session).toBeNull();
  });

  it.each(['GET', 'POST'])('keeps every character by %s', async (method) => {
    const text = 'Ёлка 🎄 a+b & c=d; 100% "q" <b>\n\tвторая строка é 漢字 %D0 ';
    const params = { fio: text, comment: '+', 'customField[Товар & цвет]': 'окно=1&2' };
    const send = method === 'GET' ? get : post;
    const answer = await leadIn(send(calltouch.url, params));
    const [lead] = calltouch.leads;
    expect(answer.client.fio).toBe(text);
    expect(lead?.params).toEqual(params);
    expect(lead?.raw).toBe(new URLSearchParams(params).toString());
    expect(lead).toMatchObject({ method, siteId: '18990', status: 200, fault: null });
  });

  it('takes %20 for a blank, a body in plain UTF-8, and the first of a repeated parameter', async () => {
    const type = 'application/x-www-form-urlencoded; charset=UTF-8';
    await postRaw(calltouch.url, 'fio=Вася%20П&&fio=Петя&flag', type);
    expect(calltouch.leads[0]?.params).toEqual({ fio: 'Вася П', flag: '' });
    expect(calltouch.leads[0]?.contentType).toBe(type);
  });

  it('is answered after the least delay', async () => {
    const slow = await startLocalCalltouch({ minimumDelayMs: 60 });
    const start = performance.now();
    await post(slow.url, { fio: 'А' });
    const took = performance.now() - start;
    await slow.stop();
    expect(took).toBeGreaterThanOrEqual(58);
  });

  it('is not made of a body that breaks off', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 100 };
    const options = { method: 'POST', headers, port: calltouch.port, path: REGISTER_PATH };
    const broken = request(options).on('error', () => undefined);
    broken.write('fio=abc', () => setTimeout(() => broken.destroy(), 30));
    await new Promise((resolve) => broken.once('close', resolve));
    await post(calltouch.url, { fio: 'next' });
    expect(calltouch.arrivals[0]).toMatchObject({ raw: 'fio=abc', status: null, requestId: null });
    expect(calltouch.leads).toHaveLength(1);
  });

  it('notes moments by both clocks', async () => {
    await post(calltouch.url, { fio: 'А' });
    await post(calltouch.url, { fio: 'Б' });
    const [first, second] = calltouch.arrivals;
    expect(Math.abs(Date.now() - (first?.at ?? 0))).toBeLessThan(2000);
    expect(second?.monotonicMs).toBeGreaterThan(first?.monotonicMs ?? Infinity);
  });
});
