import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { settings } from '../support/settings';
import { startStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';

jest.setTimeout(30_000);

describe('when Calltouch can’t be reached', () => {
  it('leads wait in the outbox, and go out when it is back', async () => {
    const first = await startLocalCalltouch({ requestsPerSecond: 0 });
    const { port, url } = first;
    await first.stop();
    const app = await startStrapi({
      CALLTOUCH_API_URL: url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
    });
    let calltouch: LocalCalltouch | null = null;
    try {
      await app.admin('put', '/calltouch/settings').send(settings());
      const created = await app.visitor
        .post('/api/leads')
        .send({ data: { name: 'Анна', phone: '9201234567' } });
      expect(created.status).toBe(201);
      const { documentId } = created.body.data;
      await waitFor('the first attempt', async () => {
        const delivery = await app.deliveryOf(LEAD, documentId);
        return delivery?.reason?.code === 'refused' && delivery.possibleDuplicate === false;
      });
      calltouch = await startLocalCalltouch({ port, requestsPerSecond: 0 });
      const delivered = await app.settled(LEAD, documentId, 'delivered');
      expect(delivered.possibleDuplicate).toBe(false);
      expect(calltouch.leads).toHaveLength(1);
    } finally {
      await app.stop();
      await calltouch?.stop();
    }
  }, 60_000);
});
