import { startLocalCalltouch, type Arrival, type Fault } from '../../local-calltouch';
import type { Delivery, ReasonCode } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { form, settings, site } from '../support/settings';
import { waitFor, waitLong } from '../support/waitFor';

const LEAD = 'api::lead.lead';
const TIMEOUT_MS = 1_000;

jest.setTimeout(30_000);

const OPTIONS = { env: { CALLTOUCH_TIMEOUT_MS: String(TIMEOUT_MS) } };
describeWithStrapi('when Calltouch does not answer as it should', OPTIONS, ({ app, calltouch }) => {
  beforeEach(async () => {
    calltouch.reset();
    await save();
  });

  const save = async (delivery = {}) => {
    const saved = await app.admin('put', '/calltouch/settings').send(settings(undefined, delivery));
    expect(saved.status).toBe(200);
  };

  /** Submits a form and returns its documentId; the visitor must see success. */
  const submit = async (name = 'Анна'): Promise<string> => {
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name, phone: '9201234567' } });
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

  /** What Calltouch does, and whether the lead may have arrived; the first tells no parameters. */
  const RETRIED: [string, Fault, ReasonCode, boolean][] = [
    ['resets before the body', { kind: 'resetBefore' }, 'reset', true],
    ['answers 500', { kind: 'status', status: 500 }, 'serverError', true],
    ['answers 503', { kind: 'status', status: 503, body: 'busy' }, 'serverError', true],
    ['answers 408', { kind: 'status', status: 408 }, 'serverError', true],
    ['answers with a page in HTML', { kind: 'html' }, 'unreadable', true],
    ['answers nothing', { kind: 'empty' }, 'unreadable', true],
    ['answers JSON that is cut off', { kind: 'cutJson' }, 'unreadable', true],
    ['answers with 5 MB', { kind: 'hugeBody', bytes: 5_000_000 }, 'unreadable', true],
    ['resets after the body', { kind: 'resetAfterBody' }, 'reset', true],
    ['resets within the answer', { kind: 'resetInAnswer' }, 'reset', true],
    ['takes the request and is silent', { kind: 'blackHole' }, 'timeout', true],
    ['is slower than the timeout', { kind: 'delay', delayMs: 5_000 }, 'timeout', true],
    ['redirects', { kind: 'status', status: 302, headers: { Location: '/' } }, 'redirect', false],
  ];
  it('the lead is tried again, and marked where it may arrive twice', async () => {
    // All wait for their retry at the same time; meanwhile the next fault is for its own lead alone.
    const leads: { is: string; documentId: string; waiting: Delivery }[] = [];
    for (const [is, fault] of RETRIED) {
      const isOwn = ({ params }: Arrival) => params.fio === is;
      calltouch.faults.setFault(fault, { times: 1, ...(leads.length > 0 && { when: isOwn }) });
      const documentId = await submit(is);
      const waiting = await tried(documentId);
      leads.push({ is, documentId, waiting });
      expect(Date.parse(waiting.nextAttemptAt!)).toBeGreaterThan(Date.now());
      // An answer in between keeps the breaker closed.
      await app.settled(LEAD, await submit(), 'delivered');
    }
    const seen = leads.map(({ is, waiting: { status, reason, possibleDuplicate } }) => [
      is,
      status,
      reason?.code,
      possibleDuplicate,
    ]);
    // Of an answer that breaks off, the operating system may deliver the beginning or nothing.
    const cut = expect.stringMatching(/^(?:reset|unreadable)$/);
    expect(seen).toEqual(
      RETRIED.map(([is, { kind }, code, mayArrive]) => [
        is,
        'pending',
        kind === 'resetInAnswer' ? cut : code,
        mayArrive,
      ]),
    );

    for (const [index, { is, documentId }] of leads.entries()) {
      const delivered = await waitLong('the lead to be delivered', async () => {
        const delivery = await app.deliveryOf(LEAD, documentId);
        return delivery?.status === 'delivered' ? delivery : null;
      });
      const [first, second] = delivered.attempts!.map((attempt) => attempt.possibleDuplicate);
      const accepted = delivered.attempts!.filter(({ outcome }) => outcome === 'accepted');
      const numbers = calltouch.arrivals
        .filter(({ params }) => params.fio === is)
        .map(({ params }) => params.requestNumber);
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect([is, first, second, accepted.length, new Set(numbers).size]).toEqual([
        is,
        false,
        RETRIED[index]![3],
        1,
        1,
      ]);
      expect(row).toMatchObject({ calltouchStatus: 'delivered', calltouchError: null });
    }
  }, 120_000);

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
  const JSON_WITHOUT_ID = '{"errorCode":12,"message":"Нет такого поля"}';
  /** An answer, and its words. */
  const REFUSALS: [Fault, string][] = [
    [{ kind: 'text', text: NO_PARAMETER }, NO_PARAMETER],
    [{ kind: 'json', json: JSON_WITHOUT_ID }, 'Нет такого поля'],
    [{ kind: 'json', status: 400, json: '{"message":"bad phone"}' }, 'bad phone'],
    [{ kind: 'status', status: 403, body: 'Forbidden site' }, 'Forbidden site'],
    [{ kind: 'status', status: 404, body: 'No such site' }, 'No such site'],
  ];
  it('and refuses, its words are kept and nothing is tried again', async () => {
    for (const [fault, words] of REFUSALS) {
      calltouch.faults.setFault(fault, { times: 1 });
      const documentId = await submit();
      const failed = await app.settled(LEAD, documentId, 'failed');
      expect(failed).toMatchObject({ reason: { code: 'rejected' }, nextAttemptAt: null });
      expect(failed.reason!.text).toContain(words);
      const row = await app.strapi.db.query(LEAD).findOne({ where: { documentId } });
      expect(row.calltouchError).toContain(words);
    }
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(calltouch.arrivals).toHaveLength(REFUSALS.length);
  });

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

  it('or can’t be reached, leads wait in the outbox, and go out when it is back', async () => {
    // Of another site: the breaker of the first one is open since the test before.
    const sites = [site(), site({ key: 'other' })];
    await app
      .admin('put', '/calltouch/settings')
      .send(settings([form({ site: 'other' })], {}, sites));
    await calltouch.stop();
    const documentId = await submit();
    const waiting = await tried(documentId);
    expect(waiting).toMatchObject({ reason: { code: 'refused' }, possibleDuplicate: false });
    const back = await startLocalCalltouch({ port: calltouch.port, requestsPerSecond: 0 });
    try {
      const delivered = await app.settled(LEAD, documentId, 'delivered');
      expect(delivered.possibleDuplicate).toBe(false);
      expect(back.leads.map(({ params }) => params.requestNumber)).toContain(
        delivered.requestNumber,
      );
    } finally {
      await back.stop();
    }
  });
});
