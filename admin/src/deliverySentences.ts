import type { Delivery, Overview, ReasonCode } from '../../server/src/contracts';
import { isStuck, isWaitingForRetry } from './panel/deliveryState';
import type { TextKey } from './translations/textKey';

/** What is to be said of doubles; null: nothing. */
export function doubleKey({
  status,
  possibleDuplicate,
  requestIds,
  attempts = [],
}: Pick<Delivery, 'status' | 'possibleDuplicate' | 'requestIds' | 'attempts'>): TextKey | null {
  if (status !== 'delivered' && requestIds.length > 0) return 'panel.hasArrived';
  if (!possibleDuplicate) return null;
  const mayHaveMadeAnother = attempts.some(
    (attempt) =>
      attempt.possibleDuplicate &&
      (attempt.outcome === 'accepted' || attempt.outcome === 'uncertain'),
  );
  if (mayHaveMadeAnother) return 'panel.possibleDuplicate';
  // What was uncertain was the sending that has proved to have arrived.
  return status === 'delivered' ? null : 'panel.mayHaveArrived';
}

/** Reasons for which nothing of the database is sent, by whichever instance. */
const NOTHING_LEAVES: ReasonCode[] = ['foreignDatabase', 'sendingOff'];
/** Reasons for which everything waits. */
const KEPT_BACK: ReasonCode[] = [...NOTHING_LEAVES, 'sendNever', 'paused'];

/** Whether the delivery waits for something else than its moment. */
export function isKeptBack({ status, reason }: Pick<Delivery, 'status' | 'reason'>): boolean {
  if (reason === null) return false;
  if (status === 'sending') return NOTHING_LEAVES.includes(reason.code);
  return status === 'pending' && KEPT_BACK.includes(reason.code);
}

/** What happens to a delivery next, and when. */
export interface NextStep {
  key: TextKey;
  /** ISO 8601, where the text names a moment. */
  moment: string | null;
}

/** @param overview as far as it is known */
export function nextStep(
  delivery: Delivery,
  overview: Pick<Overview, 'paused' | 'restUntil'> | undefined,
  nowMs: number,
): NextStep {
  const at = (key: TextKey, moment: string | null = null): NextStep => ({ key, moment });
  const { status, nextAttemptAt } = delivery;
  const code = delivery.reason?.code;
  if (isKeptBack(delivery) && code !== 'paused') {
    return at(status === 'sending' ? 'delivery.page.next.cutOff' : 'delivery.page.next.keptBack');
  }
  if (status === 'sending') return at('panel.busySending');
  if (status === 'pending') {
    if (code === 'paused' || overview?.paused) return at('delivery.page.next.paused');
    if (code === 'dailyLimit' && isWaitingForRetry(delivery, nowMs)) {
      return at('delivery.page.next.dailyLimit', nextAttemptAt);
    }
    if (overview?.restUntil && isAfter(overview.restUntil, nextAttemptAt, nowMs)) {
      return at('rest', overview.restUntil);
    }
    if (isWaitingForRetry(delivery, nowMs)) return at('panel.nextAttempt', nextAttemptAt);
    return at(isStuck(delivery, nowMs) ? 'panel.stuck' : 'panel.busyPending');
  }
  if (status === 'delivered') return at('delivery.page.next.delivered');
  if (delivery.entryDeleted) return at('delivery.page.next.entryDeleted');
  if (status === 'failed' && delivery.requestIds.length > 0) {
    return at('delivery.page.next.repeatFailed');
  }
  if (status === 'cancelled') return at('delivery.page.next.skipped');
  return at(`delivery.page.next.${status}`);
}

/** An answer 429 lets both the ring and its own delivery wait, in two statements. */
const SAME_MOMENT_MS = 1_000;

/** Whether a moment is still to come, and comes after another one. */
function isAfter(iso: string, other: string | null, nowMs: number): boolean {
  const otherMs = other === null ? 0 : Date.parse(other) + SAME_MOMENT_MS;
  return Date.parse(iso) > Math.max(nowMs, otherMs);
}

/** Why there is no answer: only who was asked can have refused. */
export function noAnswerKey({
  status,
  attemptCount,
}: Pick<Delivery, 'status' | 'attemptCount'>): TextKey {
  if (status === 'sending') return 'delivery.page.noAnswer.sending';
  if (attemptCount > 0) return 'delivery.page.noAnswer';
  if (status === 'pending') return 'delivery.page.noAnswer.waiting';
  return status === 'skipped' ? 'delivery.page.noAnswer.skipped' : 'delivery.page.noAnswer.notSent';
}

/** Why no lead is shown: without a capture its data was erased, as every lead has one. */
export function noLeadKey({
  status,
  capture,
  isMasked,
}: Pick<Delivery, 'status' | 'capture' | 'isMasked'>): TextKey {
  if (capture === null && isMasked) return 'delivery.page.noLead.hidden';
  if (capture === null) return 'delivery.page.noLead.erased';
  if (status === 'skipped') return 'delivery.page.noLead.skipped';
  return status === 'failed' ? 'delivery.page.noLead.failed' : 'delivery.page.noLead.notYet';
}

/** Reasons that Calltouch gives, whose text is its answer. */
const CALLTOUCHS: ReasonCode[] = ['rejected', 'throttled', 'serverError', 'unreadable'];

/** Whose words the text of a reason is. */
export function wordsKey(code: ReasonCode): TextKey {
  return CALLTOUCHS.includes(code) ? 'reason.ownWords' : 'reason.details';
}

/** Why a delivered lead shows no source. */
export function noSourceKey({ capture }: Pick<Delivery, 'capture'>): TextKey {
  if (capture === null) return 'panel.noSource.erased';
  return capture.sessionId === null ? 'panel.noSource' : 'panel.noSource.unnamed';
}
