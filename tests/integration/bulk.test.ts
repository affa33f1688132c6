import { maximumArrivalsInAnySlidingSecond } from '../../local-calltouch';
import type { BulkProgress, Delivery } from '../../server/src/contracts';
import { startBulkLeads, type BulkLeads } from '../support/bulkLeads';
import { form } from '../support/settings';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';

jest.setTimeout(60_000);

describe('many leads at once', () => {
  let leads: BulkLeads;

  beforeAll(async () => {
    leads = await startBulkLeads();
  }, 60_000);
  afterAll(() => leads?.stop());
  beforeEach(() => leads.clear());

  const progressOf = async (bulkId: string): Promise<BulkProgress> => {
    const answer = await leads.app.admin('get', `/calltouch/bulks/${bulkId}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  describe('are sent again', () => {
    it('as the estimate said, which changes nothing', async () => {
      const [old] = await leads.delivered(2);
      const fresh = await leads.create('Fresh');
      const gone = await leads.create('Gone');
      await leads.app.strapi.documents(LEAD as never).delete({ documentId: gone });
      const before = await leads.find({ sort: 'submittedAt:asc' });

      const estimate = await leads.post('deliveries/resend', { filter: {}, dryRun: true });
      expect(estimate.status).toBe(200);
      expect(estimate.body).toEqual({
        sent: 3,
        skipped: 1,
        reasons: { erased: 1 },
        mayHaveArrived: 2,
        requestsPerSecond: 5,
        paused: true,
      });
      expect((await leads.find({ sort: 'submittedAt:asc' })).body).toEqual(before.body);

      const report = await leads.post('deliveries/resend', { filter: {} });
      expect(report.status).toBe(202);
      expect(report.body).toEqual({
        sent: 3,
        skipped: 1,
        reasons: { erased: 1 },
        bulkId: expect.any(String),
      });
      expect(await leads.deliveryOf(old!)).toMatchObject({ status: 'pending', trigger: 'manual' });
      expect(await leads.deliveryOf(fresh)).toMatchObject({
        status: 'pending',
        trigger: 'automatic',
      });
      const missing = await leads.post('deliveries/resend', { ids: [987654] });
      expect(missing.body).toEqual({
        sent: 0,
        skipped: 1,
        reasons: { notFound: 1 },
        bulkId: null,
      });
    });

    it('and show how far they have come', async () => {
      const documentIds = await leads.delivered(4);
      const [first] = await leads.idsOf(documentIds);
      const { body } = await leads.post('deliveries/resend', {
        ids: await leads.idsOf(documentIds),
      });
      expect(await progressOf(body.bulkId)).toMatchObject({
        total: 4,
        counts: { pending: 4, sending: 0, delivered: 0 },
        retrying: 0,
        reasons: [],
      });
      leads.calltouch.faults.setFault({ kind: 'text', text: 'Нет' }, { times: 1 });
      await leads.save({ paused: false });
      const done = await waitFor('the bulk', async () => {
        const progress = await progressOf(body.bulkId);
        return progress.counts.pending + progress.counts.sending === 0 ? progress : null;
      });
      expect(done).toMatchObject({
        total: 4,
        counts: { delivered: 3, failed: 1 },
        reasons: [{ code: 'rejected', count: 1 }],
      });
      const one = await leads.app.admin('get', `/calltouch/deliveries/${first}`);
      expect(one.body).toMatchObject({ possibleDuplicate: true, attemptCount: 2 });
      expect((await leads.app.admin('get', '/calltouch/bulks/none')).status).toBe(404);
    });

    it('and show what waits for a retry', async () => {
      const documentIds = await leads.delivered(1);
      const { body } = await leads.post('deliveries/resend', {
        ids: await leads.idsOf(documentIds),
      });
      leads.calltouch.faults.setFault({ kind: 'status', status: 503 });
      await leads.save({ paused: false });
      const progress = await waitFor('the retry', async () => {
        const now = await progressOf(body.bulkId);
        return now.retrying === 1 ? now : null;
      });
      expect(progress).toMatchObject({
        counts: { pending: 1 },
        reasons: [{ code: 'serverError', count: 1 }],
      });
    });

    it('within the rate, after the fresh ones', async () => {
      const waiting = await leads.createMany(2, 'Waiting');
      const old = await leads.delivered(13);
      await leads.app.strapi.db.getConnection('calltouch_deliveries').update({ status: 'failed' });
      expect(old).toHaveLength(13);
      const newest = await leads.createMany(2, 'Fresh');
      const { body } = await leads.post('deliveries/resend', { filter: {} });
      expect(body.sent).toBe(17);
      expect(waiting.length + newest.length).toBe(4);

      await leads.save({ paused: false });
      await waitFor('some leads', () => leads.calltouch.arrivals.length >= 4);
      await leads.create('Late');
      await waitFor('all leads', () => leads.calltouch.leads.length === 18, 20_000);
      const order = leads.names();
      expect(order.slice(0, 2).sort()).toEqual(['Fresh 1', 'Fresh 2']);
      // At most what was on its way already goes before a lead that comes in meanwhile.
      expect(order.indexOf('Late')).toBeLessThan(13);
      expect(new Set(order).size).toBe(18);
      const moments = leads.calltouch.arrivals.map((arrival) => arrival.monotonicMs);
      expect(maximumArrivalsInAnySlidingSecond(moments)).toBeLessThanOrEqual(5);
      expect(leads.calltouch.arrivals.filter(({ status }) => status === 429)).toEqual([]);
    });

    it('once, however often they are asked for', async () => {
      const documentIds = await leads.delivered(3);
      const ids = await leads.idsOf(documentIds);
      const reports = await Promise.all(
        [1, 2, 3].map(() => leads.post('deliveries/resend', { ids })),
      );
      expect(reports.map(({ body }) => body.sent)).toEqual([3, 3, 3]);
      await leads.save({ paused: false });
      for (const documentId of documentIds) await leads.app.settled(LEAD, documentId, 'delivered');
      expect(leads.names().sort()).toEqual(['Old 1', 'Old 2', 'Old 3']);
    });
  });

  describe('of chosen entries', () => {
    it('are sent as one bulk, those without a delivery too', async () => {
      const [old] = await leads.delivered(1);
      await leads.save({ paused: true }, [form({ enabled: false })]);
      const unsent = await leads.createMany(2, 'Unsent');
      await leads.save({ paused: true });
      const documentIds = [old!, ...unsent, 'nosuchentry'];
      const path = `entries/${LEAD}/send`;
      const expected = { sent: 3, skipped: 1, reasons: { notFound: 1 } };

      const estimate = await leads.post(path, { documentIds, dryRun: true });
      expect(estimate.status).toBe(200);
      expect(estimate.body).toMatchObject({ ...expected, mayHaveArrived: 1, paused: true });
      expect(await leads.app.deliveryOf(LEAD, unsent[0]!)).toBeNull();

      const report = await leads.post(path, { documentIds });
      expect(report.status).toBe(202);
      expect(report.body).toMatchObject(expected);
      const fresh = await leads.create('Fresh');
      await leads.save({ paused: false });
      const sent: Delivery[] = [];
      for (const documentId of [old!, ...unsent]) {
        sent.push(await leads.app.settled(LEAD, documentId, 'delivered'));
      }
      await leads.app.settled(LEAD, fresh, 'delivered');
      expect(leads.names()[0]).toBe('Fresh');
      expect(sent.map(({ possibleDuplicate }) => possibleDuplicate)).toEqual([true, false, false]);
      expect(sent.flatMap(({ attempts }) => attempts!.at(-1)!.requestedBy)).toEqual(
        Array(3).fill('super@example.com'),
      );
      expect(await progressOf(report.body.bulkId)).toMatchObject({
        total: 3,
        counts: { delivered: 3 },
      });
    });

    it('are refused where their content type is no form', async () => {
      const answer = await leads.post('entries/api::booking.booking/send', { documentIds: ['a'] });
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.code).toBe('noForm');
    });
  });

  describe('are cancelled', () => {
    const entryOf = (documentId: string) =>
      leads.app.strapi.db.query(LEAD).findOne({ where: { documentId } });
    const isCancelled = {
      status: 'cancelled',
      reason: {
        code: 'cancelledByPerson',
        values: { person: 'super@example.com' },
        text: null,
      },
      nextAttemptAt: null,
    };

    it('one by one, and can be sent all the same', async () => {
      const documentId = await leads.create('Анна');
      const { id } = await leads.deliveryOf(documentId);
      const answer = await leads.post(`deliveries/${id}/cancel`);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ cancelled: 1, skipped: 0, delivery: isCancelled });
      expect(await entryOf(documentId)).toMatchObject({
        calltouchStatus: 'cancelled',
        calltouchError: 'cancelledByPerson',
      });
      await leads.save({ paused: false });

      const again = await leads.post(`deliveries/${id}/cancel`);
      expect(again.status).toBe(409);
      expect(again.body.error.details.code).toBe('notWaiting');
      expect(leads.calltouch.arrivals).toEqual([]);
      await leads.post(`deliveries/${id}/resend`);
      await leads.app.settled(LEAD, documentId, 'delivered');
      expect(leads.names()).toEqual(['Анна']);
      expect((await leads.post(`deliveries/${id}/cancel`)).body.error.details.code).toBe(
        'notWaiting',
      );
      expect((await leads.post('deliveries/987654/cancel')).status).toBe(404);
    });

    it('where nobody knows whether they arrived, and stay possible duplicates', async () => {
      const documentId = await leads.create('Анна');
      leads.calltouch.faults.setFault({ kind: 'empty' }, { times: 1 });
      await leads.save({ paused: false, onUnknown: 'hold' });
      const { id } = await leads.app.settled(LEAD, documentId, 'unknown');
      const { body } = await leads.post(`deliveries/${id}/cancel`);
      expect(body.delivery).toMatchObject(isCancelled);
      const estimate = await leads.post('deliveries/resend', { ids: [id], dryRun: true });
      expect(estimate.body).toMatchObject({ sent: 1, mayHaveArrived: 1, paused: false });
    });

    it('not while they are being sent', async () => {
      const documentId = await leads.create('Анна');
      const { id } = await leads.deliveryOf(documentId);
      leads.calltouch.faults.setFault({ kind: 'delay', delayMs: 800 }, { times: 1 });
      await leads.save({ paused: false });
      await leads.app.settled(LEAD, documentId, 'sending');
      const answer = await leads.post(`deliveries/${id}/cancel`);
      expect(answer.status).toBe(409);
      expect(answer.body.error.details).toMatchObject({ code: 'sending', delivery: { id } });
      const many = await leads.post('deliveries/cancel', { ids: [id] });
      expect(many.body).toEqual({ cancelled: 0, skipped: 1, reasons: { sending: 1 } });
      await leads.app.settled(LEAD, documentId, 'delivered');
    });

    it('by filter, as the estimate said', async () => {
      const [old] = await leads.delivered(1);
      const waiting = await leads.createMany(2, 'Waiting');
      const body = { filter: { contentType: LEAD } };
      const estimate = await leads.post('deliveries/cancel', { ...body, dryRun: true });
      const expected = { cancelled: 2, skipped: 1, reasons: { notWaiting: 1 } };
      expect(estimate.body).toEqual(expected);
      expect(await leads.deliveryOf(waiting[0]!)).toMatchObject({ status: 'pending' });

      expect((await leads.post('deliveries/cancel', body)).body).toEqual(expected);
      for (const documentId of waiting) {
        expect(await leads.deliveryOf(documentId)).toMatchObject(isCancelled);
        expect(await entryOf(documentId)).toMatchObject({ calltouchStatus: 'cancelled' });
      }
      expect(await leads.deliveryOf(old!)).toMatchObject({ status: 'delivered' });
      expect(await entryOf(old!)).toMatchObject({ calltouchStatus: 'delivered' });
      const missing = await leads.post('deliveries/cancel', { ids: [987654] });
      expect(missing.body).toEqual({ cancelled: 0, skipped: 1, reasons: { notFound: 1 } });
    });

    it('or sent, never both, while the sender claims them', async () => {
      const documentIds = await leads.createMany(20, 'Racing');
      const ids = await leads.idsOf(documentIds);
      await leads.save({ paused: false });
      let cancelled = 0;
      for (const part of [4, 8, 12, 16, 20]) {
        const { body } = await leads.post('deliveries/cancel', { ids: ids.slice(0, part) });
        expect(body.cancelled + body.skipped).toBe(part);
        cancelled += body.cancelled;
      }
      const atRest = async () => {
        const all = await Promise.all(documentIds.map(leads.deliveryOf));
        return all.every(({ status }) => status === 'delivered' || status === 'cancelled') && all;
      };
      const settled = await waitFor('all to come to rest', atRest, 30_000);
      const sent = settled.filter(({ status }) => status === 'delivered');
      expect(settled.length - sent.length).toBe(cancelled);
      expect(cancelled).toBeGreaterThan(0);
      expect(leads.names().sort()).toEqual(sent.map(({ lead }) => lead!.fio).sort());
    });
  });

  it.each([
    ['deliveries/resend', { ids: [1], dryRun: 'yes' }, 'dryRun'],
    ['deliveries/cancel', {}, 'ids'],
    ['deliveries/cancel', { ids: [1], filter: {} }, 'ids'],
    ['deliveries/cancel', { ids: ['1'] }, 'ids'],
    ['deliveries/cancel', { filter: { color: 'red' } }, 'color'],
    ['deliveries/cancel', { ids: [1], dryRun: 1 }, 'dryRun'],
    [`entries/${LEAD}/send`, {}, 'documentIds'],
    [`entries/${LEAD}/send`, { documentIds: [] }, 'documentIds'],
    [`entries/${LEAD}/send`, { documentIds: [1] }, 'documentIds'],
    [`entries/${LEAD}/send`, { documentIds: Array(101).fill('a') }, 'documentIds'],
    [`entries/${LEAD}/send`, { documentIds: ['a'], dryRun: null }, 'dryRun'],
  ])('are refused by %s %j, naming the member', async (path, body, member) => {
    const answer = await leads.post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.errors[0].path).toEqual([member]);
  });
});
