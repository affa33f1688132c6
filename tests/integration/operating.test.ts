import { widenCharset } from '../../server/src/outbox/prepareTables';
import { databaseClock } from '../../server/src/outbox/databaseClock';
import { createDeployment } from '../../server/src/deployment/owner';
import { eraseFinished } from '../../server/src/outbox/eraseOld';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from '../../server/src/outbox/tables';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import type { PluginConfig } from '../../server/src/config';
import { form, settings, site } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const DAY_MS = 24 * 3_600_000;

jest.setTimeout(30_000);

describeWithStrapi('operating', {}, ({ app, calltouch }) => {
  const save = async (delivery: object, sites = [site()]) => {
    const saved = await app
      .admin('put', '/calltouch/settings')
      .send(settings(undefined, delivery, sites));
    expect(saved.status).toBe(200);
  };

  const submit = async (name: string, phone = '9201234567'): Promise<string> => {
    const created = await app.visitor.post('/api/leads').send({ data: { name, phone } });
    expect(created.status).toBe(201);
    return created.body.data.documentId;
  };

  it('sends no more than the day’s leads; the rest waits for tomorrow and says so', async () => {
    // A zone where it is about noon, so that the day does not end within the test.
    const hour = new Date().getUTCHours();
    const timeZone = `Etc/GMT${hour >= 12 ? '+' : '-'}${Math.abs(12 - hour)}`;
    const sites = [site({ timeZone: hour === 12 ? 'UTC' : timeZone })];
    await save({ paused: true, dailyLimit: 3 }, sites);
    const entries: string[] = [];
    for (let number = 1; number <= 6; number += 1) entries.push(await submit(`Visitor ${number}`));
    await save({ dailyLimit: 3 }, sites);
    await waitFor('the day’s leads', () => calltouch.leads.length === 3);
    const waiting = await waitFor('those that wait', async () => {
      const all = await Promise.all(entries.map((entry) => app.deliveryOf(LEAD, entry)));
      const late = all.filter((delivery) => delivery?.reason?.code === 'dailyLimit');
      return late.length === 3 ? late : null;
    });
    for (const delivery of waiting) {
      expect(delivery).toMatchObject({
        status: 'pending',
        attemptCount: 0,
        reason: { values: { limit: '3' } },
      });
      const inMs = Date.parse(delivery!.nextAttemptAt!) - Date.now();
      expect(inMs).toBeGreaterThan(10 * 3_600_000);
      expect(inMs).toBeLessThan(14 * 3_600_000);
    }
    // They leave at the same time, so any of them may arrive first.
    expect(calltouch.leads.map(({ params }) => params.fio).sort()).toEqual([
      'Visitor 1',
      'Visitor 2',
      'Visitor 3',
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(calltouch.arrivals).toHaveLength(3);

    await save({ dailyLimit: 5 }, sites);
    await waitFor('two more', () => calltouch.leads.length === 5);
    await save({ dailyLimit: null }, sites);
    await waitFor('the rest', () => calltouch.leads.length === 6);
  });

  it('counts the time to give up from the first try, not through a pause', async () => {
    await save({ paused: true, giveUpAfterHours: 1 });
    const entry = await submit('Patient');
    const row = () => app.strapi.db.connection('calltouch_deliveries').where({ entry_id: entry });
    await row().update({ due_since: Date.now() - 2 * 3_600_000 });
    calltouch.faults.setFault({ kind: 'status', status: 500 }, { times: 2 });
    await save({ giveUpAfterHours: 1 });
    await waitFor('the first failure', async () => {
      const delivery = await app.deliveryOf(LEAD, entry);
      return delivery?.attempts?.length === 1 && delivery.status === 'pending';
    });
    // Now the hour has passed since the first try.
    await row().update({ due_since: Date.now() - 3_600_000 });
    const failed = await app.settled(LEAD, entry, 'failed');
    expect(failed).toMatchObject({
      reason: { code: 'gaveUp', values: { hours: '1', cause: 'serverError' } },
      attempts: [{ outcome: 'uncertain' }, { outcome: 'uncertain' }],
    });
  });

  it('erases lead and answer of what finished long ago, and keeps ids and figures', async () => {
    await save({});
    const old = await submit('Old');
    const young = await submit('Young');
    const before = await app.settled(LEAD, old, 'delivered');
    await app.settled(LEAD, young, 'delivered');
    const table = () => app.strapi.db.connection('calltouch_deliveries');
    await table()
      .where({ entry_id: old })
      .update({ finished_at: Date.now() - 90 * DAY_MS - 1_000 });

    const erased = await eraseFinished(app.strapi, databaseClock(app.strapi), 90);
    expect(erased).toBe(1);
    const after = await app.deliveryOf(LEAD, old);
    expect(after).toMatchObject({
      status: 'delivered',
      requestId: before.requestId,
      lead: null,
      capture: null,
      attempts: [{ response: null, outcome: 'accepted', requestId: before.requestId }],
    });
    expect(await app.deliveryOf(LEAD, young)).toMatchObject({ lead: { fio: 'Young' } });

    // The entry is still there, so that it can be sent again.
    const answer = await app.admin('post', `/calltouch/entries/${LEAD}/${old}/send`);
    expect(answer.status).toBe(202);
    await waitFor('the resend', async () => {
      const delivery = await app.settled(LEAD, old, 'delivered');
      return delivery.attempts!.length === 2 && delivery.lead?.fio === 'Old';
    });
    // And its personal data is erased again in its time.
    await table().where({ entry_id: old }).update({ finished_at: 1 });
    expect(await eraseFinished(app.strapi, databaseClock(app.strapi), 90)).toBe(1);
  });

  it('erases the words of a refusal, too, which may quote the visitor', async () => {
    await save({});
    calltouch.faults.setFault({ kind: 'text', text: 'Телефон 79207654321 уже есть' }, { times: 1 });
    const refused = await submit('Refused');
    await app.settled(LEAD, refused, 'failed');
    const unsendable = await submit('', '920 765-43-2');
    await app.settled(LEAD, unsendable, 'failed');
    const young = await submit('', '920 765-43-2');
    await app.settled(LEAD, young, 'failed');
    const { connection } = app.strapi.db;
    const ids = await connection('calltouch_deliveries')
      .whereIn('entry_id', [refused, unsendable])
      .pluck('id');
    await connection('calltouch_deliveries').whereIn('id', ids).update({ finished_at: 1 });

    expect(await eraseFinished(app.strapi, databaseClock(app.strapi), 90)).toBe(2);
    expect(await app.deliveryOf(LEAD, refused)).toMatchObject({
      reason: { code: 'rejected', text: null },
      attempts: [{ outcome: 'rejected', reason: { code: 'rejected', text: null } }],
    });
    expect(await app.deliveryOf(LEAD, unsendable)).toMatchObject({
      reason: { code: 'noContact', values: {} },
    });
    const kept = async () =>
      JSON.stringify([
        await connection('calltouch_deliveries').whereIn('id', ids),
        await connection('calltouch_attempts').whereIn('delivery_id', ids),
      ]);
    expect(await kept()).not.toMatch(/920.?765/);

    // What is asked for again fails again, and is erased again.
    await app.admin('post', `/calltouch/entries/${LEAD}/${unsendable}/send`);
    await waitFor('the refusal', async () => /920.?765/.test(await kept()));
    await connection('calltouch_deliveries').whereIn('id', ids).update({ finished_at: 1 });
    expect(await eraseFinished(app.strapi, databaseClock(app.strapi), 90)).toBe(1);
    expect(await kept()).not.toMatch(/920.?765/);
    expect(await app.deliveryOf(LEAD, young)).toMatchObject({
      reason: { values: { phone: '920 765-43-2' } },
    });
  });

  it('sends fresh leads before resends where the day has no room for all', async () => {
    // A site of its own: the day's leads are counted by site.
    const sites = [site({ key: 'other' })];
    const saveOther = async (delivery: object) => {
      const document = settings([form({ site: 'other' })], delivery, sites);
      expect((await app.admin('put', '/calltouch/settings').send(document)).status).toBe(200);
    };
    await saveOther({});
    const earlier = [await submit('Earlier 1'), await submit('Earlier 2')];
    const ids: number[] = [];
    for (const entry of earlier) ids.push((await app.settled(LEAD, entry, 'delivered')).id);

    await saveOther({ paused: true });
    const asked = await app.admin('post', '/calltouch/deliveries/resend').send({ ids });
    expect(asked.body).toMatchObject({ sent: 2 });
    const fresh = [await submit('Fresh 1'), await submit('Fresh 2')];
    // Until they are moved into the outbox they have no place in it.
    for (const entry of fresh) await app.settled(LEAD, entry, 'pending');
    const before = calltouch.leads.length;
    await saveOther({ dailyLimit: 4 });
    for (const entry of fresh) await app.settled(LEAD, entry, 'delivered');
    await waitFor('the resends to wait for tomorrow', async () => {
      const waiting = await Promise.all(earlier.map((entry) => app.deliveryOf(LEAD, entry)));
      return waiting.every(
        (delivery) => delivery?.status === 'pending' && delivery.reason?.code === 'dailyLimit',
      );
    });
    expect(
      calltouch.leads
        .slice(before)
        .map(({ params }) => params.fio)
        .sort(),
    ).toEqual(['Fresh 1', 'Fresh 2']);
    await saveOther({});
    for (const entry of earlier) await app.settled(LEAD, entry, 'delivered');
  });

  it('keeps what comes in a pause, and sends it when the pause is over', async () => {
    await save({ paused: true });
    const before = calltouch.arrivals.length;
    const entry = await submit('Patient visitor');
    // Longer than a poll.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({ status: 'pending', attemptCount: 0 });
    expect(calltouch.arrivals).toHaveLength(before);
    await save({});
    await app.settled(LEAD, entry, 'delivered');
    expect(calltouch.arrivals).toHaveLength(before + 1);
  });

  it('keeps the last ten attempts of what finished long ago, in small batches', async () => {
    await save({});
    const entry = await submit('Stubborn');
    const { id } = await app.settled(LEAD, entry, 'delivered');
    const { connection } = app.strapi.db;
    const [delivery] = await connection('calltouch_deliveries').where({ id });
    const [attempt] = await connection('calltouch_attempts').where({ delivery_id: id });
    await connection('calltouch_attempts').where({ delivery_id: id }).update({ request_id: null });
    const attempts = Array.from({ length: 39 }, (_, index) => ({
      ...attempt,
      id: undefined,
      document_id: null,
      sequence: index + 2,
      // One of those that go had made a lead: by its id that is found in Calltouch for ever.
      request_id: index + 2 === 7 ? '77' : null,
    }));
    await connection.batchInsert('calltouch_attempts', attempts, 50);
    const finished = { attempt_count: 40, finished_at: 1 };
    await connection('calltouch_deliveries').where({ id }).update(finished);
    // More than two batches of others.
    const others = Array.from({ length: 1_200 }, (_, index) => ({
      ...delivery,
      id: undefined,
      document_id: null,
      entry_id: `old${index}`,
      finished_at: 1,
    }));
    await connection.batchInsert('calltouch_deliveries', others, 50);

    let longestMs = 0;
    let isOver = false;
    const visitors = (async () => {
      while (!isOver) {
        const start = performance.now();
        await submit('Visitor meanwhile');
        longestMs = Math.max(longestMs, performance.now() - start);
      }
    })();
    const erased = await eraseFinished(app.strapi, databaseClock(app.strapi), 90);
    isOver = true;
    await visitors;
    expect(erased).toBe(1_201);
    expect(longestMs).toBeLessThan(2_000);
    const kept = await connection('calltouch_attempts')
      .where({ delivery_id: id })
      .orderBy('sequence');
    expect(kept.map(({ sequence }) => sequence)).toEqual([
      7, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    ]);
    expect(kept.every(({ request, response }) => request === null && response === null)).toBe(true);
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({ status: 'delivered', lead: null });
  });

  it.each(['a backlog is sent', 'sending is paused'])(
    'takes a lead up whose instance died, within its lease and 5 s, while %s',
    async (meanwhile) => {
      const WAITING = 10_000;
      await save({ paused: true });
      const lead = {
        lead: JSON.stringify({ fio: 'Анна', phoneNumber: '79201234567', customFields: [] }),
      };
      const waiting = { ...lead, status: 'pending', attempt_count: 0, next_attempt_at: 1 };
      await insertDeliveries(
        app.strapi,
        Array.from({ length: WAITING }, (_, at) =>
          deliveryRow(`waits-${meanwhile}-${at}`, waiting),
        ),
      );
      const leaseUntilMs = Date.now() + 1_500;
      const sending = { ...lead, status: 'sending', claimed_at: 1, lease_until: leaseUntilMs };
      await insertDeliveries(app.strapi, [deliveryRow(`died-${meanwhile}`, sending)]);
      if (meanwhile === 'a backlog is sent') await save({});
      await waitFor(
        'the lead to be taken up',
        async () => (await app.deliveryOf(LEAD, `died-${meanwhile}`))?.status === 'pending',
        leaseUntilMs + 5_000 - Date.now(),
      );
      const left = () =>
        app.strapi.db
          .connection('calltouch_deliveries')
          .where('entry_id', 'like', 'waits-%')
          .where('status', 'pending');
      const died = await app.deliveryOf(LEAD, `died-${meanwhile}`);
      expect(died).toMatchObject({
        // What keeps all back is said of each that waits.
        reason: { code: meanwhile === 'sending is paused' ? 'paused' : 'interrupted' },
        possibleDuplicate: true,
        attempts: [{ outcome: 'uncertain', reason: { code: 'interrupted' } }],
      });
      // There was much else to do, and a person can decide.
      expect((await left()).length).toBeGreaterThan(1_000);
      const cancelled = await app.admin('post', `/calltouch/deliveries/${died!.id}/cancel`);
      expect(cancelled.status).toBe(200);
      await left().update({ status: 'cancelled' });
    },
    60_000,
  );

  it('keeps every sign that the site keeps, and says what it could not', async () => {
    await save({});
    const { db } = app.strapi;
    const isMysql = db.dialect.client === 'mysql';
    if (isMysql) {
      // What an earlier test left must not write an attempt meanwhile.
      await save({ paused: true });
      await waitFor('nothing to be on its way', async () => {
        return !(await db.connection(DELIVERY_TABLE).where('status', 'sending').first());
      });
      for (const table of [ATTEMPT_TABLE, DELIVERY_TABLE]) {
        await db.connection(table).delete();
        await db.connection.raw('alter table ?? convert to character set latin1', [table]);
      }
      await save({});
    }
    const lost = await submit('Жду звонка 😀');
    // Other databases have one charset for all tables.
    if (isMysql) {
      expect(await app.settled(LEAD, lost, 'failed')).toMatchObject({
        reason: { code: 'mappingFailed', text: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD' },
        lead: null,
      });
    }
    await widenCharset(app.strapi);
    const kept = await submit('Жду звонка 😀');
    const delivery = await app.settled(LEAD, kept, 'delivered');
    expect(delivery.lead?.fio).toBe('Жду звонка 😀');
    expect(calltouch.leads.at(-1)?.params.fio).toBe('Жду звонка 😀');
    // What was wrong is mended: sent again, it goes out whole.
    if (isMysql) {
      await app.admin('post', `/calltouch/entries/${LEAD}/${lost}/send`);
      await app.settled(LEAD, lost, 'delivered');
    }
  });

  it('keeps no visitor waiting for a table that a backup reads', async () => {
    await save({});
    const { db } = app.strapi;
    const isMysql = db.dialect.client === 'mysql';
    if (isMysql) {
      await db.connection(ATTEMPT_TABLE).delete();
      await db.connection(DELIVERY_TABLE).delete();
      await db.connection.raw('alter table ?? convert to character set latin1', [DELIVERY_TABLE]);
    }
    // Elsewhere nothing is to be done, whoever reads; SQLite has one connection alone.
    const backup = isMysql ? await db.connection.transaction() : null;
    await backup?.(DELIVERY_TABLE).first();
    const widening = widenCharset(app.strapi);
    const startMs = performance.now();
    await submit('Patient');
    await widening;
    // It waits for a lock, which would be as long as the backup.
    expect(performance.now() - startMs).toBeLessThan(5_000);
    await backup?.rollback();
    await widenCharset(app.strapi);
    const entry = await submit('Жду 😀');
    await app.settled(LEAD, entry, 'delivered');
  });

  describe('a database of another deployment', () => {
    const owners = () => app.strapi.db.connection('calltouch_deployments');
    const marks = (place: string) =>
      JSON.stringify({ place, apiUrl: 'https://api.calltouch.ru', keyHashes: [] });
    const health = async () => (await app.admin('get', '/calltouch/health')).body;
    const adopt = (as: unknown) => app.admin('post', '/calltouch/health/adopt').send({ as });

    /** As if the database had been copied from another site. */
    const becomeForeign = async () => {
      await owners().update({ marks: marks('example.ru'), deployment_id: 'theirs' });
      expect(await health()).toMatchObject({
        state: 'foreign',
        reason: { code: 'foreignDatabase', values: { owner: 'example.ru' } },
        next: null,
      });
    };

    /** A lead that waits, though a person has asked for it, too. */
    const waits = async (entry: string) => {
      const before = calltouch.arrivals.length;
      const asked = await app.admin('post', `/calltouch/entries/${LEAD}/${entry}/send`);
      expect(asked.status).toBe(202);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
        status: 'pending',
        attemptCount: 0,
        reason: { code: 'foreignDatabase' },
      });
      expect(calltouch.arrivals).toHaveLength(before);
    };

    it('belongs to one of those that start at once', async () => {
      await save({});
      await owners().delete();
      const config = app.strapi.config.get<PluginConfig>('plugin::calltouch');
      const clock = databaseClock(app.strapi);
      const fail = (error: unknown) => {
        throw error;
      };
      const started = Array.from({ length: 8 }, () =>
        createDeployment(app.strapi, clock, config, fail, () => undefined),
      );
      await Promise.all(started.map((deployment) => deployment.begin()));
      for (const deployment of started) {
        expect(deployment.standing()).toEqual({ kind: 'ours' });
        deployment.stop();
      }
      expect(await owners()).toHaveLength(1);
      await health();
      await app.settled(LEAD, await submit('After all'), 'delivered');
      const refused = await adopt('copy');
      expect(refused.status).toBe(409);
    });

    it('keeps leads until a person says that this is the site now', async () => {
      await becomeForeign();
      const entry = await submit('Moved');
      await waits(entry);
      expect((await adopt('whatever')).status).toBe(400);
      const decided = await adopt('site');
      expect(decided.status).toBe(200);
      expect(['ok', 'attention']).toContain(decided.body.state);
      await app.settled(LEAD, entry, 'delivered');
    });

    it('cancels what waits in a copy, which then has leads of its own', async () => {
      await becomeForeign();
      const entry = await submit('Copied');
      await waits(entry);
      const interrupted = await submit('Interrupted');
      await app.strapi.db
        .connection('calltouch_deliveries')
        .where({ entry_id: interrupted })
        .update({ status: 'sending', lease_until: 1, attempt_count: 1, claimed_at: 1 });
      // A rescue would settle it.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const askedMs = Date.now();
      const answers = await Promise.all([adopt('copy'), adopt('copy')]);
      expect(answers.map(({ status }) => status)).toContain(200);
      for (const cancelled of [entry, interrupted]) {
        expect(await app.deliveryOf(LEAD, cancelled)).toMatchObject({
          status: 'cancelled',
          reason: { code: 'cancelledInCopy', values: { person: 'super@example.com' } },
        });
      }
      expect(await owners()).toMatchObject([{ role: 'owner' }]);
      const [mark] = await app.strapi.db
        .connection('calltouch_marks')
        .where({ content_type: LEAD });
      expect(Number(mark?.since_ms)).toBeGreaterThanOrEqual(askedMs);
      // The receiver of the tests is not Calltouch: what is tried out in the copy may go there.
      await app.settled(LEAD, await submit('Trial'), 'delivered');
    });
  });
});
