import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { NewDelivery } from '../delivery/ports';
import type { MomentIn } from './databaseClock';
import { newRow } from './outboxRow';
import { DELIVERY_TABLE } from './tables';

/**
 * Puts a delivery into the outbox within a running transaction; an entry that has one keeps it.
 *
 * @returns the row's id, or null where the entry had a delivery already
 */
export async function insertDelivery(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  momentIn: MomentIn,
  delivery: NewDelivery,
): Promise<number | null> {
  const isPending = delivery.status === 'pending';
  const inserted: unknown[] = await strapi.db
    .getConnection(DELIVERY_TABLE)
    .transacting(trx)
    .insert(
      {
        ...newRow(delivery),
        due_since: momentIn(0),
        next_attempt_at: isPending ? momentIn(0) : null,
        finished_at: isPending ? null : momentIn(0),
      },
      ['id'],
    )
    // A unique violation would abort the visitor's transaction on PostgreSQL, even if caught.
    .onConflict(['content_type', 'entry_id'])
    .ignore();
  // Rows where the database returns them, else (MySQL) the last id, which is 0 if nothing came in.
  const [first] = inserted as ({ id: number } | number | undefined)[];
  return (typeof first === 'object' ? first.id : first) || null;
}
