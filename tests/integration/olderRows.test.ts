import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { fillReasonCodes } from '../../server/src/outbox/prepareTables';
import { deliveryRow, insertDeliveries } from '../support/insertDeliveries';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;

describe('rows of a version whose reasons had no column for their code', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch();
    app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url });
  });

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  it('get one: a bulk names their reasons, a new limit frees them', async () => {
    await app.admin('put', '/calltouch/settings').send(settings([], { dailyLimit: 1 }));
    const old = (entryId: string, reason: object | null, changes: object = {}) =>
      deliveryRow(entryId, {
        reason: reason && JSON.stringify(reason),
        bulk_id: 'old',
        lead: JSON.stringify({ fio: 'Анна', customFields: [] }),
        ...changes,
      });
    await insertDeliveries(app.strapi, [
      old('rejected', { code: 'rejected', values: {}, text: 'Плохо: "да"' }, { status: 'failed' }),
      old('none', null),
      old(
        'limited',
        { code: 'dailyLimit', values: { limit: '1' }, text: null },
        { status: 'pending', attempt_count: 0, next_attempt_at: Date.now() + DAY_MS },
      ),
    ]);

    expect(await fillReasonCodes(app.strapi)).toBe(2);
    expect(await fillReasonCodes(app.strapi)).toBe(0);
    const rows: { entry_id: string; reason_code: string | null }[] = await app.strapi.db
      .connection('calltouch_deliveries')
      .select('entry_id', 'reason_code');
    expect(Object.fromEntries(rows.map((row) => [row.entry_id, row.reason_code]))).toEqual({
      rejected: 'rejected',
      none: null,
      limited: 'dailyLimit',
    });
    const bulk = await app.admin('get', '/calltouch/bulks/old');
    expect(bulk.body.reasons).toEqual([
      { code: 'rejected', count: 1 },
      { code: 'dailyLimit', count: 1 },
    ]);

    await app.admin('put', '/calltouch/settings').send(settings([], { dailyLimit: 2 }));
    await waitFor('the lead that waited', () => calltouch.arrivals.length === 1);
  });
});
