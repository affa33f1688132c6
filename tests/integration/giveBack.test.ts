import { createOutbox } from '../../server/src/adapters/outbox';
import { databaseClock } from '../../server/src/adapters/databaseClock';
import type { Outbox } from '../../server/src/delivery/ports';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const LEAD = 'api::lead.lead';
const LEASE_MS = 60_000;
const TOMORROW = { code: 'dailyLimit', values: { limit: '1' }, text: null } as const;

jest.setTimeout(60_000);

describe('a claim that is given back', () => {
  let app: StartedStrapi;
  let outbox: Outbox;

  beforeAll(async () => {
    app = await startStrapi();
    // Paused, so that the test alone claims.
    await app.admin('put', '/calltouch/settings').send(settings(undefined, { paused: true }));
    outbox = createOutbox(app.strapi, databaseClock(app.strapi));
  });

  afterAll(async () => {
    await app?.stop();
  });

  const submit = async (): Promise<string> => {
    const data = { name: 'Анна', phone: '+7 920 123-45-67' };
    const { documentId } = await app.strapi.documents(LEAD).create({ data });
    return documentId;
  };
  const claim = async () => {
    const claimed = await outbox.claim([], LEASE_MS);
    if (!claimed) throw new Error('Nothing was due');
    return claimed;
  };

  it('waits, and has not been tried', async () => {
    const entry = await submit();
    await outbox.giveBack(await claim(), 60_000);
    expect(await app.deliveryOf(LEAD, entry)).toMatchObject({
      status: 'pending',
      attemptCount: 0,
      attempts: [],
      lead: { fio: 'Анна' },
    });
  });

  it.each([
    ['at once', (claimed) => outbox.giveBack(claimed, 0)],
    ['for the day’s limit', (claimed) => outbox.postponeSite(claimed, 60_000, TOMORROW)],
  ] as [string, (claimed: Awaited<ReturnType<typeof claim>>) => Promise<void>][])(
    'is cancelled and erased where its entry was deleted meanwhile: %s',
    async (_when, giveBack) => {
      const entry = await submit();
      const claimed = await claim();
      await app.strapi.documents(LEAD).delete({ documentId: entry });
      await giveBack(claimed);
      const delivery = await app.deliveryOf(LEAD, entry);
      expect(delivery).toMatchObject({
        status: 'cancelled',
        reason: { code: 'entryDeleted' },
        attemptCount: 0,
        nextAttemptAt: null,
        lead: null,
      });
      const row: unknown = await app.strapi.db
        .connection('calltouch_deliveries')
        .where({ id: delivery!.id })
        .first();
      expect(JSON.stringify(row)).not.toMatch(/9201234567|Анна/);
      expect(await outbox.claim([], LEASE_MS)).toBeNull();
    },
  );
});
