import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { DeliveryFilter, DeliveryStatus, SendReport, SkipReason } from '../contracts';
import type { MomentIn } from './databaseClock';
import { applyFilter } from './deliveryQueries';
import { DELIVERY_TABLE } from './tables';
import { inTransaction } from './transaction';

/** Which deliveries a person wants sent again. */
export type Selection = { ids: number[] } | { filter: DeliveryFilter };

/** Bulk resends go after fresh leads and after retries. */
const BULK_PRIORITY = 2;

/**
 * Asks for deliveries to be sent again. One statement marks them all; the sender renders each lead
 * anew when its turn comes.
 *
 * @param requestedBy who asks, as people are shown; null for other code
 */
export async function requestResend(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  selection: Selection,
  requestedBy: string | null,
): Promise<SendReport> {
  const isSingle = 'ids' in selection && selection.ids.length === 1;
  return inTransaction(strapi, async (trx) => {
    const selected = (): Knex.QueryBuilder =>
      strapi.db
        .getConnection(DELIVERY_TABLE)
        .transacting(trx)
        .modify((query) => {
          if ('ids' in selection) void query.whereIn('id', selection.ids);
          else applyFilter(query, selection.filter);
        });
    const counts: {
      status: DeliveryStatus;
      entry_deleted: boolean | number;
      rows: string | number;
    }[] = await selected()
      .select('status', 'entry_deleted')
      .count({ rows: '*' })
      .groupBy('status', 'entry_deleted');
    const sent: number = await selected()
      .where('entry_deleted', false)
      .whereNot('status', 'sending')
      .update({
        // Sent again though it arrived or may have arrived: Calltouch may count a second lead. Before
        // the status, because MySQL reads what stands to the left as already updated.
        possible_duplicate: strapi.db.connection.raw('(possible_duplicate or status in (?, ?))', [
          'delivered',
          'unknown',
        ]),
        status: 'pending',
        priority: isSingle ? 0 : BULK_PRIORITY,
        trigger_kind: 'manual',
        requested_by: requestedBy,
        render_anew: true,
        next_attempt_at: momentIn(0),
        due_since: momentIn(0),
        retry_count: 0,
        crash_count: 0,
        finished_at: null,
        reason: null,
      });
    const reasons: Partial<Record<SkipReason, number>> = {};
    const add = (reason: SkipReason, count: number) => {
      if (count > 0) reasons[reason] = (reasons[reason] ?? 0) + count;
    };
    let found = 0;
    for (const { status, entry_deleted: isErased, rows } of counts) {
      found += Number(rows);
      if (isErased) add('erased', Number(rows));
      else if (status === 'sending') add('sending', Number(rows));
    }
    if ('ids' in selection) add('notFound', new Set(selection.ids).size - found);
    const skipped = Object.values(reasons).reduce((sum, count) => sum + count, 0);
    return { sent, skipped, reasons };
  });
}
