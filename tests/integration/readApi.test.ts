import type { Delivery } from '../../server/src/contracts';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { rowsOf, startOneDelivery, type OneDelivery } from '../support/oneDelivery';
import { form, settings, site } from '../support/settings';

const LEAD = 'api::lead.lead';
const BOOKING = 'api::booking.booking';
const DAY_MS = 24 * 3_600_000;
const PERSONAL = /Анна|Кузнецова|920\D{0,3}123|anna@|Перезвоните|Тверь/i;

jest.setTimeout(30_000);

describe('reading deliveries', () => {
  let one: OneDelivery;
  let clerk: string;

  beforeAll(async () => {
    one = await startOneDelivery();
    clerk = await one.app.tokenWith([
      'settings.read',
      'deliveries.read',
      'deliveries.send',
      'deliveries.export',
    ]);
  }, 60_000);

  afterAll(() => one?.stop());

  const find = async (query: object, token?: string) => {
    const answer = await one.app.admin('get', '/calltouch/deliveries', token).query(query);
    expect(answer.status).toBe(200);
    return answer.body as { results: Delivery[]; pagination: Record<string, number> };
  };

  describe('without the right to personal data', () => {
    const routes: ['get' | 'post', () => string][] = [
      ['get', () => '/calltouch/deliveries'],
      ['get', () => `/calltouch/deliveries/${one.delivery.id}`],
      ['get', () => `/calltouch/entries/${LEAD}/${one.entry}`],
      ['get', () => '/calltouch/deliveries/export'],
      ['post', () => '/calltouch/preview'],
      ['post', () => `/calltouch/deliveries/${one.delivery.id}/resend`],
      ['post', () => `/calltouch/entries/${LEAD}/${one.entry}/send`],
    ];
    it.each(routes)('%s %p shows none', async (method, url) => {
      await one.app.settled(LEAD, one.entry, 'delivered');
      const body = method === 'post' ? { form: form() } : undefined;
      const masked = await one.app.admin(method, url(), clerk).send(body);
      expect(masked.status).toBeLessThan(300);
      expect(masked.text).not.toMatch(PERSONAL);
      expect(masked.text).toContain('А***');
      expect(masked.text).toContain('7920*****67');
      expect(masked.text).toContain('a***@example.ru');
      const whole = await one.app.admin(method, url()).send(body);
      expect(whole.text).toMatch(/Анна Кузнецова/);
      if (!url().endsWith('export')) {
        expect(masked.text).toContain('"isMasked":true');
        expect(whole.text).toContain('"isMasked":false');
      }
    });

    it('answers keep what explains them', async () => {
      const now = await one.app.settled(LEAD, one.entry, 'delivered');
      const { body } = await one.app.admin('get', `/calltouch/deliveries/${now.id}`, clerk);
      expect(body.requestId).toBe(now.requestId);
      expect(body.lead.sessionId).toBe('4794763832');
      const answer = JSON.parse(body.attempts[0].response);
      expect(answer.client).toMatchObject({
        fio: 'А***',
        phones: [{ phoneNumber: '7920*****67', phoneType: 'OTHER' }],
        contacts: [{ contactType: 'EMAIL', contactValue: 'a***@example.ru' }],
      });
      expect(answer.session?.ip ?? '***').toBe('***');
      expect(Object.keys(answer)).toEqual(Object.keys(JSON.parse(now.attempts![0]!.response!)));
    });

    it('a lead that is being sent is shown no better', async () => {
      await one.app.settled(LEAD, one.entry, 'delivered');
      one.calltouch.faults.setFault({ kind: 'delay', delayMs: 600 }, { times: 1 });
      const send = () =>
        one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`, clerk);
      await send();
      await one.app.settled(LEAD, one.entry, 'sending');
      const refused = await send();
      expect(refused.status).toBe(409);
      expect(refused.body.error.details.delivery.isMasked).toBe(true);
      expect(refused.text).not.toMatch(PERSONAL);
      await one.app.settled(LEAD, one.entry, 'delivered');
    });

    it('a refusal of Calltouch is shown without the person in it', async () => {
      one.calltouch.faults.setFault(
        { kind: 'text', text: 'Анна Кузнецова, +7 920 123-45-67: отказ' },
        { times: 1 },
      );
      await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
      await one.app.settled(LEAD, one.entry, 'failed');
      const { body } = await one.app.admin('get', `/calltouch/entries/${LEAD}/${one.entry}`, clerk);
      expect(body.reason.text).toBe('А***, 7920*****67: отказ');
      await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
      await one.app.settled(LEAD, one.entry, 'delivered');
    });

    it.each([
      ['phone', '79201234567', 0],
      ['email', 'anna@example.ru', 0],
      ['documentId', () => one.entry, 1],
      ['requestId', () => one.delivery.requestId, 1],
      ['requestNumber', () => one.delivery.requestNumber, 1],
    ])('a search by %s finds as many as it may', async (_, value, expected) => {
      const search = typeof value === 'function' ? value() : value;
      const now = await one.app.settled(LEAD, one.entry, 'delivered');
      const text = search === one.delivery.requestId ? now.requestId : search;
      expect((await find({ search: text })).results).toHaveLength(1);
      expect((await find({ search: text }, clerk)).pagination.total).toBe(expected);
      expect(rowsOf((await one.download({ search: text }, clerk)).text)).toHaveLength(expected);
    });

    it('long texts of visitors are hidden, and cost no answer', async () => {
      const comment = `Перезвоните: ${'Кузнецова ждёт звонка. '.repeat(190)}`.slice(0, 4000);
      const lead = { ...one.delivery.lead!, comment };
      const rows = Array.from({ length: 100 }, (_, at) =>
        deliveryRow(`long${at}`, {
          site_key: 'long',
          lead: JSON.stringify(lead),
          capture: JSON.stringify(one.delivery.capture),
          reason: JSON.stringify({ code: 'rejected', values: {}, text: `Плохо: ${comment}` }),
        }),
      );
      await insertDeliveries(one.app.strapi, rows);
      const { results } = await find({ site: 'long', pageSize: 100 }, clerk);
      expect(results).toHaveLength(100);
      const panel = await one.app.admin('get', `/calltouch/entries/${LEAD}/long7`, clerk);
      const csv = await one.download({ site: 'long' }, clerk);
      expect(rowsOf(csv.text)).toHaveLength(100);
      for (const text of [JSON.stringify(results), JSON.stringify(panel.body), csv.text]) {
        expect(text).toContain('А***');
        expect(text).not.toMatch(PERSONAL);
        expect(text).not.toContain('звонка');
      }
      await one.app.strapi.db.connection('calltouch_deliveries').where({ site_key: 'long' }).del();
    });

    it.each(['sessionId', 'subject', 'tags', 'requestNumber', 'requestUrl', 'comment'])(
      'a preview hides what a template made of an entry: %s',
      async (field) => {
        const data = { name: 'Пётр', phone: '9207654321', email: 'p@example.ru' };
        const { body: entry } = await one.app.visitor.post('/api/leads').send({ data });
        for (const value of ['{{ phone }}', '{{ name }}', 'https://x.ru/{{ name }}']) {
          // Nothing else of the lead tells whose data it is.
          const fields = { email: '{{ email }}', [field]: value };
          const body = { form: form({ fields }), documentId: entry.data.documentId };
          const { text } = await one.app.admin('post', '/calltouch/preview', clerk).send(body);
          expect(text).toContain('***@example.ru');
          expect(text).not.toMatch(/9207654321|Пётр|%D0/i);
        }
        await one.app.settled(LEAD, entry.data.documentId, 'delivered');
      },
    );

    it('a lead that can’t be masked is not shown, and said by no value', async () => {
      const logged = jest.spyOn(one.app.strapi.log, 'error').mockImplementation();
      await insertDeliveries(one.app.strapi, [
        deliveryRow('odd', { site_key: 'odd', lead: '{"fio":5,"comment":"Перезвоните"}' }),
      ]);
      const { results } = await find({ site: 'odd' }, clerk);
      expect(results).toMatchObject([{ documentId: 'odd', isMasked: true, lead: null }]);
      expect(logged.mock.calls.flat().join()).toMatch(/TypeError while masking/);
      expect(logged.mock.calls.flat().join()).not.toMatch(PERSONAL);
      logged.mockRestore();
    });

    it('a number that a template made is neither shown nor found', async () => {
      await insertDeliveries(one.app.strapi, [
        deliveryRow('mapped', { site_key: 'mapped', request_number: 'Паспорт 4509' }),
        deliveryRow('forged', { site_key: 'mapped', request_number: '79205550055-forged' }),
      ]);
      const { results } = await find({ site: 'mapped' }, clerk);
      expect(results.map(({ requestNumber }) => requestNumber)).toEqual(['***', '***']);
      for (const search of ['Паспорт 4509', '79205550055-forged']) {
        expect((await find({ search })).pagination.total).toBe(1);
        expect((await find({ search }, clerk)).pagination.total).toBe(0);
      }
    });

    it('the check-up quotes a refusal without the person in it', async () => {
      one.calltouch.faults.setFault({ kind: 'text', text: 'Анна Кузнецова: отказ' }, { times: 1 });
      await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
      await one.app.settled(LEAD, one.entry, 'failed');
      const { text } = await one.app.admin('get', '/calltouch/check-up', clerk);
      expect(text).toContain('А***: отказ');
      expect(text).not.toMatch(PERSONAL);
      await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
      await one.app.settled(LEAD, one.entry, 'delivered');
    });

    it('every id that Calltouch gave is kept and found, the oldest first', async () => {
      const given = (await one.app.settled(LEAD, one.entry, 'delivered')).requestIds;
      await one.app.admin('post', `/calltouch/entries/${LEAD}/${one.entry}/send`);
      const now = await one.app.settled(LEAD, one.entry, 'delivered');
      expect(now.requestIds).toEqual([...given, now.requestId]);
      for (const search of now.requestIds) {
        for (const token of [undefined, clerk]) {
          const { results } = await find({ search }, token);
          expect(results.map(({ id, requestIds }) => [id, requestIds])).toEqual([
            [now.id, now.requestIds],
          ]);
        }
      }
      const filter = { search: now.requestIds[0] };
      const dryRun = await one.app
        .admin('post', '/calltouch/deliveries/resend')
        .send({ filter, dryRun: true });
      expect(dryRun.body).toMatchObject({ sent: 1 });
    });

    it('a resend by filter says nothing of a phone', async () => {
      const answer = await one.app
        .admin('post', '/calltouch/deliveries/resend', clerk)
        .send({ filter: { search: '79201234567' } });
      expect(answer.body.sent).toBe(0);
    });

    it('other code sees everything', async () => {
      const service = one.app.strapi.plugin('calltouch').service('deliveries');
      const [first] = (await service.find({ search: '79201234567' })).results;
      expect(first).toMatchObject({ isMasked: false, lead: { fio: 'Анна Кузнецова' } });
    });
  });

  describe('lists', () => {
    beforeAll(async () => {
      const early = { submitted_at: Date.now() - 100 * DAY_MS };
      await insertDeliveries(one.app.strapi, [
        deliveryRow('a', { ...early, site_key: 'list', attempt_count: 3, has_session: true }),
        deliveryRow('b', { ...early, site_key: 'list', attempt_count: 1, status: 'failed' }),
        deliveryRow('c', { ...early, site_key: 'list', attempt_count: 2, delivered_at: 5 }),
        deliveryRow('d', { ...early, site_key: 'list', attempt_count: 0, status: 'skipped' }),
        deliveryRow('e', { ...early, site_key: 'list', attempt_count: 9, content_type: BOOKING }),
      ]);
    });
    const names = async (query: object) =>
      (await find({ site: 'list', ...query })).results.map((item) => item.documentId).join('');

    it.each([
      [{ hasSession: 'true' }, 'a'],
      [{ hasSession: 'false' }, 'ecb'],
      [{ hasSession: 'false', status: 'failed,delivered', contentType: LEAD }, 'cb'],
      [{ sort: 'attemptCount:asc' }, 'dbcae'],
      [{ sort: 'attemptCount:desc' }, 'eacbd'],
      [{ sort: 'submittedAt:asc' }, 'abcde'],
      [{ sort: 'status:asc', pageSize: 2, page: 2 }, 'eb'],
      [{ sort: 'status:asc', pageSize: 2, page: 4 }, ''],
      [{ from: new Date(Date.now() - 99 * DAY_MS).toISOString() }, ''],
      [{ to: new Date(Date.now() - 99 * DAY_MS).toISOString(), contentType: BOOKING }, 'e'],
    ])('%j shows %s', async (query, expected) => {
      expect(await names(query)).toBe(expected);
      const { sort, page, pageSize, ...filter } = query as Record<string, unknown>;
      if (sort || page || pageSize) return;
      const exported = rowsOf((await one.download({ site: 'list', ...filter })).text);
      expect(exported.map(({ documentId }) => documentId).join('')).toBe(expected);
    });

    it('give as many of the newest attempts as are wanted, with or without bodies', async () => {
      const attempts = Array.from({ length: 30 }, (_, index) => ({
        delivery_id: one.delivery.id,
        sequence: 100 + index,
        trigger_kind: 'automatic',
        started_at: Date.now(),
        outcome: 'retry',
        possible_duplicate: false,
        request: '{"customFields":[]}',
        response: 'x'.repeat(8192),
      }));
      await one.app.strapi.db.connection('calltouch_attempts').insert(attempts);
      const entry = `/calltouch/entries/${LEAD}/${one.entry}`;
      const page = `/calltouch/deliveries/${one.delivery.id}`;
      const of = async (url: string, query: object) => {
        const answer = await one.app.admin('get', url).query(query);
        expect(answer.status).toBe(200);
        return answer.body.attempts as NonNullable<Delivery['attempts']>;
      };
      for (const url of [entry, page]) {
        const all = await of(url, {});
        expect(all.length).toBeGreaterThan(30);
        expect(all.at(-1)!.response).toHaveLength(8192);
        expect(await of(url, { attempts: 10 })).toEqual(all.slice(-10));
        const lean = await of(url, { attempts: 10, bodies: 'false' });
        expect(lean).toEqual(
          all.slice(-10).map((item) => ({ ...item, request: null, response: null })),
        );
        expect(JSON.stringify(lean).length).toBeLessThan(5_000);
        for (const query of [{ attempts: 0 }, { attempts: 'all' }, { bodies: 'no' }]) {
          expect((await one.app.admin('get', url).query(query)).status).toBe(400);
        }
      }
      await one.app.strapi.db
        .connection('calltouch_attempts')
        .where('sequence', '>=', 100)
        .delete();
    });

    describe('by days', () => {
      beforeAll(async () => {
        // New York had 25 hours on the first of November.
        const zones = [
          ['main', 'Europe/Moscow'],
          ['ny', 'America/New_York'],
        ];
        const sites = zones.map(([key, timeZone]) => site({ key, name: key, timeZone }));
        const saved = await one.app
          .admin('put', '/calltouch/settings')
          .send(settings([form()], {}, sites));
        expect(saved.status).toBe(200);
        await insertDeliveries(
          one.app.strapi,
          ['2026-10-31T21:00:00Z', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'].flatMap(
            (iso, index) =>
              [-1, 0].map((ms) =>
                deliveryRow(`${'abc'[index]}${ms + 1}`, {
                  site_key: index === 0 ? 'main' : 'ny',
                  submitted_at: Date.parse(iso) + ms,
                }),
              ),
          ),
        );
      });
      const on = { from: '2026-11-01', to: '2026-11-01' };
      // In Moscow the day ends at 21:00 UTC, so with all sites it holds New York's midnight.
      it.each([
        [on, 'b1,b0,a1'],
        [{ ...on, site: 'ny' }, 'c0,b1'],
        [{ ...on, site: 'main' }, 'a1'],
        [{ from: '2026-11-02', to: '2026-11-02', site: 'ny' }, 'c1'],
        [{ from: '2026-10-01', to: '2026-10-31' }, 'a0'],
        [{ from: '2026-11-02', to: '2026-11-01' }, ''],
        [{ from: '2026-11-01T04:00:00Z', to: '2026-11-02T05:00:00Z' }, 'c0,b1'],
      ])('%j finds %s, in a file and of many as well', async (filter, expected) => {
        const narrow = { status: 'delivered', contentType: LEAD, ...filter };
        const { results } = await find({ ...narrow, sort: 'submittedAt:desc' });
        expect(results.map(({ documentId }) => documentId).join()).toBe(expected);
        const count = expected === '' ? 0 : expected.split(',').length;
        expect(rowsOf((await one.download(narrow)).text)).toHaveLength(count);
        const many = await one.app
          .admin('post', '/calltouch/deliveries/cancel')
          .send({ filter: narrow, dryRun: true });
        expect(many.body).toMatchObject({ cancelled: 0, skipped: count });
        const service = one.app.strapi.plugin('calltouch').service('deliveries');
        expect((await service.find(narrow)).pagination.total).toBe(count);
      });

      it.each(['2026-02-29', '2026-00-10', 'yesterday'])('refuse %s', async (from) => {
        const answer = await one.app.admin('get', '/calltouch/deliveries').query({ from });
        expect(answer.status).toBe(400);
        expect(answer.body.error.details.errors[0].path).toEqual(['from']);
      });
    });

    it('sort by the moment of delivery, with what has none after the newest', async () => {
      expect(await names({ sort: 'deliveredAt:desc' })).toBe('cedba');
      expect(await names({ sort: 'deliveredAt:asc' })).toBe('abdec');
    });

    it.each([{ hasSession: 'maybe' }, { hasSession: '1' }])('refuse %j', async (query) => {
      for (const path of ['/calltouch/deliveries', '/calltouch/deliveries/export']) {
        const answer = await one.app.admin('get', path).query(query);
        expect(answer.status).toBe(400);
        expect(answer.body.error.details.errors[0].path).toEqual(['hasSession']);
      }
    });

    it('of thousands have a total, and none once they are gone', async () => {
      const site = 'large';
      const rows = Array.from({ length: 10_001 }, (_, at) =>
        deliveryRow(`large${at}`, { site_key: site }),
      );
      await insertDeliveries(one.app.strapi, rows);
      const total = async (page: number) => (await find({ site, page })).pagination;
      expect(await total(1)).toMatchObject({ total: 10_001, pageCount: 501 });
      expect(await total(501)).toMatchObject({ total: 10_001 });
      await one.app.strapi.db
        .connection('calltouch_deliveries')
        .where({ site_key: site })
        .update({ site_key: 'elsewhere' });
      expect(await total(1)).toMatchObject({ total: 0, pageCount: 0 });
      expect(await total(2)).toMatchObject({ total: 0, pageCount: 0 });
    });

    it('of a resend are chosen by session, too', async () => {
      const refused = await one.app
        .admin('post', '/calltouch/deliveries/resend')
        .send({ filter: { hasSession: 1 } });
      expect(refused.status).toBe(400);
      const none = await one.app
        .admin('post', '/calltouch/deliveries/resend')
        .send({ filter: { hasSession: true, site: 'nowhere' } });
      expect(none.body).toMatchObject({ sent: 0, skipped: 0 });
    });
  });

  describe('statuses of entries', () => {
    const statuses = (documentIds?: string) =>
      one.app.admin('get', `/calltouch/entries/${LEAD}`).query(documentIds ? { documentIds } : {});

    it('are those of the entries that have a delivery', async () => {
      const now = await one.app.settled(LEAD, one.entry, 'delivered');
      const answer = await statuses(`${one.entry},b,nosuchentry,e`);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        [one.entry]: { deliveryId: now.id, status: 'delivered' },
        b: { deliveryId: expect.any(Number), status: 'failed' },
      });
    });

    it.each([undefined, ',', Array.from({ length: 101 }, (_, n) => n).join(',')])(
      'are refused for %j',
      async (documentIds) => {
        const answer = await statuses(documentIds);
        expect(answer.status).toBe(400);
        expect(answer.body.error.details.errors[0].path).toEqual(['documentIds']);
      },
    );
  });
});
