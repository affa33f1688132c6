import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings, site } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
/** A session that the local Calltouch knows: vladimir, yandex, cpc. */
const SESSION = '1845461367';

jest.setTimeout(30_000);

describeWithStrapi(
  'a form submission',
  { env: { STRICT_PARAMS: 'true' } },
  ({ app, calltouch }) => {
    beforeEach(() => calltouch.reset());

    const save = async (document: unknown) => {
      const saved = await app.admin('put', '/calltouch/settings').send(document as object);
      expect(saved.body).toEqual(document);
    };

    const submit = async (data: object, headers: Record<string, string> = {}) => {
      const created = await app.visitor.post('/api/leads').set(headers).send({ data });
      expect(created.status).toBe(201);
      const delivery = await app.settled(LEAD, created.body.data.documentId, 'delivered');
      return { created, delivery };
    };

    it('reaches Calltouch with every parameter of the register request', async () => {
      const product = await app.strapi
        .documents('api::product.product' as never)
        .create({ data: { title: 'Кухня «Прага» & co=1+1' } as never });
      await save(
        settings([
          form({
            fields: {
              subject: 'Заявка {{ kind }}',
              fio: '{{ name }}',
              phoneNumber: '{{ phone }}',
              email: '{{ email }}',
              comment: '{{ message }}',
              tags: 'site,{{ kind }}',
              requestUrl: '',
              sessionId: '',
              requestNumber: 'web-{{ documentId }}',
              requestDate: '',
            },
            customFields: [{ name: 'product', value: '{{ product.title }}' }],
          }),
        ]),
      );
      const before = Date.now();
      const { created } = await submit({
        name: 'Анна 😀',
        phone: '8 (920) 123-45-67',
        email: 'anna@example.ru',
        message: 'Две строки:\nвот & вот',
        kind: 'order',
        product: product.documentId,
        calltouch: { sessionId: SESSION, pageUrl: 'https://example.ru/kuhni?a=1&b=2#top' },
      });

      const { documentId } = created.body.data;
      const [arrival, ...others] = calltouch.arrivals;
      expect(others).toEqual([]);
      expect(arrival).toMatchObject({ method: 'POST', siteId: '18990', status: 200 });
      const { requestDate, ...params } = arrival!.params;
      expect(params).toEqual({
        subject: 'Заявка order',
        requestNumber: `web-${documentId}`,
        sessionId: SESSION,
        fio: 'Анна 😀',
        phoneNumber: '79201234567',
        email: 'anna@example.ru',
        comment: 'Две строки:\nвот & вот',
        tags: 'site,order',
        requestUrl: 'https://example.ru/kuhni?a=1&b=2#top',
        'customField[product]': 'Кухня «Прага» & co=1+1',
      });
      expect(arrival!.contentType).toMatch(/^application\/x-www-form-urlencoded; ?charset=utf-8$/i);
      const moscow = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)$/.exec(requestDate!)!;
      const sentMs = Date.parse(`${moscow[3]}-${moscow[2]}-${moscow[1]}T${moscow[4]}+03:00`);
      expect(Math.abs(sentMs - before)).toBeLessThan(5_000);
    });

    it('leaves empty parameters out, never an empty or zero session', async () => {
      await save(settings());
      await submit({ name: '', phone: '+7 701 123 45 67', calltouch: { sessionId: '0' } });
      expect(Object.keys(calltouch.arrivals[0]!.params).sort()).toEqual([
        'phoneNumber',
        'requestDate',
        'requestNumber',
        'subject',
      ]);
    });

    it('brings the result back onto the entry and keeps it from the public', async () => {
      await save(settings([form({ writeBack: { utmSource: 'utmSource', city: 'sessionCity' } })]));
      const { created, delivery } = await submit({
        name: 'Анна',
        phone: '9201234567',
        calltouch: { sessionId: SESSION, pageUrl: 'https://example.ru/' },
      });
      const { documentId, updatedAt } = created.body.data;
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect(row).toMatchObject({
        utmSource: 'yandex',
        sessionCity: 'vladimir',
        calltouchStatus: 'delivered',
        calltouchRequestId: delivery.requestId,
        calltouchSource: 'yandex',
        calltouchMedium: 'cpc',
        calltouchError: null,
      });
      expect(row.calltouchAttribution).not.toBeNull();
      expect(new Date(row.updatedAt).toISOString()).toBe(updatedAt);
      expect(Object.keys(created.body.data).filter((name) => /^calltouch/.test(name))).toEqual([]);

      const forged = await app.visitor
        .post('/api/leads')
        .send({ data: { name: 'X', phone: '9201234567', calltouchRequestId: '1' } });
      expect(forged.status).toBe(400);
    });

    it('carries an id of 19 digits without losing one', async () => {
      await save(settings());
      calltouch.faults.setFault(
        { kind: 'json', json: '{"requestId":9223372036854775807,"session":null}' },
        { times: 1 },
      );
      const { created, delivery } = await submit({ name: 'Анна', phone: '9201234567' });
      expect(delivery.requestId).toBe('9223372036854775807');
      const { documentId } = created.body.data;
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect(row.calltouchRequestId).toBe('9223372036854775807');
    });

    it('settles an answer whose text no database stores', async () => {
      await save(settings());
      const city = String.raw`\u0000Москва\ud83d`;
      calltouch.faults.setFault(
        { kind: 'json', json: `{"requestId":77,"session":{"city":"${city}"}}` },
        { times: 1 },
      );
      const { delivery } = await submit({ name: 'Анна', phone: '9201234567' });
      expect(delivery).toMatchObject({ requestId: '77', result: { city: 'Москва\ufffd' } });
    });

    it.each([
      [
        'the cookie of the site’s script',
        { Cookie: `_ct_ids=${encodeURIComponent(`abcd1234:18990:${SESSION}`)}` },
        SESSION,
      ],
      ['the only site’s session cookie', { Cookie: `_ct_session_id=${SESSION}` }, SESSION],
      [
        'no cookie of another script',
        { Cookie: `_ct_ids=${encodeURIComponent(`zzzz9999:1:${SESSION}`)}` },
        undefined,
      ],
    ])('takes the session from %s and the page from the Referer', async (_, headers, sessionId) => {
      await save(settings());
      await submit(
        { name: 'Анна', phone: '9201234567' },
        { ...headers, Referer: 'https://example.ru/okna' },
      );
      expect(calltouch.arrivals[0]!.params).toMatchObject({
        requestUrl: 'https://example.ru/okna',
      });
      expect(calltouch.arrivals[0]!.params.sessionId).toBe(sessionId);
    });

    it.each([
      ['an object', { sessionId: { $gt: '' }, pageUrl: ['x'] }],
      ['a script address', { sessionId: '12<script>', pageUrl: 'javascript:alert(1)' }],
      ['line breaks', { sessionId: '12\r\n34', pageUrl: 'https://example.ru/\r\nX: y' }],
      [
        'hundreds of thousands of digits',
        { sessionId: '9'.repeat(400_000), pageUrl: `https://e.ru/${'a'.repeat(400_000)}` },
      ],
      ['a text', 'sessionId'],
      ['a list', [1, 2]],
      ['null', null],
    ])('ignores %s as capture, and sends the lead', async (_, capture) => {
      await save(settings());
      await submit({ name: 'Анна', phone: '9201234567', calltouch: capture });
      const { params } = calltouch.arrivals[0]!;
      expect(params.sessionId).toBeUndefined();
      expect(params.requestUrl).toBeUndefined();
    });

    it('chooses the site by the host of the visitor’s page', async () => {
      const sites = [site(), site({ key: 'b', siteId: '777', modId: 'bbbb2222', hosts: ['b.ru'] })];
      await save(settings([form({ site: null })], {}, sites));
      const visit = (pageUrl: string) =>
        submit({ name: 'Анна', phone: '9201234567', calltouch: { pageUrl } });
      await visit('https://www.b.ru/x');
      await visit('https://example.ru/x');
      await visit('https://elsewhere.ru/x');
      expect(calltouch.arrivals.map((arrival) => arrival.siteId)).toEqual([
        '777',
        '18990',
        '18990',
      ]);
    });

    it('is sent as the visitor sent it, whatever is changed before it leaves', async () => {
      await save(settings([form()], { paused: true }));
      const created = await app.visitor
        .post('/api/leads')
        .send({ data: { name: 'Анна', phone: '9201234567' } });
      const { documentId } = created.body.data;
      await app.strapi
        .documents(LEAD as never)
        .update({ documentId, data: { name: 'Другая' } as never });
      await save(settings([form({ fields: { fio: 'Changed', phoneNumber: '{{ phone }}' } })]));
      await app.settled(LEAD, documentId, 'delivered');
      expect(calltouch.arrivals.map((arrival) => arrival.params.fio)).toEqual(['Анна']);
    });

    it('fails with the reason where nobody can be called back', async () => {
      await save(settings());
      const events: unknown[] = [];
      const listener = (payload: unknown) => void events.push(payload);
      app.strapi.eventHub.on('calltouch.delivery.failed', listener as never);
      const created = await app.visitor.post('/api/leads').send({ data: { message: 'Hello' } });
      expect(created.status).toBe(201);
      await waitFor('the event', () => events.length > 0);
      app.strapi.eventHub.off('calltouch.delivery.failed', listener as never);
      expect(events).toMatchObject([{ delivery: { status: 'failed', reason: 'noContact' } }]);
      const delivery = await app.settled(LEAD, created.body.data.documentId, 'failed');
      expect(delivery.reason?.code).toBe('noContact');
      const row = await app.strapi.db
        .query(LEAD)
        .findOne({ where: { documentId: created.body.data.documentId } });
      expect(row).toMatchObject({ calltouchStatus: 'failed' });
      expect(row.calltouchError).toBeTruthy();
      expect(calltouch.arrivals).toEqual([]);
    });

    it('is skipped where the form’s condition says no', async () => {
      await save(settings([form({ condition: { kind: { $eq: 'callback' } } })]));
      const send = (kind: string) =>
        app.visitor.post('/api/leads').send({ data: { name: 'Анна', phone: '9201234567', kind } });
      const no = await send('order');
      const yes = await send('callback');
      await app.settled(LEAD, yes.body.data.documentId, 'delivered');
      const skipped = await app.settled(LEAD, no.body.data.documentId, 'skipped');
      expect(skipped.reason?.code).toBe('condition');
      expect(calltouch.arrivals).toHaveLength(1);
    });

    it('announces what became of it', async () => {
      await save(settings());
      const events: unknown[] = [];
      const listener = (payload: unknown) => void events.push(payload);
      app.strapi.eventHub.on('calltouch.delivery.delivered', listener as never);
      const { created } = await submit({ name: 'Анна', phone: '9201234567' });
      await waitFor('the event', () => events.length > 0);
      app.strapi.eventHub.off('calltouch.delivery.delivered', listener as never);
      expect(JSON.stringify(events[0])).toContain(created.body.data.documentId);
      expect(JSON.stringify(events[0])).not.toContain('79201234567');
    });
  },
);
