import type { Reason } from '../contracts';
import { erasedReason } from './eraseReasons';
import { KEPT_ANSWER } from '../calltouch/outcome';
import type { Settlement } from '../sending/settle';
import type { AttemptRecord, ClaimedDelivery } from '../sending/ports';
import type { MomentIn } from './databaseClock';
import { column, ERASED_ATTEMPT_COLUMNS, ERASED_COLUMNS, wordColumn } from './rows';

/** The columns that a settlement changes; of a deleted entry nothing personal is kept. */
export function settledColumns(
  claimed: ClaimedDelivery,
  settlement: Settlement,
  momentIn: MomentIn,
) {
  const { result, delayMs } = settlement;
  const isFinished = settlement.status !== 'pending';
  return {
    status: settlement.status,
    priority: settlement.priority,
    reason: reasonColumn(claimed, settlement.reason),
    retry_count: settlement.retryCount,
    crash_count: claimed.crashCount,
    possible_duplicate: settlement.possibleDuplicate,
    lease_until: null,
    next_attempt_at: delayMs === null ? null : momentIn(delayMs),
    finished_at: isFinished ? momentIn(0) : null,
    ...(result && {
      result: JSON.stringify(result),
      request_id: column(result.requestId),
      source: wordColumn(result.source),
      medium: wordColumn(result.medium),
      delivered_at: momentIn(0),
    }),
    ...(claimed.entryDeleted && { ...ERASED_COLUMNS, erased_at: momentIn(0) }),
  };
}

/** The columns of what waits for an attempt when its entry is deleted. */
export function entryDeletedColumns(momentIn: MomentIn) {
  const reason: Reason = { code: 'entryDeleted', values: {}, text: null };
  return {
    status: 'cancelled',
    reason: JSON.stringify(reason),
    next_attempt_at: null,
    finished_at: momentIn(0),
  };
}

/** The row of an attempt. */
export function attemptRow(claimed: ClaimedDelivery, attempt: AttemptRecord) {
  return {
    delivery_id: claimed.id,
    site_key: claimed.siteKey,
    sequence: claimed.attemptCount,
    trigger_kind: claimed.trigger,
    requested_by: claimed.requestedBy,
    possible_duplicate: claimed.possibleDuplicate,
    started_at: attempt.startedAtMs,
    duration_ms: attempt.durationMs === null ? null : Math.round(attempt.durationMs),
    http_status: attempt.httpStatus,
    outcome: attempt.outcome,
    reason: reasonColumn(claimed, attempt.reason),
    request_id: column(attempt.requestId),
    request: claimed.lead && JSON.stringify(claimed.lead),
    response: attempt.response?.slice(0, KEPT_ANSWER) ?? null,
    ...(claimed.entryDeleted && ERASED_ATTEMPT_COLUMNS),
  };
}

function reasonColumn({ entryDeleted }: ClaimedDelivery, reason: Reason | null): string | null {
  return reason && JSON.stringify(entryDeleted ? erasedReason(reason) : reason);
}
