import fc from 'fast-check';
import { INTERRUPTED, outcomeOf, type Outcome } from '../../../server/src/calltouch/outcome';
import { retryDelayMs, throttleDelayMs } from '../../../server/src/sending/retry';
import { settle, type SentDelivery } from '../../../server/src/sending/settle';

const HOUR_MS = 3_600_000;
const START = 1_000 * HOUR_MS;
const POLICY = { giveUpAfterHours: 168, onUnknown: 'resend' } as const;

const FRESH: SentDelivery = {
  retryCount: 0,
  priority: 0,
  crashCount: 0,
  claimedAtMs: START,
  dueSinceMs: START,
  possibleDuplicate: false,
  entryDeleted: false,
};

function answered(status: number, body = ''): Outcome {
  const exchange = { kind: 'answer', status, retryAfter: null, contentType: null, body } as const;
  return outcomeOf(exchange, START);
}
const ACCEPTED = answered(200, '{"requestId":1}');
const REJECTED = answered(400, 'no');
const UNCERTAIN = answered(503);
const THROTTLED = answered(429);
const REFUSED = outcomeOf({ kind: 'broken', sent: false, cause: 'refused', message: '' }, START);

describe('settle', () => {
  it('delivers what was accepted and keeps its result', () => {
    const settlement = settle(FRESH, ACCEPTED, POLICY, 0.5);
    expect(settlement).toMatchObject({ status: 'delivered', delayMs: null, reason: null });
    expect(settlement.result?.requestId).toBe('1');
  });

  it('fails what was rejected, with no retry', () => {
    expect(settle(FRESH, REJECTED, POLICY, 0.5)).toMatchObject({
      status: 'failed',
      delayMs: null,
      possibleDuplicate: false,
      reason: { text: 'no' },
    });
  });

  it('retries what was certainly not received, unmarked', () => {
    const settlement = settle(FRESH, REFUSED, POLICY, 0.999);
    expect(settlement).toMatchObject({
      status: 'pending',
      retryCount: 1,
      possibleDuplicate: false,
    });
    expect(settlement.delayMs).toBe(4_995);
  });

  it('retries what is uncertain, marked as a possible duplicate', () => {
    expect(settle(FRESH, UNCERTAIN, POLICY, 0)).toMatchObject({
      status: 'pending',
      delayMs: 2_000,
      possibleDuplicate: true,
    });
  });

  it('holds what is uncertain where the settings say so', () => {
    const settlement = settle(FRESH, UNCERTAIN, { ...POLICY, onUnknown: 'hold' }, 0);
    expect(settlement).toMatchObject({ status: 'unknown', delayMs: null });
    expect(settle(FRESH, REFUSED, { ...POLICY, onUnknown: 'hold' }, 0).status).toBe('pending');
  });

  it('costs a throttled delivery no retry', () => {
    expect(settle({ ...FRESH, retryCount: 3 }, THROTTLED, POLICY, 0)).toMatchObject({
      status: 'pending',
      retryCount: 3,
      possibleDuplicate: false,
    });
  });

  it('gives up once the next try would be too late, and says why', () => {
    const late = { ...FRESH, claimedAtMs: START + 168 * HOUR_MS };
    expect(settle(late, REFUSED, POLICY, 0)).toMatchObject({
      status: 'failed',
      reason: { code: 'gaveUp', values: { hours: '168', cause: 'refused' } },
    });
    const justInTime = { ...FRESH, claimedAtMs: START + 168 * HOUR_MS - 2_000 };
    expect(settle(justInTime, REFUSED, POLICY, 0).status).toBe('pending');
  });

  it('takes a delivery at three crashes for their cause', () => {
    expect(settle({ ...FRESH, crashCount: 2 }, INTERRUPTED, POLICY, 0).status).toBe('pending');
    expect(settle({ ...FRESH, crashCount: 3 }, INTERRUPTED, POLICY, 0)).toMatchObject({
      status: 'failed',
      reason: { code: 'crashed', values: { count: '3' } },
    });
  });

  it('still delivers after crashes', () => {
    expect(settle({ ...FRESH, crashCount: 3 }, ACCEPTED, POLICY, 0).status).toBe('delivered');
  });

  it('tries no more once the entry was deleted', () => {
    const deleted = { ...FRESH, entryDeleted: true };
    expect(settle(deleted, REFUSED, POLICY, 0)).toMatchObject({
      status: 'cancelled',
      reason: { code: 'entryDeleted' },
    });
    expect(settle(deleted, ACCEPTED, POLICY, 0).status).toBe('delivered');
  });

  it('never forgets that an earlier attempt may have arrived', () => {
    const marked = { ...FRESH, possibleDuplicate: true };
    for (const outcome of [ACCEPTED, REJECTED, UNCERTAIN, THROTTLED, REFUSED]) {
      expect(settle(marked, outcome, POLICY, 0).possibleDuplicate).toBe(true);
    }
  });
});

describe('a dead Calltouch on a virtual clock', () => {
  it('is tried until the time is over, never sooner than 2 s or later than 1 h after the last', () => {
    // Not fc.double: most doubles are next to 0, and every wait would be the shortest.
    const random = fc
      .noBias(fc.integer({ min: 0, max: 999 }))
      .map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.infiniteStream(random), (stream) => {
        let delivery = FRESH;
        const delaysMs: number[] = [];
        for (;;) {
          const next = stream.next().value ?? 0;
          const settlement = settle(delivery, REFUSED, { ...POLICY, giveUpAfterHours: 24 }, next);
          if (settlement.status === 'failed') break;
          const delayMs = settlement.delayMs ?? Number.NaN;
          delaysMs.push(delayMs);
          const claimedAtMs = delivery.claimedAtMs + delayMs;
          delivery = { ...delivery, claimedAtMs, retryCount: settlement.retryCount };
        }
        expect(Math.min(...delaysMs)).toBeGreaterThanOrEqual(2_000);
        expect(Math.max(...delaysMs)).toBeLessThanOrEqual(HOUR_MS);
        expect(delivery.claimedAtMs).toBeGreaterThan(START + 23 * HOUR_MS);
        expect(delivery.claimedAtMs).toBeLessThanOrEqual(START + 24 * HOUR_MS);
        expect(delaysMs.length).toBeGreaterThan(24);
      }),
      { numRuns: 50 },
    );
  });
});

describe('waits', () => {
  it('grow to an hour for a delivery', () => {
    expect(retryDelayMs(0, 0)).toBe(2_000);
    expect(retryDelayMs(3, 0.5)).toBe(20_000);
    expect(retryDelayMs(1_000, 0.999_999)).toBeLessThanOrEqual(HOUR_MS);
  });

  it('follow what a 429 asks for, but at least a growing second', () => {
    expect(throttleDelayMs(0, null)).toBe(1_000);
    expect(throttleDelayMs(3, null)).toBe(8_000);
    expect(throttleDelayMs(50, null)).toBe(60_000);
    expect(throttleDelayMs(0, 30_000)).toBe(30_000);
  });
});
