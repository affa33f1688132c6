import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Overview } from '../../server/src/contracts';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { form, settings, site } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const DAY_MS = 24 * 3_600_000;

jest.setTimeout(30_000);

describe('the overview', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch();
    app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url });
    await app.admin('put', '/calltouch/settings').send(settings());
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  const table = () => app.strapi.db.connection('calltouch_deliveries');
  const overview = async (query: object = {}): Promise<Overview> => {
    const answer = await app.admin('get', '/calltouch/overview').query(query);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('counts the days of the first site’s zone, sessions, sources and reasons', async () => {
    // Days of this zone begin at 18:15 UTC.
    await app
      .admin('put', '/calltouch/settings')
      .send(settings([form()], {}, [site({ timeZone: 'Asia/Kathmandu' })]));
    await table().where('status', 'like', '%').delete();
    const { perDay } = await overview({ days: 3 });
    const [, yesterday] = perDay;
    const startMs = Date.parse(`${yesterday!.day}T00:00:00+05:45`);
    const at = (submittedAt: number, changes: object = {}) => ({
      submitted_at: submittedAt,
      site_key: 'figures',
      ...changes,
    });
    const ya = { source: 'yandex', medium: 'cpc', has_session: true };
    await insertDeliveries(app.strapi, [
      deliveryRow('1', at(startMs - 1, { no_session_reason: 'blocked' })),
      deliveryRow('2', at(startMs, ya)),
      deliveryRow('3', at(startMs + DAY_MS - 1, ya)),
      deliveryRow('4', at(startMs + DAY_MS, { status: 'failed', no_session_reason: 'blocked' })),
      deliveryRow('5', at(startMs + DAY_MS, { status: 'skipped' })),
      deliveryRow('6', at(startMs, { status: 'unknown' })),
      deliveryRow('7', at(startMs - 90 * DAY_MS, { status: 'cancelled' })),
      deliveryRow('9', at(startMs, { status: 'failed', no_session_reason: 'blocked' })),
      deliveryRow('8', at(startMs, { status: 'pending', next_attempt_at: Date.now() + DAY_MS })),
    ]);
    const figures = await overview({ days: 3 });
    expect(figures.timeZone).toBe('Asia/Kathmandu');
    expect(figures.counts).toEqual({
      delivered: 3,
      failed: 2,
      skipped: 1,
      unknown: 1,
      cancelled: 1,
      pending: 1,
      sending: 0,
    });
    expect(figures.perDay.map(({ day: _, ...rest }) => rest)).toEqual([
      { counts: { delivered: 1 }, withSession: 0, withoutSession: 1 },
      {
        counts: { delivered: 2, unknown: 1, failed: 1, pending: 1 },
        withSession: 2,
        withoutSession: 3,
      },
      { counts: { failed: 1, skipped: 1 }, withSession: 0, withoutSession: 1 },
    ]);
    expect(figures.perSource).toEqual([
      { source: 'yandex', medium: 'cpc', count: 2 },
      { source: null, medium: null, count: 1 },
    ]);
    expect(figures.noSession).toEqual([
      { reason: 'blocked', count: 3 },
      { reason: null, count: 2 },
    ]);
    const age = Date.now() - startMs;
    expect(Math.abs(figures.oldestPendingAgeMs! - age)).toBeLessThan(5_000);
    // What the figures say, the list shows.
    const list = await app.admin('get', '/calltouch/deliveries').query({
      hasSession: 'false',
      from: new Date(startMs - DAY_MS).toISOString(),
    });
    expect(list.body.pagination.total).toBe(5);
  });

  it('counts the requests of the last minute', async () => {
    const before = (await overview()).sentLastMinute;
    const created = await app.visitor.post('/api/leads').send({ data: { name: 'Борис' } });
    await waitFor('the lead', async () => {
      const sent = await app.deliveryOf(LEAD, created.body.data.documentId);
      return sent?.status === 'delivered';
    });
    expect((await overview()).sentLastMinute).toBe(before + 1);
  });

  it('tells until when nothing is sent because Calltouch asked to wait', async () => {
    const slots = () => app.strapi.db.getConnection('calltouch_slots');
    const endMs = Date.now() + 60_000;
    await slots().update({ frozen_until: endMs });
    const { restUntil } = await overview();
    expect(Math.abs(Date.parse(restUntil!) - endMs)).toBeLessThan(2_000);
    // A smaller ring still sends.
    await slots().where({ slot: 0 }).update({ frozen_until: 0 });
    expect((await overview()).restUntil).toBeNull();
    await slots().update({ frozen_until: 0 });
  });

  it.each(['0', '91', 'x', '1.5'])('refuses %s days', async (days) => {
    const answer = await app.admin('get', '/calltouch/overview').query({ days });
    expect(answer.status).toBe(400);
    expect(answer.body.error.details.errors[0].path).toEqual(['days']);
  });
});
