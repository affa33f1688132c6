import { NO_CAPTURE } from '../../server/src/capture/capture';
import type { Capture } from '../../server/src/contracts';
import { form, settings, site } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const LEAD = 'api::lead.lead';
const PAGE = 'https://example.ru/kitchens?utm_source=yandex';
const NONE: Capture = NO_CAPTURE;
/** What the page's own address says of the visit. */
const OF_PAGE = { pageUrl: PAGE, visit: { utmSource: 'yandex' } };
const SITES = [site(), site({ key: 'shop', siteId: '2', modId: 'wxyz9876', hosts: ['shop.ru'] })];
const MEGABYTE = 1024 * 1024;

jest.setTimeout(30_000);

// The strict one of Strapi's two ways with members that it does not know.
describe('the capture of a request under strictParams', () => {
  let app: StartedStrapi;

  beforeAll(async () => {
    app = await startStrapi({ CALLTOUCH_WORKER: 'false', STRICT_PARAMS: 'true' });
    const saved = await app
      .admin('put', '/calltouch/settings')
      .send(settings([form({ site: null })], {}, SITES));
    expect(saved.status).toBe(200);
  }, 60_000);

  afterAll(() => app?.stop());

  const captureOf = async (answer: { status: number; body: any; text: string }) => {
    expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
    return (await app.deliveryOf(LEAD, answer.body.data.documentId))!;
  };
  const post = () => app.visitor.post('/api/leads');
  const json = (calltouch: unknown) =>
    post().send({ data: { name: 'Анна', phone: '89201234567', calltouch } });
  const urlencoded = (text: string) =>
    post().type('form').send(`data[name]=Анна&data[phone]=89201234567&${text}`);

  it('is taken from data.calltouch of JSON, and not stored with the entry', async () => {
    const answer = await json({ sessionId: '4794763832', pageUrl: PAGE });
    const delivery = await captureOf(answer);
    expect(delivery.capture).toEqual({
      ...NONE,
      sessionId: '4794763832',
      ...OF_PAGE,
      source: 'body',
    });
    expect(delivery.lead).toMatchObject({ sessionId: '4794763832', requestUrl: PAGE });
    expect(answer.body.data).not.toHaveProperty('calltouch');
  });

  it.each([
    ['calltouch[…]', 'calltouch[sessionId]=4794763832&calltouch[reason]='],
    ['data[calltouch][…]', 'data[calltouch][sessionId]=4794763832&data[calltouch][reason]='],
  ])('is taken from %s of a form that the browser posts', async (_fields, text) => {
    const name = text.startsWith('data') ? 'data[calltouch]' : 'calltouch';
    const delivery = await captureOf(
      await urlencoded(`${text}&${name}[pageUrl]=${encodeURIComponent(PAGE)}`),
    );
    expect(delivery.capture).toEqual({
      ...NONE,
      sessionId: '4794763832',
      ...OF_PAGE,
      source: 'body',
    });
    expect(delivery.lead).toMatchObject({ fio: 'Анна', phoneNumber: '79201234567' });
  });

  it('is taken from multipart, whose fields Strapi takes apart likewise', async () => {
    const answer = await post()
      .field('data[name]', 'Анна')
      .field('data[phone]', '89201234567')
      .field('calltouch[sessionId]', '4794763832')
      .field('calltouch[pageUrl]', PAGE);
    const delivery = await captureOf(answer);
    expect(delivery.capture).toEqual({
      ...NONE,
      sessionId: '4794763832',
      ...OF_PAGE,
      source: 'body',
    });
  });

  const VISIT = { landingPage: 'https://example.ru/?yclid=7', utmSource: 'yandex', yclid: '7' };
  const TOKEN = 'Az09_-Az09_-Az09_-Az09';

  it.each([
    ['JSON', (told: object) => json(told)],
    [
      'a form',
      ({ visit, token }: any) => {
        const fields = Object.entries(visit).map(
          ([name, value]) => `calltouch[visit][${name}]=${encodeURIComponent(String(value))}`,
        );
        return urlencoded([`calltouch[token]=${token}`, ...fields].join('&'));
      },
    ],
    [
      'multipart',
      ({ visit, token }: any) => {
        const request = post()
          .field('data[name]', 'Анна')
          .field('data[phone]', '89201234567')
          .field('calltouch[token]', token);
        for (const [name, value] of Object.entries(visit)) {
          request.field(`calltouch[visit][${name}]`, String(value));
        }
        return request;
      },
    ],
  ])('has the visit and the token of %s', async (_what, send) => {
    const delivery = await captureOf(await send({ visit: VISIT, token: TOKEN }));
    expect(delivery.capture).toEqual({ ...NONE, visit: VISIT, token: TOKEN });
  });

  it('gives the visit to templates, keeps it at a resend, and loses it with the lead', async () => {
    const fields = { fio: '{{ name }}', tags: '{{ visit.utmSource }}', comment: '{{ visit }}' };
    const customFields = [{ name: 'yclid', value: '{{ visit.yclid | default: "-" }}' }];
    const mapped = form({ site: null, fields, customFields });
    const save = (forms: object[]) =>
      app.admin('put', '/calltouch/settings').send(settings(forms as never, {}, SITES));
    expect((await save([mapped])).status).toBe(200);
    const delivery = await captureOf(await json({ visit: VISIT, siteId: '5', sessionId: '1' }));
    expect(delivery.lead).toMatchObject({
      tags: 'yandex',
      comment: 'landingPage: https://example.ru/?yclid=7\nutmSource: yandex\nyclid: 7',
      customFields: [{ name: 'yclid', value: '7' }],
    });
    const values = { siteId: '18990', trackerSiteId: '5' };
    expect(delivery.warnings).toEqual([{ field: 'sessionId', code: 'foreignTracker', values }]);
    const checkUp = await app.admin('get', '/calltouch/check-up');
    expect(checkUp.body.sites[0].checks).toContainEqual(
      expect.objectContaining({ code: 'tracker', variant: 'foreign', values }),
    );
    const without = await captureOf(await json({ visit: { utmSource: 5 } }));
    expect(without.lead).toMatchObject({ customFields: [{ name: 'yclid', value: '-' }] });
    expect(without.lead).not.toHaveProperty('tags');

    const refused = await save([
      { ...mapped, fields: { ...fields, requestUrl: '{{ visit.url }}' } },
    ]);
    expect([refused.status, refused.body.error.details.errors[0].code]).toEqual([
      400,
      'unknownAttribute',
    ]);

    await app.strapi.documents(LEAD).delete({ documentId: delivery.documentId });
    expect(await app.deliveryOf(LEAD, delivery.documentId)).toMatchObject({ capture: null });
    const { body } = await app.admin('get', '/calltouch/check-up');
    expect(body.sites[0].checks.map(({ code }: any) => code)).not.toContain('tracker');
    expect((await save([form({ site: null })])).status).toBe(200);
  });

  it('keeps the page’s reason for having no session, and none if it says nothing', async () => {
    const blocked = await captureOf(await json({ pageUrl: PAGE, reason: 'blocked' }));
    expect(blocked.capture).toEqual({ ...NONE, ...OF_PAGE, reason: 'blocked' });
    const silent = await captureOf(await json(undefined));
    expect(silent.capture).toEqual(NONE);
    const overview = await app.admin('get', '/calltouch/overview');
    expect(overview.body.noSession).toEqual(
      expect.arrayContaining([
        { reason: 'blocked', count: expect.any(Number) },
        { reason: null, count: expect.any(Number) },
      ]),
    );
  });

  it('falls back to cookies and Referer, for the site of the page’s host', async () => {
    const cookies = '_ct_ids=abcd1234%3A1%3A111%2Cwxyz9876%3A2%3A222; _ct_session_id=111';
    const delivery = await captureOf(
      await json(undefined).set('Cookie', cookies).set('Referer', 'https://shop.ru/'),
    );
    expect(delivery.capture).toMatchObject({ sessionId: '222', source: 'cookie' });
    expect(delivery.site).toBe('shop');
  });

  it('reads no cookies of who has not agreed', async () => {
    const delivery = await captureOf(
      await json({ pageUrl: PAGE, reason: 'no_consent' }).set('Cookie', '_ct_ids=abcd1234:1:111'),
    );
    expect(delivery.capture).toEqual({ ...NONE, pageUrl: PAGE, reason: 'no_consent' });
  });

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['a list', ['4794763832']],
    ['a session with a line break', { sessionId: '4794763832\r\nX: y' }],
    ['a session that is an object', { sessionId: { $gt: '' } }],
    ['a session that is a list', { sessionId: ['4794763832'] }],
    ['a session of half a megabyte', { sessionId: '1'.repeat(MEGABYTE / 2) }],
    ['a script for a page', { pageUrl: 'javascript:alert(1)' }],
    ['a reason of its own', { reason: 'because' }],
  ])('takes %s for nothing, and the lead goes out', async (_what, calltouch) => {
    const delivery = await captureOf(await json(calltouch));
    expect(delivery.capture).toEqual(NONE);
    expect(delivery).toMatchObject({ status: 'pending', lead: { phoneNumber: '79201234567' } });
    expect(delivery.lead).not.toHaveProperty('sessionId');
  });

  it('can’t help what Strapi refuses: a body of more than 1 MB, and data as JSON within a form', async () => {
    const huge = await json({ sessionId: '1'.repeat(10 * MEGABYTE) });
    expect(huge.status).toBe(413);
    const multipart = await post().field('data', JSON.stringify({ name: 'Анна' }));
    expect([multipart.status, multipart.body.error.message]).toEqual([
      400,
      'Missing "data" payload in the request body',
    ]);
  });

  describe('of a registration', () => {
    const USER = 'plugin::users-permissions.user';
    const calltouch = { sessionId: '4794763832', pageUrl: PAGE };
    const person = (name: string) => ({
      username: name,
      email: `${name}@example.ru`,
      password: 'Calltouch1',
    });

    beforeAll(async () => {
      const users = form({
        contentType: USER,
        site: null,
        fields: { fio: '{{ username }}', email: '{{ email }}' },
      });
      const answer = await app
        .admin('put', '/calltouch/settings')
        .send(settings([form({ site: null }), users]));
      expect(answer.status).toBe(200);
      const role = await app.strapi.db
        .query('plugin::users-permissions.role')
        .findOne({ where: { type: 'public' } });
      await app.strapi.db
        .query('plugin::users-permissions.permission')
        .create({ data: { action: `${USER}.create`, role: role.id } });
    });

    const userOf = (username: string): Promise<{ documentId: string } | null> =>
      app.strapi.db.query(USER).findOne({ where: { username } });
    const deliveryOf = async (username: string) =>
      (await app.deliveryOf(USER, (await userOf(username))!.documentId))!;

    it.each([
      ['POST /api/auth/local/register', '/api/auth/local/register', 'anna', {}],
      ['POST /api/users', '/api/users', 'boris', { role: 1 }],
    ])('is taken from calltouch of %s', async (_route, url, name, more) => {
      const answer = await app.visitor.post(url).send({ ...person(name), ...more, calltouch });
      expect([answer.status < 300, answer.text]).toEqual([true, expect.any(String)]);
      expect(answer.text).not.toContain('4794763832');
      const delivery = await deliveryOf(name);
      expect(delivery.capture).toEqual({
        ...NONE,
        sessionId: '4794763832',
        ...OF_PAGE,
        source: 'body',
      });
      expect(delivery.lead).toMatchObject({ fio: name, sessionId: '4794763832' });
    });

    it('is taken from fields of a form, and costs nobody the registration if malformed', async () => {
      const posted = await app.visitor
        .post('/api/auth/local/register')
        .type('form')
        .send({ ...person('vera'), 'calltouch[sessionId]': '4794763832' });
      expect(posted.status).toBe(200);
      expect((await deliveryOf('vera')).capture?.sessionId).toBe('4794763832');
      const malformed = await app.visitor
        .post('/api/auth/local/register')
        .send({ ...person('gleb'), calltouch: [1] });
      expect(malformed.status).toBe(200);
      expect((await deliveryOf('gleb')).capture).toEqual(NONE);
    });

    it('admits nothing else that Strapi refuses', async () => {
      const answer = await app.visitor
        .post('/api/auth/local/register')
        .send({ ...person('egor'), calltouch, phone: '89201234567' });
      expect([answer.status, answer.body.error.message]).toEqual([
        400,
        'Invalid parameters: phone',
      ]);
      expect(await userOf('egor')).toBeNull();
    });
  });
});
