import fc from 'fast-check';
import { INTERRUPTED, outcomeOf, type Outcome } from '../../../server/src/calltouch/outcome';
import { CRASHES_TO_FAIL, settle, type SentDelivery } from '../../../server/src/sending/settle';

const HOUR_MS = 3_600_000;
const START_MS = 1_000 * HOUR_MS;

function answered(status: number, body = ''): Outcome {
  const exchange = { kind: 'answer', status, retryAfter: null, contentType: null, body } as const;
  return outcomeOf(exchange, START_MS);
}

/** What can come of one attempt; at a crash the delivery is taken over by another instance. */
const EVENTS: Record<string, Outcome> = {
  accepted: answered(200, '{"requestId":1}'),
  rejected: answered(400, 'no'),
  throttled: answered(429),
  uncertain: answered(503),
  refused: outcomeOf({ kind: 'broken', sent: false, cause: 'refused', message: '' }, START_MS),
  crash: INTERRUPTED,
};

interface Step {
  event: string;
  random: number;
  /** From the claim to the next look, as at a pause or while all instances are down. */
  lateMs: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  event: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('throttled', 'uncertain', 'refused') },
    { weight: 1, arbitrary: fc.constantFrom('accepted', 'rejected', 'crash') },
  ),
  random: fc.noBias(fc.integer({ min: 0, max: 999 })).map((thousandths) => thousandths / 1000),
  lateMs: fc.oneof(fc.constant(0), fc.noBias(fc.integer({ min: 0, max: 3 * HOUR_MS }))),
});

const policy = fc.record({
  giveUpAfterHours: fc.integer({ min: 1, max: 168 }),
  onUnknown: fc.constantFrom('resend' as const, 'hold' as const),
});

/** Fresh, a retry, one of a bulk. */
const place = fc.constantFrom(0, 1, 2);

describe('a delivery on a virtual clock', () => {
  it('is delivered by proof alone, retried in time or not at all, and forgets no duplicate', () => {
    const journey = fc.array(step, { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(journey, policy, place, (steps, rules, priority) => {
        let nowMs = START_MS;
        let mayHaveArrived = false;
        let delivery: SentDelivery = {
          retryCount: 0,
          priority,
          crashCount: 0,
          claimedAtMs: nowMs,
          dueSinceMs: nowMs,
          possibleDuplicate: false,
          entryDeleted: false,
        };
        for (const { event, random, lateMs } of steps) {
          const outcome = EVENTS[event] as Outcome;
          // As the outbox has it: the time to give up begins with the first try.
          const dueSinceMs = delivery.retryCount === 0 ? nowMs : delivery.dueSinceMs;
          const crashCount = delivery.crashCount + Number(event === 'crash');
          delivery = { ...delivery, claimedAtMs: nowMs, dueSinceMs, crashCount };
          const settlement = settle(delivery, outcome, rules, random);
          mayHaveArrived ||= outcome.kind === 'uncertain';

          expect(settlement.possibleDuplicate).toBe(mayHaveArrived);
          expect(settlement.status === 'delivered').toBe(outcome.kind === 'accepted');
          expect(settlement.result !== null).toBe(outcome.kind === 'accepted');
          expect(settlement.delayMs === null).toBe(settlement.status !== 'pending');
          if (outcome.kind === 'rejected') expect(settlement.status).toBe('failed');
          if (settlement.status === 'unknown') expect(rules.onUnknown).toBe('hold');
          if (settlement.delayMs === null) return;
          if (rules.onUnknown === 'hold') expect(outcome.kind).not.toBe('uncertain');
          expect(crashCount).toBeLessThan(CRASHES_TO_FAIL);
          expect(settlement.delayMs).toBeGreaterThanOrEqual(2_000);
          expect(settlement.delayMs).toBeLessThanOrEqual(HOUR_MS);
          if (outcome.kind !== 'throttled') {
            const limitMs = dueSinceMs + rules.giveUpAfterHours * HOUR_MS;
            expect(nowMs + settlement.delayMs).toBeLessThanOrEqual(limitMs);
          }
          // A throttled attempt costs nothing, every other one retry.
          const spent = Number(outcome.kind !== 'throttled');
          expect(settlement.retryCount).toBe(delivery.retryCount + spent);
          // No outcome gives it a better place; what failed goes behind what was not tried.
          expect(settlement.priority).toBe(
            spent === 0 ? delivery.priority : Math.max(1, delivery.priority),
          );
          nowMs += settlement.delayMs + lateMs;
          const { retryCount, possibleDuplicate, priority: after } = settlement;
          delivery = { ...delivery, retryCount, possibleDuplicate, priority: after };
        }
      }),
      { numRuns: 300 },
    );
  });
});
