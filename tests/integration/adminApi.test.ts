import { PERMISSIONS, type Delivery } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';

const IMPOSSIBLE_IDS = [
  ...['0', '-1', '1.5', '1e3', 'x', '1;drop', '999999', '2147483647', '2147483648', '4294967297'],
  ...['9007199254740993', '1'.repeat(300)],
];

jest.setTimeout(30_000);

describeWithStrapi('the Admin API', {}, ({ app, calltouch }) => {
  let entry: string;
  let delivery: Delivery;

  beforeAll(async () => {
    await app.admin('put', '/calltouch/settings').send(settings());
    entry = await create({ name: 'Анна', phone: '9201234567', email: 'anna@example.ru' });
    delivery = await app.settled(LEAD, entry, 'delivered');
    await outbox().insert({ id: 999, status: 'pending', bulk_id: 'bulk', submitted_at: 0 });
  }, 60_000);

  const outbox = () => app.strapi.db.getConnection('calltouch_deliveries');

  const create = async (data: object): Promise<string> => {
    const created = await app.visitor.post('/api/leads').send({ data });
    expect(created.status).toBe(201);
    return created.body.data.documentId;
  };

  type Route = ['get' | 'put' | 'post', () => string, object | undefined, string];
  const routes: Route[] = [
    ['get', () => '/calltouch/settings', undefined, 'settings.read'],
    ['put', () => '/calltouch/settings', settings(), 'settings.update'],
    ['get', () => '/calltouch/settings/problems', undefined, 'settings.read'],
    ['get', () => '/calltouch/content-types', undefined, 'settings.read'],
    ['post', () => '/calltouch/preview', { form: form() }, 'settings.read'],
    ['get', () => '/calltouch/forms', undefined, 'deliveries.read'],
    ['get', () => '/calltouch/sites', undefined, 'deliveries.read'],
    ['get', () => '/calltouch/deliveries', undefined, 'deliveries.read'],
    ['get', () => '/calltouch/deliveries/export', undefined, 'deliveries.export'],
    ['get', () => `/calltouch/deliveries/${delivery.id}`, undefined, 'deliveries.read'],
    ['get', () => `/calltouch/entries/${LEAD}?documentIds=${entry}`, undefined, 'deliveries.read'],
    ['get', () => `/calltouch/entries/${LEAD}/${entry}`, undefined, 'deliveries.read'],
    ['get', () => '/calltouch/overview', undefined, 'deliveries.read'],
    ['post', () => `/calltouch/deliveries/${delivery.id}/resend`, undefined, 'deliveries.send'],
    ['post', () => '/calltouch/deliveries/resend', { ids: [0] }, 'deliveries.send'],
    ['post', () => `/calltouch/entries/${LEAD}/${entry}/send`, undefined, 'deliveries.send'],
    ['post', () => '/calltouch/deliveries/cancel', { ids: [0] }, 'deliveries.send'],
    ['post', () => '/calltouch/deliveries/999/cancel', undefined, 'deliveries.send'],
    ['get', () => '/calltouch/bulks/bulk', undefined, 'deliveries.read'],
    ['post', () => `/calltouch/entries/${LEAD}/send`, { documentIds: ['a'] }, 'deliveries.send'],
    ['post', () => '/calltouch/test-lead', { site: 'main' }, 'deliveries.send'],
    ['get', () => '/calltouch/check-up', undefined, 'settings.read'],
  ];
  it.each(routes)('%s %s refuses whoever may not', async (method, url, body, permission) => {
    await app.settled(LEAD, entry, 'delivered');
    const stranger = await app.tokenWith(PERMISSIONS.filter((name) => name !== permission));
    const entitled = await app.tokenWith([permission]);
    expect((await app.visitor[method](url()).send(body)).status).toBe(401);
    expect((await app.admin(method, url(), stranger).send(body)).status).toBe(403);
    expect((await app.admin(method, url(), entitled).send(body)).status).toBeLessThan(300);
  });

  it('takes no visitor’s token for an administrator’s', async () => {
    const answer = await app.visitor
      .post('/api/auth/local/register')
      .send({ username: 'visitor', email: 'visitor@example.ru', password: 'Calltouch1' });
    expect(answer.status).toBe(200);
    const refused = await app.admin('get', '/calltouch/deliveries', answer.body.jwt);
    expect(refused.status).toBe(401);
  });

  describe('deliveries', () => {
    let failed: string;

    beforeAll(async () => {
      await outbox().where('id', 999).del();
      calltouch.faults.setFault({ kind: 'text', text: 'Нет' }, { times: 1 });
      failed = await create({ name: 'Борис', phone: '9207654321', email: 'boris@example.ru' });
      await app.settled(LEAD, failed, 'failed');
      delivery = await app.settled(LEAD, entry, 'delivered');
    });

    const find = async (query: object) => {
      const answer = await app.admin('get', '/calltouch/deliveries').query(query);
      expect(answer.status).toBe(200);
      return answer.body as { results: Delivery[]; pagination: Record<string, number> };
    };

    it.each([
      ['status', () => ({ status: 'failed' }), () => [failed]],
      ['two statuses', () => ({ status: 'failed,delivered' }), () => [failed, entry]],
      ['site', () => ({ site: 'other' }), () => []],
      ['content type', () => ({ contentType: 'api::booking.booking' }), () => []],
      ['documentId', () => ({ search: entry }), () => [entry]],
      ['requestId', () => ({ search: delivery.requestId! }), () => [entry]],
      ['requestNumber', () => ({ search: delivery.requestNumber }), () => [entry]],
      ['phone', () => ({ search: '79207654321' }), () => [failed]],
      ['phone as people write it', () => ({ search: '8 (920) 765-43-21' }), () => [failed]],
      ['email', () => ({ search: 'BORIS@example.ru' }), () => [failed]],
      ['a search with signs of SQL', () => ({ search: "%' or 1=1 --" }), () => []],
      ['a time before', () => ({ to: '2020-01-01T00:00:00Z' }), () => []],
      ['a time after', () => ({ from: '2020-01-01T00:00:00Z' }), () => [failed, entry]],
    ])('are found by %s', async (_, query, expected) => {
      const { results } = await find(query());
      expect(results.map((item) => item.documentId).sort()).toEqual([...expected()].sort());
    });

    it('come in pages and in the order asked for', async () => {
      const first = await find({ pageSize: 1, sort: 'submittedAt:asc' });
      const second = await find({ pageSize: 1, page: 2, sort: 'submittedAt:asc' });
      expect(first.pagination).toEqual({ page: 1, pageSize: 1, pageCount: 2, total: 2 });
      expect([first, second].map(({ results }) => results[0]!.documentId)).toEqual([entry, failed]);
    });

    it.each([
      { page: '0' },
      { page: '1e3' },
      { page: '2147483648000' },
      { pageSize: '1.5' },
      { page: '-1' },
      { pageSize: '1000' },
      { sort: 'lead:asc' },
      { status: 'lost' },
      { from: 'yesterday' },
      { color: 'red' },
    ])('refuse %j naming it', async (query) => {
      const answer = await app.admin('get', '/calltouch/deliveries').query(query);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors[0].path).toEqual(Object.keys(query));
    });

    it('are shown one by one with their attempts', async () => {
      const answer = await app.admin('get', `/calltouch/deliveries/${delivery.id}`);
      expect(answer.body).toMatchObject({ documentId: entry, requestId: delivery.requestId });
      expect(answer.body.attempts.length).toBeGreaterThan(0);
    });

    it.each(IMPOSSIBLE_IDS)('none has the id %s', async (id) => {
      const url = `/calltouch/deliveries/${id}`;
      expect((await app.admin('get', url)).status).toBe(404);
      expect((await app.admin('post', `${url}/resend`)).status).toBe(404);
      expect((await app.admin('post', `${url}/cancel`)).status).toBe(404);
      expect(await app.strapi.plugin('calltouch').service('deliveries').findOne(id)).toBeNull();
    });

    it.each(['resend', 'cancel'])('of ids that can’t be, none is chosen to %s', async (action) => {
      const ids = [0, -1, 2 ** 31, 2 ** 32 + delivery.id, Number.MAX_SAFE_INTEGER];
      for (const dryRun of [true, false]) {
        const url = `/calltouch/deliveries/${action}`;
        const answer = await app.admin('post', url).send({ ids, dryRun });
        expect(answer.status).toBeLessThan(300);
        expect(answer.body).toMatchObject({ skipped: 5, reasons: { notFound: 5 } });
      }
    });

    it('are sent again by ids, and the report says what was skipped', async () => {
      const answer = await app
        .admin('post', '/calltouch/deliveries/resend')
        .send({ ids: [delivery.id, 987654] });
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ sent: 1, skipped: 1, reasons: { notFound: 1 } });
      const before = delivery.attempts!.length;
      const again = await waitFor('another attempt', async () => {
        const now = await app.deliveryOf(LEAD, entry);
        return now?.status === 'delivered' && now.attempts!.length > before ? now : null;
      });
      const last = again.attempts!.at(-1)!;
      expect(last).toMatchObject({
        trigger: 'manual',
        possibleDuplicate: true,
        outcome: 'accepted',
      });
      expect(new Set(again.attempts!.map(({ id }) => id)).size).toBe(again.attempts!.length);
    });

    it('are sent again by filter', async () => {
      const answer = await app
        .admin('post', '/calltouch/deliveries/resend')
        .send({ filter: { status: ['failed'] } });
      expect(answer.body).toMatchObject({ sent: 1, skipped: 0, reasons: {} });
      const sent = await app.settled(LEAD, failed, 'delivered');
      expect(sent.possibleDuplicate).toBe(false);
    });

    it.each([
      {},
      { ids: [] },
      { ids: ['1'] },
      { ids: [1], filter: {} },
      { filter: [] },
      { filter: { a: 1 } },
    ])('refuse to be sent by %j', async (body) => {
      const answer = await app.admin('post', '/calltouch/deliveries/resend').send(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors[0].path.length).toBe(1);
    });
  });

  describe('an entry', () => {
    it('is refused while it is being sent', async () => {
      calltouch.faults.setFault({ kind: 'delay', delayMs: 600 }, { times: 1 });
      const documentId = await create({ name: 'Вера', phone: '9201112233' });
      await app.settled(LEAD, documentId, 'sending');
      const answer = await app.admin('post', `/calltouch/entries/${LEAD}/${documentId}/send`);
      expect(answer.status).toBe(409);
      expect(answer.body.error.details.code).toBe('sending');
      const sent = await app.settled(LEAD, documentId, 'delivered');
      expect(sent.attempts).toHaveLength(1);
    });

    it('that has no delivery is sent', async () => {
      await app.admin('put', '/calltouch/settings').send(settings([form({ enabled: false })]));
      const documentId = await create({ name: 'Глеб', phone: '9201112233' });
      expect(await app.deliveryOf(LEAD, documentId)).toBeNull();
      await app.admin('put', '/calltouch/settings').send(settings());
      const answer = await app.admin('post', `/calltouch/entries/${LEAD}/${documentId}/send`);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({ sent: 1, delivery: { documentId, trigger: 'manual' } });
      const sent = await app.settled(LEAD, documentId, 'delivered');
      expect(sent.attempts).toMatchObject([
        { trigger: 'manual', requestedBy: 'super@example.com', possibleDuplicate: false },
      ]);
    });

    it('is sent again with today’s text and mapping', async () => {
      const documentId = await create({ name: 'Дина', phone: '9201112233' });
      await app.settled(LEAD, documentId, 'delivered');
      await app.strapi
        .documents(LEAD as never)
        .update({ documentId, data: { name: 'Дина Иванова' } as never });
      await app.admin('post', `/calltouch/entries/${LEAD}/${documentId}/send`);
      await waitFor('the second lead', () =>
        calltouch.leads.some(({ params }) => params.fio === 'Дина Иванова'),
      );
    });

    it.each([
      [`${LEAD}/nosuchentry`, 404, 'notFound'],
      ['api::booking.booking/nosuchentry', 400, 'noForm'],
      ['api::no.no/x', 400, 'noForm'],
    ])('%s is refused with %d', async (path, status, code) => {
      const answer = await app.admin('post', `/calltouch/entries/${path}/send`);
      expect(answer.status).toBe(status);
      expect(answer.body.error.details.code).toBe(code);
    });

    it('that was deleted has nothing left to send', async () => {
      const documentId = await create({ name: 'Ева', phone: '9201112233' });
      await app.settled(LEAD, documentId, 'delivered');
      await app.strapi.documents(LEAD as never).delete({ documentId });
      const answer = await app.admin('post', `/calltouch/entries/${LEAD}/${documentId}/send`);
      expect(answer.status).toBe(409);
      expect(answer.body.error.details.code).toBe('erased');
    });
  });

  it('previews the lead of the newest entry and sends nothing', async () => {
    const documentId = await create({ name: 'Жанна', phone: '123', email: 'zh@example.ru' });
    await app.settled(LEAD, documentId, 'delivered');
    const before = calltouch.arrivals.length;
    const answer = await app.admin('post', '/calltouch/preview').send({ form: form() });
    expect(answer.body).toMatchObject({
      documentId,
      site: 'main',
      reason: null,
      lead: { fio: 'Жанна', email: 'zh@example.ru' },
      warnings: [{ field: 'phoneNumber', code: 'phoneMovedToComment' }],
    });
    const older = await app
      .admin('post', '/calltouch/preview')
      .send({ form: form({ fields: { fio: '{{ name }}!' } }), documentId: entry });
    expect(older.body.lead.fio).toBe('Анна!');
    const broken = await app
      .admin('post', '/calltouch/preview')
      .send({ form: form({ fields: { fio: '{{ name' } }) });
    expect(broken.status).toBe(400);
    expect(broken.body.error.details.errors[0].path).toEqual(['form', 'fields', 'fio']);
    expect(calltouch.arrivals).toHaveLength(before);
  });

  it('describes what can be a form, with a suggested mapping', async () => {
    const answer = await app.admin('get', '/calltouch/content-types');
    const lead = answer.body.find((item: { uid: string }) => item.uid === LEAD);
    expect(lead).toMatchObject({
      displayName: 'Lead',
      draftAndPublish: false,
      resultAttributes: true,
      suggestion: {
        fields: {
          fio: '{{ name }}',
          phoneNumber: '{{ phone }}',
          email: '{{ email }}',
          comment: '{{ message }}',
        },
      },
    });
    const templates = Object.fromEntries(
      lead.attributes.map((item: { name: string; template: string }) => [item.name, item.template]),
    );
    expect(templates).toMatchObject({ name: '{{ name }}', secret: null });
    expect(answer.body.map((item: { uid: string }) => item.uid)).not.toContain(
      'plugin::calltouch.delivery',
    );
  });

  it('counts for the overview', async () => {
    const { body } = await app.admin('get', '/calltouch/overview');
    const page = await app.admin('get', '/calltouch/deliveries').query({ status: 'delivered' });
    expect(body.counts.delivered).toBe(page.body.pagination.total);
    expect(body.oldestPendingAgeMs).toBeNull();
    expect(body.perDay.at(-1).counts.delivered).toBe(body.counts.delivered);
    expect(body.perSource[0].count).toBeGreaterThan(0);
  });

  it('offers the same to other code', async () => {
    const service = app.strapi.plugin('calltouch').service('deliveries');
    const page = await service.find({ search: entry });
    expect(page.results).toHaveLength(1);
    expect(() => service.find({ color: 'red' })).toThrow(/color/);
    const documentId = await create({ name: 'Зоя', phone: '9201112233' });
    const sent = await app.settled(LEAD, documentId, 'delivered');
    expect(await service.resend(sent.id)).toMatchObject({ kind: 'accepted' });
    await waitFor('the resend', async () => {
      const now = await app.settled(LEAD, documentId, 'delivered');
      return now.attempts!.length === 2;
    });
    expect(await service.send({ contentType: LEAD, documentId: 'none' })).toEqual({
      kind: 'notFound',
    });
  });
});
