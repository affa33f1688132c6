import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '../../server/src/outbox/transaction';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { settings } from '../support/settings';

const LEAD = 'api::lead.lead';

/** After each of these the database refuses to commit. */
const BREAKS: Record<string, string> = {
  sqlite: 'rollback',
  postgres: 'select pg_terminate_backend(pg_backend_pid())',
  mysql: 'kill connection_id()',
};

jest.setTimeout(60_000);

describeWithStrapi('transactions', { isLimited: true }, ({ app }) => {
  beforeAll(async () => {
    await app.admin('put', '/calltouch/settings').send(settings());
  });

  it('whose commit fails are told to the visitor, whose entry nobody has', async () => {
    const { db } = app.strapi;
    const stop = db.lifecycles.subscribe({
      models: [LEAD],
      afterCreate: async () => {
        await db.transaction(async ({ trx }) => {
          await trx.raw(BREAKS[db.dialect.client]!).catch(() => undefined);
        });
      },
    });
    const refused = await app.visitor.post('/api/leads').send({ data: { name: 'Lost' } });
    stop();
    expect(refused.status).toBe(500);
    const stored = await app.strapi.documents(LEAD).count({});
    expect(stored).toBe(0);
    expect(await db.connection('calltouch_deliveries').select('id')).toEqual([]);

    const taken = await app.visitor.post('/api/leads').send({ data: { name: 'Kept' } });
    expect(taken.status).toBe(201);
    await app.settled(LEAD, taken.body.data.documentId, 'delivered');
  });

  it('that each want what the other holds are both kept: the one that the database takes back is begun anew', async () => {
    const ids: number[] = [];
    for (const name of ['first', 'second']) {
      const { id } = await app.strapi.documents(LEAD).create({ data: { name } });
      ids.push(Number(id));
    }
    const write = (order: number[], column: string) =>
      inTransaction(app.strapi, async (trx) => {
        for (const id of order) {
          const row = app.strapi.db.connection('leads').transacting(trx).where({ id });
          await row.update({ [column]: 'written' });
          await sleep(200);
        }
      });
    await Promise.all([write(ids, 'phone'), write(ids.toReversed(), 'email')]);
    const stored = await app.strapi.documents(LEAD).findMany({ filters: { id: { $in: ids } } });
    expect(stored).toHaveLength(2);
    for (const lead of stored) expect(lead).toMatchObject({ phone: 'written', email: 'written' });
  });
});
