import type { DeliverySettings, DeliveryStatus, LeadResult, Reason } from '../contracts';
import type { Outcome } from '../calltouch/outcome';
import { PRIORITY } from './priority';
import { retryDelayMs, SHORTEST_RETRY_MS } from './retry';

/** What settling needs to know of a delivery that was being sent. */
export interface SentDelivery {
  /** Automatic retries so far; an attempt that was throttled is none. */
  retryCount: number;
  /** How often a process died while it sent this delivery, this time included. */
  crashCount: number;
  /** Database clock, epoch ms: when this attempt was claimed. */
  claimedAtMs: number;
  /** Database clock, epoch ms: the first try since the submission or a resend. */
  dueSinceMs: number;
  /** Its place among those that are due: {@link PRIORITY}. */
  priority: number;
  /** An earlier attempt may have arrived. */
  possibleDuplicate: boolean;
  /** The entry was deleted while the lead was being sent. */
  entryDeleted: boolean;
}

/** What becomes of a delivery after an attempt. */
export interface Settlement {
  status: Exclude<DeliveryStatus, 'sending' | 'skipped'>;
  /** Wait before the next automatic try; null unless pending. */
  delayMs: number | null;
  reason: Reason | null;
  result: LeadResult | null;
  retryCount: number;
  priority: number;
  /** A further attempt may make a second lead. */
  possibleDuplicate: boolean;
}

/** A delivery that was being sent at so many crashes is taken for their cause. */
export const CRASHES_TO_FAIL = 3;

const HOUR_MS = 60 * 60 * 1000;

/**
 * Applies an outcome to a delivery.
 *
 * @param random a number in [0, 1), for the retry's jitter
 */
export function settle(
  delivery: SentDelivery,
  outcome: Outcome,
  policy: Pick<DeliverySettings, 'giveUpAfterHours' | 'onUnknown'>,
  random: number,
): Settlement {
  const base: Settlement = {
    status: 'failed',
    delayMs: null,
    reason: outcome.kind === 'accepted' ? null : outcome.reason,
    result: null,
    retryCount: delivery.retryCount,
    priority: delivery.priority,
    possibleDuplicate: delivery.possibleDuplicate || outcome.kind === 'uncertain',
  };
  if (outcome.kind === 'accepted') {
    return { ...base, status: 'delivered', result: outcome.result };
  }
  // Calltouch read the lead and said no: the same lead would get the same answer.
  if (outcome.kind === 'rejected') return base;
  if (delivery.crashCount >= CRASHES_TO_FAIL) {
    return {
      ...base,
      reason: reasonOf('crashed', { count: String(delivery.crashCount) }, outcome),
    };
  }
  if (outcome.kind === 'uncertain' && policy.onUnknown === 'hold') {
    return { ...base, status: 'unknown' };
  }
  if (delivery.entryDeleted) {
    return { ...base, status: 'cancelled', reason: reasonOf('entryDeleted', {}, outcome) };
  }
  // The ring rests after a 429; the delivery itself did nothing wrong and loses no try.
  if (outcome.kind === 'throttled') {
    return { ...base, status: 'pending', delayMs: outcome.retryAfterMs ?? SHORTEST_RETRY_MS };
  }
  const delayMs = retryDelayMs(delivery.retryCount, random);
  const giveUpAtMs = delivery.dueSinceMs + policy.giveUpAfterHours * HOUR_MS;
  if (delivery.claimedAtMs + delayMs > giveUpAtMs) {
    const values = { hours: String(policy.giveUpAfterHours), cause: outcome.reason.code };
    return { ...base, reason: reasonOf('gaveUp', values, outcome) };
  }
  return {
    ...base,
    status: 'pending',
    delayMs,
    retryCount: delivery.retryCount + 1,
    // Only a person's wish gives it a better place than it had: of a bulk's thousands none overtakes a
    // visitor because Calltouch said no to it.
    priority: Math.max(delivery.priority, PRIORITY.retry),
  };
}

function reasonOf(
  code: Reason['code'],
  values: Record<string, string>,
  outcome: Exclude<Outcome, { kind: 'accepted' }>,
): Reason {
  return { code, values, text: outcome.reason.text };
}
