import { databaseClock, momentBy } from '../../server/src/outbox/databaseClock';
import { createIntake } from '../../server/src/intake/moveIntake';
import { createErasure } from '../../server/src/outbox/eraseDeleted';
import { createOutbox } from '../../server/src/outbox/outbox';
import type { Settings, Warning } from '../../server/src/contracts';
import { settle } from '../../server/src/sending/settle';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { form, settings } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead' as never;
const BOOKING = 'api::booking.booking' as never;
const CONTACT = { name: 'Анна', phone: '9201234567' };
const WORDS = 'Телефон 79201234567 уже есть';

jest.setTimeout(30_000);

describeWithStrapi('the hooks', {}, ({ app, calltouch }) => {
  beforeAll(async () => {
    await app.strapi.plugin('i18n').service('locales').create({ code: 'ru', name: 'Russian' });
  }, 60_000);

  beforeEach(async () => {
    calltouch.reset();
    await save('create');
  });

  const outbox = () => app.strapi.db.connection('calltouch_deliveries');

  const save = async (sendOn: 'create' | 'publish', changes = {}) => {
    const document = settings(
      [
        form(),
        form({
          contentType: BOOKING,
          sendOn,
          fields: { fio: '{{ name }}', phoneNumber: '{{ phone }}' },
          writeBack: { requestId: 'calltouchRequestId', status: 'leadStatus' },
        }),
      ],
      changes,
    );
    const saved = await app.admin('put', '/calltouch/settings').send(document);
    expect(saved.status).toBe(200);
  };

  /** The delivery has failed for the reason of Calltouch's words, and nothing holds these. */
  const expectNoWords = async (documentId: string) => {
    const { connection } = app.strapi.db;
    const rows = await connection('calltouch_deliveries').where({ entry_id: documentId });
    const attempts = await connection('calltouch_attempts').where({ delivery_id: rows[0].id });
    // What is known of the answer stays, but for its words.
    const reason = JSON.stringify({ code: 'rejected', values: { status: '200' }, text: null });
    expect(rows).toMatchObject([{ status: 'failed', reason }]);
    expect(attempts).toMatchObject([{ outcome: 'rejected', reason }]);
    expect(JSON.stringify([rows, attempts])).not.toMatch(/9201234567/);
  };

  /** A later lead is here: whatever was before it had its chance. */
  const settleAll = async () => {
    const { documentId } = await app.strapi
      .documents(LEAD)
      .create({ data: { name: 'Marker', phone: '9990000000' } as never });
    await app.settled(LEAD, documentId, 'delivered');
  };
  const sent = () =>
    calltouch.arrivals.map(({ params }) => params.fio).filter((fio) => fio !== 'Marker');

  it('send nothing of an entry that was rolled back', async () => {
    const work = app.strapi.db.transaction(async () => {
      await app.strapi.documents(LEAD).create({ data: CONTACT as never });
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    await settleAll();
    expect(sent()).toEqual([]);
    const page = await app.admin('get', '/calltouch/deliveries').query({ search: '79201234567' });
    expect(page.body.pagination.total).toBe(0);
  });

  it('send once what is created in a transaction of other code', async () => {
    await app.strapi.db.transaction(async () => {
      await app.strapi.documents(LEAD).create({ data: CONTACT as never });
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(sent()).toEqual([]);
    });
    await settleAll();
    expect(sent()).toEqual(['Анна']);
  });

  it.each(['create', 'publish'] as const)(
    'send a draft-and-publish entry once through its life, on %s',
    async (sendOn) => {
      await save(sendOn);
      const bookings = app.strapi.documents(BOOKING);
      const { documentId } = await bookings.create({ data: CONTACT as never });
      await settleAll();
      expect(sent()).toEqual(sendOn === 'create' ? ['Анна'] : []);

      await bookings.publish({ documentId } as never);
      await settleAll();
      expect(sent()).toEqual(['Анна']);

      await bookings.update({ documentId, data: { name: 'Новая' } as never });
      await bookings.publish({ documentId } as never);
      await bookings.unpublish({ documentId } as never);
      await bookings.publish({ documentId } as never);
      await bookings.update({ documentId, data: { name: 'Draft' } as never });
      await bookings.discardDraft({ documentId } as never);
      await bookings.update({ documentId, locale: 'ru', data: { name: 'По-русски' } as never });
      await bookings.publish({ documentId, locale: 'ru' } as never);
      await settleAll();
      expect(sent()).toEqual(['Анна']);
    },
  );

  it('leave what is known of an entry when a new version no longer meets the condition', async () => {
    const document = settings([
      form({
        contentType: BOOKING,
        condition: { name: { $eq: 'Анна' } },
        fields: { fio: '{{ name }}', phoneNumber: '{{ phone }}' },
        writeBack: { status: 'leadStatus' },
      }),
    ]);
    expect((await app.admin('put', '/calltouch/settings').send(document)).status).toBe(200);
    const bookings = app.strapi.documents(BOOKING);
    const { documentId } = await bookings.create({ data: CONTACT as never });
    await app.settled(BOOKING, documentId, 'delivered');
    await bookings.update({ documentId, data: { name: 'Другая' } as never });
    await bookings.publish({ documentId } as never);
    expect(await app.deliveryOf(BOOKING, documentId)).toMatchObject({ status: 'delivered' });
    const rows = await app.strapi.db.query(BOOKING).findMany({ where: { documentId } });
    expect(rows.map((row: { leadStatus: string }) => row.leadStatus)).toEqual([
      'delivered',
      'delivered',
    ]);
  });

  it('write back to the draft and to the published row, and into neither’s updatedAt', async () => {
    const bookings = app.strapi.documents(BOOKING);
    const { documentId } = await bookings.create({ data: CONTACT as never, status: 'published' });
    const delivery = await app.settled(BOOKING, documentId, 'delivered');
    const rows = await app.strapi.db.query(BOOKING).findMany({ where: { documentId } });
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(String(row.calltouchRequestId)).toBe(delivery.requestId);
      expect(row.leadStatus).toBe('delivered');
    }
    const answer = await app.admin(
      'get',
      `/content-manager/collection-types/api::booking.booking/${documentId}`,
    );
    expect(answer.body.data.status).toBe('published');
  });

  it('keep what Calltouch said from an edit view that was opened before', async () => {
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    const { requestId } = await app.settled(LEAD, documentId, 'delivered');
    const url = `/content-manager/collection-types/api::lead.lead/${documentId}`;
    const saved = await app
      .admin('put', url)
      .send({ ...CONTACT, message: 'Edited', calltouchStatus: null, calltouchRequestId: null });
    expect(saved.status).toBe(200);
    const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
    expect(row).toMatchObject({
      message: 'Edited',
      calltouchStatus: 'delivered',
      calltouchRequestId: requestId,
    });
  });

  it('skip the clone of an entry', async () => {
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    await app.settled(LEAD, documentId, 'delivered');
    const cloned = await app.strapi.documents(LEAD).clone({ documentId, data: {} as never });
    const copy = (cloned as { entries: { documentId: string }[] }).entries[0]!;
    await settleAll();
    expect(sent()).toEqual(['Анна']);
    const delivery = await app.deliveryOf(LEAD, copy.documentId);
    expect(delivery).toMatchObject({ status: 'skipped', reason: { code: 'clone' } });
    const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId: copy.documentId } });
    expect(row.calltouchRequestId).toBeNull();
  });

  it('send every entry of a createMany once', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `Many ${index}`);
    await app.strapi.db.query(LEAD).createMany({
      data: names.map((name, index) => ({
        documentId: `many${index}many${index}`,
        name,
        phone: '9201234567',
      })),
    });
    await waitFor('all of them', () => sent().length >= names.length);
    await settleAll();
    expect(sent().sort()).toEqual([...names].sort());
  });

  it('send what a bare query creates without a transaction', async () => {
    await app.strapi.db.query(LEAD).create({ data: { documentId: 'barequery', ...CONTACT } });
    await app.settled(LEAD, 'barequery', 'delivered');
    expect(sent()).toEqual(['Анна']);
  });

  it('send an entry that was created while nothing but some attributes were selected', async () => {
    await app.strapi.db
      .query(LEAD)
      .create({ data: { documentId: 'selected1', ...CONTACT }, select: ['id'] });
    await app.settled(LEAD, 'selected1', 'delivered');
    expect(sent()).toEqual(['Анна']);
  });

  it('cancel what is pending and erase its personal data when the entry is deleted', async () => {
    await save('create', { paused: true });
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    await app.strapi.documents(LEAD).delete({ documentId });
    const delivery = await app.deliveryOf(LEAD, documentId);
    expect(delivery).toMatchObject({
      status: 'cancelled',
      reason: { code: 'entryDeleted' },
      lead: null,
      capture: null,
    });
    await save('create');
    await settleAll();
    expect(sent()).toEqual([]);
    const page = await app.admin('get', '/calltouch/deliveries').query({ search: '79201234567' });
    expect(page.body.results.filter((item: { id: number }) => item.id === delivery!.id)).toEqual(
      [],
    );
  });

  it('erase what was sent of more entries than a statement takes values, deleted at once', async () => {
    await save('create', { paused: true });
    // More than SQLite's 32,766 values and PostgreSQL's 65,535.
    const names = Array.from({ length: 66_000 }, (_, at) => `many${at}`);
    const ofOthers = await app.strapi.db.query(LEAD).findMany({ select: ['id'] });
    for (let from = 0; from < names.length; from += 400) {
      const rows = names.slice(from, from + 400).map((name) => ({ document_id: name, name }));
      await app.strapi.db.connection('leads').insert(rows);
    }
    const kept = { status: 'failed', lead: '{"fio":"Анна","customFields":[]}', phone: '1' };
    const sentOf = [0, 32_000, 40_000, 65_999].map((at) => names[at]!);
    await insertDeliveries(
      app.strapi,
      sentOf.map((name) => deliveryRow(name, kept)),
    );
    const { count } = await app.strapi.db
      .query(LEAD)
      .deleteMany({ where: { id: { $notIn: ofOthers.map(({ id }: { id: number }) => id) } } });
    expect(count).toBeGreaterThanOrEqual(names.length);
    const rows = await outbox().whereIn('entry_id', sentOf);
    expect(rows).toHaveLength(sentOf.length);
    for (const row of rows) {
      expect(row).toMatchObject({ lead: null, phone: null });
      expect(Boolean(row.entry_deleted)).toBe(true);
    }
  }, 120_000);

  it('say how many could not be erased, and erase them later', async () => {
    const kept = { status: 'failed', lead: '{"fio":"Анна","customFields":[]}' };
    await insertDeliveries(app.strapi, [deliveryRow('gone1', kept), deliveryRow('gone2', kept)]);
    const told: string[] = [];
    const clock = databaseClock(app.strapi);
    let isAway = true;
    const erasure = createErasure(
      app.strapi,
      momentBy((delayMs) => {
        if (isAway) throw new Error('away');
        return clock(delayMs);
      }),
      createIntake(app.strapi, clock, () => undefined),
      (doing) => told.push(doing),
    );
    await erasure.entriesDeleted(LEAD, ['gone1', 'gone2']);
    expect(told).toEqual([expect.stringContaining('2 deleted entries of api::lead.lead')]);
    isAway = false;
    await erasure.again();
    const rows = await outbox().whereIn('entry_id', ['gone1', 'gone2']);
    expect(rows.map(({ lead }: { lead: unknown }) => lead)).toEqual([null, null]);
    await erasure.again();
    expect(told).toHaveLength(1);
  });

  it('let an entry deleted in flight end as what happened, without its personal data', async () => {
    calltouch.faults.setFault({ kind: 'delay', delayMs: 400 }, { times: 1 });
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    await waitFor('the request', () => calltouch.arrivals.length === 1);
    await app.strapi.documents(LEAD).delete({ documentId });
    const delivery = await app.settled(LEAD, documentId, 'delivered');
    expect(delivery.lead).toBeNull();
    expect(delivery.requestId).toBeTruthy();
    expect(
      JSON.stringify(
        await app
          .admin('get', `/calltouch/deliveries/${delivery.id}`)
          .then((answer) => answer.body),
      ),
    ).not.toMatch(/9201234567|Анна/);
  });

  it('erase what Calltouch has said, which may quote the visitor', async () => {
    calltouch.faults.setFault({ kind: 'text', text: WORDS }, { times: 1 });
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    await app.settled(LEAD, documentId, 'failed');
    await app.strapi.documents(LEAD).delete({ documentId });
    await expectNoWords(documentId);
  });

  it('erase what Calltouch says of an entry that is deleted in flight', async () => {
    await save('create', { paused: true });
    const { documentId } = await app.strapi.documents(LEAD).create({ data: CONTACT as never });
    const outbox = createOutbox({
      strapi: app.strapi,
      momentIn: databaseClock(app.strapi),
    });
    await app.settled(LEAD, documentId, 'pending');
    const claimed = await outbox.claim(null, 20_000);
    await app.strapi.documents(LEAD).delete({ documentId });
    const reason = { code: 'rejected', values: { status: '200' }, text: WORDS } as const;
    const warnings: Warning[] = [
      { field: 'phoneNumber', code: 'phoneListed', values: { phone: '79201234567' } },
      { field: 'requestDate', code: 'dateDiffers', values: { hours: '1' } },
    ];
    const { delivery } = (await app.admin('get', '/calltouch/settings')).body as Settings;
    const refused = (entryDeleted: boolean) => {
      const sent = { ...claimed!, entryDeleted, warnings };
      const attempt = { startedAtMs: 0, durationMs: 1, httpStatus: 200, requestId: null };
      return outbox.settle(
        sent,
        settle(sent, { kind: 'rejected', reason }, delivery, 0),
        { ...attempt, outcome: 'rejected', reason, response: WORDS },
        async () => [],
      );
    };
    expect(await refused(false)).toBe('entryDeleted');
    expect(await refused(true)).toBe('settled');
    await expectNoWords(documentId);
  });

  it('keep a delivery when publishing and discarding delete rows of a living entry', async () => {
    const bookings = app.strapi.documents(BOOKING);
    const { documentId } = await bookings.create({ data: CONTACT as never, status: 'published' });
    await app.settled(BOOKING, documentId, 'delivered');
    await bookings.publish({ documentId } as never);
    await bookings.unpublish({ documentId } as never);
    const delivery = await app.deliveryOf(BOOKING, documentId);
    expect(delivery?.lead?.fio).toBe('Анна');
    await bookings.delete({ documentId } as never);
    const erased = await app.deliveryOf(BOOKING, documentId);
    expect(erased).toMatchObject({ status: 'delivered', lead: null });
  });

  it('never take a session from an administrator’s request', async () => {
    const created = await app
      .admin('post', '/content-manager/collection-types/api::lead.lead')
      .set('Cookie', '_ct_session_id=1845461367')
      .set('Referer', 'https://example.ru/admin')
      .send(CONTACT);
    const delivery = await app.settled(LEAD, created.body.data.documentId, 'delivered');
    expect(delivery.capture).toMatchObject({ sessionId: null, pageUrl: null });
    expect(calltouch.arrivals[0]!.params).not.toHaveProperty('sessionId');
  });
});
