import { startBulkLeads, type BulkLeads } from '../support/bulkLeads';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';

jest.setTimeout(60_000);

describe('many leads at once are cancelled', () => {
  let leads: BulkLeads;

  beforeAll(async () => {
    leads = await startBulkLeads();
  }, 60_000);
  afterAll(() => leads?.stop());
  beforeEach(() => leads.clear());

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
