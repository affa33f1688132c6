import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import type { Fault } from '../../local-calltouch/contract';
import type { Delivery, ReasonCode } from '../../server/src/contracts';
import { settings } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';
import { waitFor } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const TIMEOUT_MS = 1_000;

jest.setTimeout(30_000);

describe('when Calltouch does not answer as it should', () => {
  let calltouch: LocalCalltouch;
  let app: StartedStrapi;

  beforeAll(async () => {
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    app = await startStrapi({
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
      CALLTOUCH_TIMEOUT_MS: String(TIMEOUT_MS),
    });
  }, 60_000);

  afterAll(async () => {
    await app?.stop();
    await calltouch?.stop();
  });

  beforeEach(async () => {
    calltouch.reset();
    await save();
  });

  const save = async (delivery = {}) => {
    const saved = await app.admin('put', '/calltouch/settings').send(settings(undefined, delivery));
    expect(saved.status).toBe(200);
  };

  /** Submits a form and returns its documentId; the visitor must see success. */
  const submit = async (): Promise<string> => {
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '9201234567' } });
    expect(created.status).toBe(201);
    expect(created.body.data.calltouchError).toBeUndefined();
    return created.body.data.documentId;
  };

  const tried = (documentId: string) =>
    waitFor('the first attempt', async (): Promise<Delivery | null> => {
      const delivery = await app.deliveryOf(LEAD, documentId);
      // Read one after the other, so that attempts can be newer than the delivery they belong to.
      return delivery?.attempts?.length && delivery.status !== 'sending' ? delivery : null;
    });

  const retried: [string, Fault, ReasonCode, boolean][] = [
    ['answers 500', { kind: 'status', status: 500 }, 'serverError', true],
    ['answers 503', { kind: 'status', status: 503, body: 'busy' }, 'serverError', true],
    ['answers 408', { kind: 'status', status: 408 }, 'serverError', true],
    ['answers with a page in HTML', { kind: 'html' }, 'unreadable', true],
    ['answers nothing', { kind: 'empty' }, 'unreadable', true],
    ['answers JSON that is cut off', { kind: 'cutJson' }, 'unreadable', true],
    ['answers with 5 MB', { kind: 'hugeBody', bytes: 5_000_000 }, 'unreadable', true],
    ['resets before the body', { kind: 'resetBefore' }, 'reset', true],
    ['resets after the body', { kind: 'resetAfterBody' }, 'reset', true],
    ['resets within the answer', { kind: 'resetInAnswer' }, 'reset', true],
    ['takes the request and is silent', { kind: 'blackHole' }, 'timeout', true],
    ['is slower than the timeout', { kind: 'delay', delayMs: 5_000 }, 'timeout', true],
    ['redirects', { kind: 'status', status: 302, headers: { Location: '/' } }, 'redirect', false],
  ];
  it.each(retried)(
    'and %s, the lead is tried again, and marked where it may arrive twice',
    async (_, fault, code, mayHaveArrived) => {
      calltouch.faults.setFault(fault, { times: 1 });
      const documentId = await submit();
      const waiting = await tried(documentId);
      expect(waiting).toMatchObject({ status: 'pending', reason: { code } });
      expect(Date.parse(waiting.nextAttemptAt!)).toBeGreaterThan(Date.now());
      expect(waiting.possibleDuplicate).toBe(mayHaveArrived);

      const delivered = await app.settled(LEAD, documentId, 'delivered');
      expect(delivered.attempts!.map((attempt) => attempt.possibleDuplicate)).toEqual([
        false,
        mayHaveArrived,
      ]);
      const numbers = calltouch.arrivals.map((arrival) => arrival.params.requestNumber);
      // A reset before the body leaves the first arrival without its parameters.
      expect(new Set(numbers.filter(Boolean)).size).toBe(1);
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect(row).toMatchObject({ calltouchStatus: 'delivered', calltouchError: null });
    },
  );

  it.each<[string, Fault]>([
    ['resets after the body', { kind: 'resetAfterBody' }],
    ['is silent', { kind: 'blackHole' }],
    ['answers 500', { kind: 'status', status: 500 }],
  ])('and %s, a lead is held until a person decides, if the settings say so', async (_, fault) => {
    await save({ onUnknown: 'hold' });
    calltouch.faults.setFault(fault, { times: 1 });
    const documentId = await submit();
    const held = await app.settled(LEAD, documentId, 'unknown');
    expect(held.nextAttemptAt).toBeNull();
    expect(calltouch.arrivals).toHaveLength(1);

    const answer = await app.admin('post', `/calltouch/entries/${LEAD}/${documentId}/send`);
    expect(answer.status).toBe(202);
    const delivered = await app.settled(LEAD, documentId, 'delivered');
    expect(delivered.attempts).toHaveLength(2);
    expect(delivered.attempts![1]).toMatchObject({
      trigger: 'manual',
      requestedBy: 'super@example.com',
      possibleDuplicate: true,
    });
  });

  const NO_PARAMETER = 'Не возможно создать заявку - не указано ни одного входного параметра';
  it.each<[string, Fault, string]>([
    ['its documented text and HTTP 200', { kind: 'text', text: NO_PARAMETER }, NO_PARAMETER],
    [
      'JSON without a requestId',
      { kind: 'json', json: '{"errorCode":12,"message":"Нет такого поля"}' },
      'Нет такого поля',
    ],
    ['HTTP 400', { kind: 'json', status: 400, json: '{"message":"bad phone"}' }, 'bad phone'],
    ['HTTP 403', { kind: 'status', status: 403, body: 'Forbidden site' }, 'Forbidden site'],
    ['HTTP 404', { kind: 'status', status: 404, body: 'No such site' }, 'No such site'],
  ])(
    'and refuses with %s, its words are kept and nothing is tried again',
    async (_, fault, words) => {
      calltouch.faults.setFault(fault, { times: 1 });
      const documentId = await submit();
      const failed = await app.settled(LEAD, documentId, 'failed');
      expect(failed.reason).toMatchObject({ code: 'rejected' });
      expect(failed.reason!.text).toContain(words);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(calltouch.arrivals).toHaveLength(1);
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect(row.calltouchError).toContain(words);
    },
  );

  it('and answers 429, the lead waits as long as it is told and loses no try', async () => {
    calltouch.faults.setFault(
      { kind: 'status', status: 429, headers: { 'Retry-After': '3' } },
      { times: 1 },
    );
    const started = Date.now();
    const documentId = await submit();
    const delivered = await app.settled(LEAD, documentId, 'delivered');
    expect(Date.now() - started).toBeGreaterThan(2_900);
    expect(delivered.possibleDuplicate).toBe(false);
    expect(delivered.attempts!.map((attempt) => attempt.outcome)).toEqual([
      'throttled',
      'accepted',
    ]);
  });

  it('the visitor’s POST takes no longer than ever', async () => {
    const timed = async () => {
      const times: number[] = [];
      for (let count = 0; count < 20; count += 1) {
        const start = performance.now();
        await submit();
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[10]!;
    };
    await timed();
    const healthyMs = await timed();
    calltouch.faults.setFault({ kind: 'blackHole' });
    const silentMs = await timed();
    // A visitor who waited for Calltouch would wait out its timeout.
    expect(silentMs).toBeLessThan(TIMEOUT_MS / 2);
    process.stdout.write(
      `create, median of 20: ${healthyMs.toFixed(1)} ms with Calltouch well, ` +
        `${silentMs.toFixed(1)} ms with Calltouch silent\n`,
    );
  });
});
