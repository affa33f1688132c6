import type { Delivery, DeliveryStatus } from '../../../server/src/contracts';

/** How often the panel asks while something happens, in ms. */
const FAST_POLL_MS = 1_000;
/** And while a retry is waited for. */
const SLOW_POLL_MS = 10_000;
/** A delivery that is due for longer waits for more than its turn. */
const LONG_WAIT_MS = 60_000;

const UNSETTLED: DeliveryStatus[] = ['pending', 'sending'];

/** Nothing more happens to it by itself. */
export function isFinal({ status }: Delivery): boolean {
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

/** Pause until the panel asks again, in ms; 0: it need not. */
export function pollIntervalMs(delivery: Delivery | null | undefined, nowMs: number): number {
  if (!delivery || isFinal(delivery)) return 0;
  if (isStuck(delivery, nowMs)) return SLOW_POLL_MS;
  if (!isWaitingForRetry(delivery, nowMs)) return FAST_POLL_MS;
  return Math.min(SLOW_POLL_MS, Math.max(FAST_POLL_MS, untilNextMs(delivery, nowMs)));
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
