import { startLocalCalltouch, type LocalCalltouch } from '../../../local-calltouch';
import { errorIn, get, overTcp, post, postRaw, REGISTER_PATH } from './client';

const FORM = 'application/x-www-form-urlencoded';

describe('a refusal', () => {
  let calltouch: LocalCalltouch;
  beforeAll(async () => (calltouch = await startLocalCalltouch({ requestsPerSecond: 0 })));
  afterEach(() => calltouch.reset());
  afterAll(() => calltouch.stop());

  it.each([
    ['GET', () => fetch(calltouch.url + REGISTER_PATH)],
    ['GET with a bare question mark', () => fetch(`${calltouch.url}${REGISTER_PATH}?`)],
    ['POST', () => fetch(calltouch.url + REGISTER_PATH, { method: 'POST' })],
    ['POST of an empty form', () => postRaw(calltouch.url, '', FORM)],
  ])('of no parameter at all is a text with status 200: %s', async (_name, send) => {
    const answer = await send();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe(
      'Не возможно создать заявку - не указано ни одного входного параметра',
    );
    expect(calltouch.leads).toEqual([]);
  });

  const customFields = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`customField[f${index}]`, 'x']),
    );

  it.each<[string, Record<string, string>, string]>([
    ['no contact', { subject: 'Форма' }, 'fio, phoneNumber, email'],
    ['blank contacts', { fio: ' ', phoneNumber: '', email: '' }, 'fio, phoneNumber, email'],
    ['an empty session', { fio: 'А', sessionId: '' }, 'sessionId'],
    ['session 0', { fio: 'А', sessionId: '0' }, 'sessionId'],
    ['session undefined', { fio: 'А', sessionId: 'undefined' }, 'sessionId'],
    ['a long subject', { fio: 'А', subject: 'ы'.repeat(257) }, 'subject'],
    ['a long number', { fio: 'А', requestNumber: '1'.repeat(257) }, 'requestNumber'],
    ['21 custom fields', { fio: 'А', ...customFields(21) }, 'customField'],
    ['a date in ISO form', { fio: 'А', requestDate: '2018-03-26 10:00:00' }, 'requestDate'],
    ['a date without time', { fio: 'А', requestDate: '26.03.2018' }, 'requestDate'],
    ['a date that is none', { fio: 'А', requestDate: '30.02.2018 10:00:00' }, 'requestDate'],
    ['an hour that is none', { fio: 'А', requestDate: '26.03.2018 24:00:00' }, 'requestDate'],
    ['an empty date', { fio: 'А', requestDate: '' }, 'requestDate'],
  ])('of %s is a validation error', async (_name, params, named) => {
    const answer = await post(calltouch.url, params);
    expect(answer.status).toBe(400);
    const data = await errorIn(answer);
    expect(data.type).toBe('validationError');
    expect(data.validationErrorData?.violations).toEqual([
      { message: expect.stringContaining(named) as string },
    ]);
    expect(calltouch.arrivals[0]).toMatchObject({ status: 400, requestId: null, params });
  });

  it('names every violation', async () => {
    const answer = await post(calltouch.url, { sessionId: '0', requestDate: 'now' });
    expect((await errorIn(answer)).validationErrorData?.violations).toHaveLength(3);
  });

  it('does not hit what is just within the rules', async () => {
    const params = {
      subject: 'ы'.repeat(256),
      requestNumber: '1'.repeat(256),
      ...customFields(20),
    };
    const answers = await Promise.all([
      post(calltouch.url, { fio: 'А', ...params }),
      post(calltouch.url, { email: 'a@b.ru' }),
      post(calltouch.url, { phoneNumber: '79205550055' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it.each([
    ['a percent sign alone', 'fio=100%', 'fio=100%'],
    ['no hex digits', 'fio=a&comment=%zz', 'comment=%zz'],
    ['bytes that are no UTF-8', 'fio=%C2%E0%F1%FF', 'fio=%C2%E0%F1%FF'],
    ['half a surrogate pair', 'fio=%ED%A0%BD', 'fio=%ED%A0%BD'],
    ['a bad name', '%=1&fio=a', '%=1'],
  ])('of bad encoding names it: %s', async (_name, raw, named) => {
    const answers = [
      await postRaw(calltouch.url, raw, FORM),
      await fetch(`${calltouch.url}${REGISTER_PATH}?${raw}`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect((await errorIn(answer)).apiErrorData?.errorMessage).toContain(`«${named}»`);
    }
    expect(calltouch.arrivals.map((arrival) => arrival.raw)).toEqual([raw, raw]);
    expect(calltouch.leads).toEqual([]);
  });

  it('hits a body in another encoding, and a query that is not encoded at all', async () => {
    const windows1251 = Uint8Array.from([...Buffer.from('fio='), 0xc2, 0xe0, 0xf1, 0xff]);
    expect((await postRaw(calltouch.url, windows1251, FORM)).status).toBe(400);
    expect(calltouch.arrivals[0]?.raw).toBe('fio=Âàñÿ');
    const line = `GET ${REGISTER_PATH}?fio=Вася HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;
    expect((await overTcp(calltouch.port, line)).data).toMatch(/^HTTP\/1.1 400 /);
  });

  it.each([
    'application/json',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/x-www-form-urlencoded; charset=windows-1251',
    '',
  ])('of the content type "%s" is a 415', async (contentType) => {
    const answer = await postRaw(calltouch.url, Buffer.from('fio=a'), contentType);
    expect(answer.status).toBe(415);
    expect((await errorIn(answer)).apiErrorData?.errorCode).toBe(415);
    expect(calltouch.arrivals[0]).toMatchObject({ raw: 'fio=a', params: {}, status: 415 });
  });

  it('of another method is a 405, of another address a 404', async () => {
    const put = await fetch(calltouch.url + REGISTER_PATH, { method: 'PUT', body: 'fio=a' });
    const elsewhere = await fetch(`${calltouch.url}/calls-service/RestAPI/requests/?fio=a`);
    expect([put.status, elsewhere.status]).toEqual([405, 404]);
    expect(calltouch.arrivals.map(({ siteId }) => siteId)).toEqual(['18990', '']);
  });

  it('of a site without a number is a 404 in JSON', async () => {
    const known = await get(calltouch.url, { fio: 'А' });
    const noNumber = await fetch(`${calltouch.url}${REGISTER_PATH.replace('18990', 'abc')}?fio=a`);
    expect([known.status, noNumber.status]).toEqual([200, 404]);
    expect((await errorIn(noNumber)).apiErrorData?.errorCode).toBe(404);
  });
});
