import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createServer, type Server } from 'node:tls';
import { SOUND } from '../support/outbox';
import { openSite, type Site } from '../support/site';
import { waitLong } from '../support/waitFor';
import { storedJourney } from './journey';
import { testFaults } from './table';

const CERTIFICATE = path.join(__dirname, '../support/certificate');
const CERT = path.join(CERTIFICATE, 'cert.pem');

jest.setTimeout(5 * 60_000);

/** Each has an `apiUrl` of its own, so that Strapi is started with it, and again with a right one. */
describe('with a wrong address of Calltouch', () => {
  let site: Site;
  let tls: Server;

  beforeEach(async () => {
    site = await openSite();
    const cert = readFileSync(CERT);
    const key = readFileSync(path.join(CERTIFICATE, 'key.pem'));
    tls = createServer({ cert, key }, (client) => {
      const upstream = connect(site.calltouch.port, '127.0.0.1');
      client.pipe(upstream).pipe(client);
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    }).listen(0, '127.0.0.1');
    // A client that does not trust the certificate hangs up.
    tls.on('tlsClientError', () => undefined);
    await once(tls, 'listening');
  });

  afterEach(async () => {
    await site?.close();
    tls?.close();
  });

  testFaults(
    'network',
    [
      'name that DNS does not know',
      'TLS to a server without it',
      'self-signed certificate',
      'certificate for another name',
    ],
    async (fault) => {
      const { port } = tls.address() as AddressInfo;
      const right = { CALLTOUCH_API_URL: `https://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: CERT };
      const wrong: Record<string, Record<string, string>> = {
        'name that DNS does not know': { CALLTOUCH_API_URL: 'http://calltouch.invalid' },
        'TLS to a server without it': {
          CALLTOUCH_API_URL: `https://127.0.0.1:${site.calltouch.port}`,
        },
        'self-signed certificate': { CALLTOUCH_API_URL: right.CALLTOUCH_API_URL },
        'certificate for another name': {
          ...right,
          CALLTOUCH_API_URL: `https://localhost:${port}`,
        },
      };
      // A resolver may take its time to say no.
      const app = await site.start({ CALLTOUCH_TIMEOUT_MS: '15000', ...wrong[fault] });
      const entry = await site.submit(app.url);
      await waitLong('the first attempt', async () => (await site.outbox.attempts()).length > 0);
      await app.terminate();
      await site.start(right);
      await site.rest();
      expect(await site.balance()).toMatchObject({ ...SOUND, twice: 0 });
      return storedJourney(entry!, site.outbox, site.calltouch.arrivals);
    },
  );
});
