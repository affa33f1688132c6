import type { Delivery, DeliveryStatus } from '../../../server/src/contracts';

/** Pauses between two looks at a delivery that something happens to, in ms. */
const FAST_POLL_MS = 2_000;
const SLOW_POLL_MS = 30_000;
/** What has lasted for long lasts on: the pause grows with it. */
const PAUSE_OF_WAIT = 0.1;
/** A delivery that is due for longer waits for more than its turn. */
const LONG_WAIT_MS = 60_000;

const UNSETTLED: DeliveryStatus[] = ['pending', 'sending'];

/** Nothing more happens to it by itself. */
export function isFinal({ status }: Pick<Delivery, 'status'>): boolean {
  return !UNSETTLED.includes(status);
}

/** ms until the next attempt; 0 or less: it is due. */
function untilNextMs({ nextAttemptAt }: Delivery, nowMs: number): number {
  return nextAttemptAt === null ? 0 : Date.parse(nextAttemptAt) - nowMs;
}

/** Waits for the moment of a retry. */
export function isWaitingForRetry(delivery: Delivery, nowMs: number): boolean {
  return delivery.status === 'pending' && untilNextMs(delivery, nowMs) > 0;
}

/** Is sent, or will be at once: to ask for another attempt would change nothing. */
export function isUnderWay(delivery: Delivery, nowMs: number): boolean {
  return !isFinal(delivery) && !isWaitingForRetry(delivery, nowMs);
}

/** Due for so long that sending must be paused, limited or cut off. */
export function isStuck(delivery: Delivery, nowMs: number): boolean {
  return delivery.status === 'pending' && untilNextMs(delivery, nowMs) < -LONG_WAIT_MS;
}

/**
 * Pause until a delivery is looked at again, in ms; 0: it need not be.
 *
 * @param sinceMs when it was first seen as it is
 */
export function pollIntervalMs(
  delivery: Delivery | null | undefined,
  nowMs: number,
  sinceMs: number,
): number {
  if (!delivery || isFinal(delivery)) return 0;
  const pauseMs = isWaitingForRetry(delivery, nowMs)
    ? untilNextMs(delivery, nowMs)
    : (nowMs - sinceMs) * PAUSE_OF_WAIT;
  return Math.min(SLOW_POLL_MS, Math.max(FAST_POLL_MS, pauseMs));
}

/** Calltouch has the lead, or may have it: sending again may make a second one. */
export function mayHaveArrived({ status, possibleDuplicate, attempts = [] }: Delivery): boolean {
  return (
    status === 'delivered' ||
    status === 'unknown' ||
    possibleDuplicate ||
    attempts.some(({ outcome }) => outcome === 'accepted' || outcome === 'uncertain')
  );
}
