import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Fault } from '../../local-calltouch/contract';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';
import { journeyOf } from './journey';
import { FAULTS, testFaults } from './table';

const LEAD = 'api::lead.lead';
const NO_PARAMETER = 'Не возможно создать заявку - не указано ни одного входного параметра';
/** Above 2⁵³: a number in JavaScript would lose its last digits. */
const BIG_ID = '9223372036854775807';

type ServiceFault = keyof (typeof FAULTS)['service'];

const throttled = (retryAfter: string): Fault => ({
  kind: 'status',
  status: 429,
  headers: { 'Retry-After': retryAfter },
});

const SERVICE_FAULTS: Record<string, () => Fault> = {
  '429 without Retry-After': () => ({ kind: 'status', status: 429 }),
  '429, Retry-After in seconds': () => throttled('4'),
  // A date has whole seconds: 5 s from now is 4 s at least.
  '429, Retry-After as a date': () => throttled(new Date(Date.now() + 5_000).toUTCString()),
  '429, Retry-After of nonsense': () => throttled('soon, perhaps -1'),
  '200 with the documented error': () => ({ kind: 'text', text: NO_PARAMETER }),
  '200 with JSON and no requestId': () => ({ kind: 'json', json: '{"subject":"Заявка"}' }),
  '200 with requestId null': () => ({ kind: 'json', json: '{"requestId":null}' }),
  '200 with requestId 0': () => ({ kind: 'json', json: '{"requestId":0}' }),
  '200 with a requestId of 19 digits': () => ({ kind: 'json', json: `{"requestId":${BIG_ID}}` }),
  '200 with HTML': () => ({ kind: 'html' }),
  '200, empty': () => ({ kind: 'empty' }),
  '200, JSON cut off': () => ({ kind: 'cutJson' }),
  '200, 100 MB': () => ({ kind: 'hugeBody', bytes: 100_000_000 }),
  'reset within the answer': () => ({ kind: 'resetInAnswer' }),
};

/** How long a throttled lead must wait at least. */
const LEAST_WAIT_MS: Record<string, number> = {
  '429 without Retry-After': 2_000,
  '429, Retry-After in seconds': 4_000,
  '429, Retry-After as a date': 4_000,
  '429, Retry-After of nonsense': 2_000,
};
/** Nobody waits for a nonsense header, or for its whole hour. */
const LONGEST_WAIT_MS = 8_000;

jest.setTimeout(30_000);

describe('Calltouch answers', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    app = await startStrapi({
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
      CALLTOUCH_TIMEOUT_MS: '5000',
    });
    await app.admin('put', '/calltouch/settings').send(settings());
  }, 180_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  const faultOf = (fault: string): Fault => {
    const [, status] = /^HTTP (\d+)$/.exec(fault) ?? [];
    if (!status) return SERVICE_FAULTS[fault]!();
    return { kind: 'status', status: Number(status), headers: { Location: calltouch.url } };
  };

  testFaults('service', Object.keys(FAULTS.service) as ServiceFault[], async (fault) => {
    calltouch.reset();
    calltouch.faults.setFault(faultOf(fault), { times: 1 });
    const startedAtMs = performance.now();
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '9201234567' } });
    expect(created.status).toBe(201);
    const entry: string = created.body.data.documentId;
    const promised = FAULTS.service[fault];
    const delivery = await app.settled(LEAD, entry, promised.status);
    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThan(LEAST_WAIT_MS[fault] ?? 0);
    expect(tookMs).toBeLessThan(LONGEST_WAIT_MS);
    if (fault === '200 with a requestId of 19 digits') {
      expect(delivery.requestId).toBe(BIG_ID);
      // Only the answer was put in its place: the local Calltouch made no lead.
      return { ...journeyOf(delivery, calltouch.arrivals), arrived: calltouch.arrivals.length };
    }
    if (fault === '200 with the documented error') {
      expect(delivery.reason!.text).toBe(NO_PARAMETER);
    }
    if (promised.status === 'failed') await staysRefused(entry);
    return journeyOf(delivery, calltouch.arrivals);
  });

  /** A refused lead is tried again by nobody. */
  async function staysRefused(entry: string): Promise<void> {
    const row = await waitFor('the write-back', () =>
      app.strapi.db.query(LEAD).findOne({ where: { documentId: entry } }),
    );
    expect(row.calltouchStatus).toBe('failed');
    const delivery = await app.deliveryOf(LEAD, entry);
    expect(delivery!.nextAttemptAt).toBeNull();
    expect(calltouch.arrivals).toHaveLength(1);
  }
});
