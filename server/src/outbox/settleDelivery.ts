import type { Knex } from 'knex';
import type { DeliveryStatus, Warning } from '../contracts';
import type { AttemptRecord, ClaimedDelivery, Outbox } from '../sending/ports';
import type { OutboxContext } from './claim';
import { type DeliveryRow, attemptRow, reasonColumns, settledColumns } from './rows';
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
