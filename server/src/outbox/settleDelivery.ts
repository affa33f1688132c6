import type { Knex } from 'knex';
import { KEPT_ANSWER } from '../calltouch/outcome';
import type { DeliveryStatus, Reason, Warning } from '../contracts';
import type { AttemptRecord, ClaimedDelivery, Outbox } from '../sending/ports';
import type { Settlement } from '../sending/settle';
import type { OutboxContext } from './claim';
import type { MomentIn } from './databaseClock';
import {
  column,
  type DeliveryRow,
  ERASED_ATTEMPT_COLUMNS,
  ERASED_COLUMNS,
  erasedReason,
  reasonColumns,
  wordColumn,
} from './rows';
import { attemptsIn, deliveriesIn, isHeld } from './tables';
import { inTransaction } from './transaction';

/** Where a lead may be, held by nobody, of which nobody knew that Calltouch has it. */
const PROVABLE: DeliveryStatus[] = ['pending', 'unknown', 'failed', 'cancelled'];

/** Ends claims: with what came of a request, or because there is none to make. */
export function createSettling({
  strapi,
  momentIn,
}: OutboxContext): Pick<Outbox, 'refuse' | 'settle'> {
  const deliveries = (trx?: Knex.Transaction) => deliveriesIn(strapi, trx);

  const recordAttempt = async (
    trx: Knex.Transaction,
    claimed: ClaimedDelivery,
    attempt: AttemptRecord,
  ): Promise<void> => {
    await attemptsIn(strapi, trx)
      .insert(attemptRow(claimed, attempt))
      // Somebody wrote "interrupted" for an attempt whose end is known after all: the end counts.
      .onConflict(['delivery_id', 'sequence'])
      .merge();
  };

  return {
    async refuse(claimed, status, reason, warnings, writeBack) {
      return inTransaction(strapi, async (trx) => {
        const written: number = await deliveries(trx)
          .where({ id: claimed.id })
          .where(isHeld(claimed))
          .update({
            status,
            attempt_count: claimed.attemptCount - 1,
            render_anew: false,
            lease_until: null,
            finished_at: momentIn(0),
            // The reason may hold a phone again.
            erased_at: null,
            ...reasonColumns(reason),
            warnings: JSON.stringify(warnings),
          });
        if (written > 0) await writeBack();
        return written > 0;
      });
    },

    async settle(claimed, settlement, attempt, writeBack) {
      return inTransaction(strapi, async (trx) => {
        const isAccepted = settlement.status === 'delivered';
        const rows = deliveries(trx)
          .where({ id: claimed.id })
          .where((open) => {
            void open.where(isHeld(claimed));
            // A late proof of delivery also ends one that was given up for uncertain, by a person even,
            // unless another attempt has been made since.
            if (isAccepted)
              void open.orWhere((proven) => {
                void proven
                  .where('attempt_count', claimed.attemptCount)
                  .whereIn('status', PROVABLE);
              });
          })
          .modify((query) => {
            if (!claimed.entryDeleted) void query.where('entry_deleted', false);
          });
        const written: number = await rows.update(settledColumns(claimed, settlement, momentIn));
        if (written === 0 && !claimed.entryDeleted) {
          const row: Pick<DeliveryRow, 'entry_deleted'> | undefined = await deliveries(trx)
            .select('entry_deleted')
            .where({ id: claimed.id })
            .first();
          if (row?.entry_deleted) return 'entryDeleted';
        }
        const isLost = written === 0;
        // An instance that lost its lease adds what it saw; one that only gave up on another does not.
        if (!isLost || attempt.reason?.code !== 'interrupted') {
          await recordAttempt(trx, claimed, attempt);
        }
        if (isLost) return 'stale';
        const seen = await writeBack();
        const kept = claimed.warnings.filter((item) => !isOfAnswer(item));
        const areChanged = seen.length > 0 || kept.length < claimed.warnings.length;
        if (areChanged && !claimed.entryDeleted) {
          await deliveries(trx)
            .where({ id: claimed.id })
            .update({ warnings: JSON.stringify([...kept, ...seen]) });
        }
        return 'settled';
      });
    },
  };
}

/** Whether a warning is of an earlier attempt's answer rather than of the lead. */
function isOfAnswer({ field, code }: Warning): boolean {
  return code === 'dateDiffers' || field.startsWith('writeBack');
}

/** The columns that a settlement changes; of a deleted entry nothing personal is kept. */
function settledColumns(claimed: ClaimedDelivery, settlement: Settlement, momentIn: MomentIn) {
  const { result, delayMs } = settlement;
  const isFinished = settlement.status !== 'pending';
  return {
    status: settlement.status,
    priority: settlement.priority,
    ...reasonColumns(keptReason(claimed, settlement.reason)),
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

/** The row of an attempt. */
function attemptRow(claimed: ClaimedDelivery, attempt: AttemptRecord) {
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
    reason: reasonColumns(keptReason(claimed, attempt.reason)).reason,
    request_id: column(attempt.requestId),
    request: claimed.lead && JSON.stringify(claimed.lead),
    response: attempt.response?.slice(0, KEPT_ANSWER) ?? null,
    ...(claimed.entryDeleted && ERASED_ATTEMPT_COLUMNS),
  };
}

function keptReason({ entryDeleted }: ClaimedDelivery, reason: Reason | null): Reason | null {
  return reason && entryDeleted ? erasedReason(reason) : reason;
}
