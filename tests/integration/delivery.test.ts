import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';

describe('a form submission', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({});
    app = await startStrapi({ CALLTOUCH_API_URL: calltouch.url });
    const saved = await app.admin('put', '/calltouch/settings').send(settings());
    expect(saved.body).toEqual(settings());
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  it('becomes a lead', async () => {
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '8 (920) 123-45-67' } });
    expect(created.status).toBe(201);
    await waitFor('the lead', () => calltouch.leads.length === 1);
    const { documentId } = created.body.data;
    const delivery = await waitFor('the delivery', async () => {
      const answer = await app.admin('get', `/calltouch/entries/api::lead.lead/${documentId}`);
      return answer.body.status === 'delivered' && answer.body;
    });
    console.log(JSON.stringify(delivery, null, 1), calltouch.leads[0]);
  });
});
