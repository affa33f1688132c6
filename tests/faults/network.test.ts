import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { startFaultProxy, type FaultProxy, type ProxyFault } from '../support/faultProxy';
import { entryOf } from '../support/outbox';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitLong } from '../support/waitFor';
import { journeyOf } from './journey';
import { testFaults } from './table';

const LEAD = 'api::lead.lead';

const PROXY_FAULTS = {
  'connection refused': 'refuse',
  'connect timeout: full backlog': 'fullBacklog',
  'reset before the body': 'resetBeforeBody',
  'reset in the body': 'resetInBody',
  'reset after the body': 'resetAfterBody',
  'silence after the request': 'blackHole',
  'answer of one byte a second': 'slowAnswer',
  'request of one byte a second': 'slowRequest',
} satisfies Record<string, ProxyFault>;

jest.setTimeout(5 * 60_000);

describe('on the way to Calltouch', () => {
  let calltouch: LocalCalltouch;
  let proxy: FaultProxy;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    proxy = await startFaultProxy(calltouch);
    app = await startStrapi({
      CALLTOUCH_API_URL: `http://127.0.0.1:${proxy.port}`,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
      CALLTOUCH_TIMEOUT_MS: '1000',
    });
    await app.admin('put', '/calltouch/settings').send(settings());
  }, 180_000);

  afterAll(async () => {
    await app?.stop();
    await proxy?.stop();
    await calltouch?.stop();
  });

  const submit = async (): Promise<string> => {
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '9201234567' } });
    expect(created.status).toBe(201);
    return created.body.data.documentId;
  };

  const names = Object.keys(PROXY_FAULTS) as (keyof typeof PROXY_FAULTS)[];
  testFaults('network', [...names, 'stale keep-alive connection'], async (fault) => {
    if (fault === 'stale keep-alive connection') return staleConnection();
    await proxy.setFault(PROXY_FAULTS[fault as keyof typeof PROXY_FAULTS]);
    const entry = await submit();
    await waitLong('the first attempt', async () => {
      const delivery = await app.deliveryOf(LEAD, entry);
      return delivery?.attempts?.length;
    });
    await proxy.setFault(null);
    const delivery = await app.settled(LEAD, entry, 'delivered');
    return journeyOf(delivery, calltouch.arrivals);
  });

  /** A server may close a connection that looks idle to it just as the next lead goes out. */
  async function staleConnection(): Promise<string> {
    await proxy.setFault('closeOnSecondRequest');
    const before = proxy.connections;
    for (let number = 0; number < 5; number += 1) {
      const entry = await submit();
      const delivery = await app.settled(LEAD, entry, 'delivered');
      expect(delivery.attempts).toHaveLength(1);
      const arrived = calltouch.leads.filter(({ params }) => entryOf(params) === entry);
      expect(arrived).toHaveLength(1);
    }
    expect(proxy.connections - before).toBe(5);
    return `5 leads, ${proxy.connections - before} connections, each delivered at the first try`;
  }
});
