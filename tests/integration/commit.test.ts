import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

/** After each of these the database refuses to commit. */
const BREAKS: Record<string, string> = {
  sqlite: 'rollback',
  postgres: 'select pg_terminate_backend(pg_backend_pid())',
  mysql: 'kill connection_id()',
};

jest.setTimeout(60_000);

describe('a commit that fails', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch();
    app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url });
    await app.admin('put', '/calltouch/settings').send(settings());
  });

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  it('is told to the visitor, whose entry nobody has', async () => {
    const { db } = app.strapi;
    const stop = db.lifecycles.subscribe({
      models: ['api::lead.lead'],
      afterCreate: async () => {
        await db.transaction(async ({ trx }) => {
          await trx.raw(BREAKS[db.dialect.client]!).catch(() => undefined);
        });
      },
    });
    const refused = await app.visitor.post('/api/leads').send({ data: { name: 'Lost' } });
    stop();
    expect(refused.status).toBe(500);
    const stored = await app.strapi.documents('api::lead.lead').count({});
    expect(stored).toBe(0);
    expect(await db.connection('calltouch_deliveries').select('id')).toEqual([]);

    const taken = await app.visitor.post('/api/leads').send({ data: { name: 'Kept' } });
    expect(taken.status).toBe(201);
    await app.settled('api::lead.lead', taken.body.data.documentId, 'delivered');
  });
});
