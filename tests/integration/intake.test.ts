import { NO_CAPTURE } from '../../server/src/capture/capture';
import { createIntake } from '../../server/src/intake/moveIntake';
import { createPutInIntake } from '../../server/src/intake/putInIntake';
import { databaseClock } from '../../server/src/outbox/databaseClock';
import { inTransaction } from '../../server/src/outbox/transaction';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { settings } from '../support/settings';

const LEAD = 'api::lead.lead';
const KIND = process.env.TEST_DATABASE ?? 'sqlite';

jest.setTimeout(30_000);

describeWithStrapi('the intake', {}, ({ app }) => {
  const told: string[] = [];
  const intake = () =>
    createIntake(app.strapi, databaseClock(app.strapi), (doing) => told.push(doing));
  const deliveries = () => app.strapi.db.connection('calltouch_deliveries');
  const put = (entryId: string, fio = 'Анна') =>
    inTransaction(app.strapi, (trx) =>
      createPutInIntake(app.strapi)(
        trx,
        {
          contentType: LEAD,
          entryId,
          entryLocale: null,
          siteKey: 'main',
          status: 'pending',
          reason: null,
          lead: { fio, customFields: [] },
          capture: NO_CAPTURE,
          warnings: [],
          requestNumber: `lead-${entryId}`,
          submittedAtMs: Date.now(),
          trigger: 'automatic',
          requestedBy: null,
        },
        0,
      ),
    );

  beforeAll(async () => {
    await app.admin('put', '/calltouch/settings').send(settings(undefined, { paused: true }));
  });
  beforeEach(() => told.splice(0));

  it('is seen by whoever reads the outbox, at once', async () => {
    await put('seen');
    expect(await app.deliveryOf(LEAD, 'seen')).toMatchObject({
      status: 'pending',
      attemptCount: 0,
    });
    await put('counted');
    const health = await app.admin('get', '/calltouch/health');
    expect(health.body.waiting).toBe(2);
    await put('found');
    const list = await app.admin('get', '/calltouch/deliveries?search=found');
    expect(list.body.pagination.total).toBe(1);
  });

  it('moves each row once, however many move at once, and keeps what an entry has', async () => {
    const entries = Array.from({ length: 60 }, (_, index) => `many${index}`);
    for (const entry of [...entries, ...entries]) await put(entry);
    await Promise.all([intake().moveAll(), intake().moveAll(), intake().moveAll()]);
    await put('many0', 'Другая');
    await intake().moveAll();
    const rows = await deliveries().where('entry_id', 'like', 'many%');
    expect(rows.map((row: { entry_id: string }) => row.entry_id).sort()).toEqual(entries.sort());
    expect(rows.every((row: { lead: string }) => row.lead.includes('Анна'))).toBe(true);
    expect(await intake().left()).toEqual({ count: 0, sinceMs: null });
  });

  it('keeps no lead back for one that the outbox refuses, and shows that it waits', async () => {
    const refusal = REFUSALS[KIND]!;
    for (const sql of refusal.make) await app.strapi.db.connection.raw(sql);
    try {
      await put('poison');
      await put('next');
      await intake().moveAll();
      expect(await deliveries().where({ entry_id: 'next' })).toHaveLength(1);
      expect(told.join()).toMatch(/move new lead \d+ into the outbox/);
      expect(await intake().heldOf(LEAD, ['poison', 'next'])).toEqual(['poison']);
      expect((await app.admin('get', '/calltouch/health')).status).toBe(200);
      expect((await intake().left()).count).toBe(1);
    } finally {
      for (const sql of refusal.undo) await app.strapi.db.connection.raw(sql);
    }
    await intake().moveAll();
    expect(await deliveries().where({ entry_id: 'poison' })).toHaveLength(1);
  });

  if (KIND === 'mysql')
    it('shows a lead that the outbox can’t hold as a failed one', async () => {
      const column = (charset: string) =>
        app.strapi.db.connection.raw(
          `alter table calltouch_deliveries modify lead longtext character set ${charset}`,
        );
      await deliveries().delete();
      await column('latin1');
      try {
        await put('emoji', 'Анна 😀');
        await put('latin', 'Anna');
        await intake().moveAll();
      } finally {
        await column('utf8mb4');
      }
      expect(await app.deliveryOf(LEAD, 'emoji')).toMatchObject({
        status: 'failed',
        lead: null,
        reason: { code: 'mappingFailed' },
      });
      expect((await app.deliveryOf(LEAD, 'latin'))?.status).toBe('pending');
    });
});

/** What makes the outbox refuse one row, and what ends it. */
const REFUSALS: Record<string, { make: string[]; undo: string[] }> = {
  sqlite: {
    make: [
      `create trigger refuse before insert on calltouch_deliveries when new.entry_id = 'poison'
       begin select raise(abort, 'refused'); end`,
    ],
    undo: ['drop trigger refuse'],
  },
  postgres: {
    make: [
      `create function refuse() returns trigger as $$ begin raise exception 'refused'; end $$
       language plpgsql`,
      `create trigger refuse before insert on calltouch_deliveries for each row
       when (new.entry_id = 'poison') execute function refuse()`,
    ],
    undo: ['drop trigger refuse on calltouch_deliveries', 'drop function refuse()'],
  },
  mysql: {
    make: [
      `create trigger refuse before insert on calltouch_deliveries for each row
       begin if new.entry_id = 'poison' then signal sqlstate '45000'; end if; end`,
    ],
    undo: ['drop trigger refuse'],
  },
};
