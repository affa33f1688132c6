import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '../../server/src/outbox/transaction';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

const LEAD = 'api::lead.lead';

jest.setTimeout(60_000);

describe('two transactions that each want what the other holds', () => {
  let app: StartedStrapi;

  beforeAll(async () => {
    app = await startStrapi();
  });

  afterAll(async () => {
    await app?.stop();
  });

  it('are both kept: the one that the database takes back is begun anew', async () => {
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
    const stored = await app.strapi.documents(LEAD).findMany({});
    expect(stored).toHaveLength(2);
    for (const lead of stored) expect(lead).toMatchObject({ phone: 'written', email: 'written' });
  });
});
