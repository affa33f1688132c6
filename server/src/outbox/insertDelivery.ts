import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { codeOf } from '../sending/passingErrors';
import type { NewDelivery } from '../sending/ports';
import type { MomentIn } from './databaseClock';
import { newRow } from './rows';
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
  const row = {
    ...newRow(delivery),
    due_since: momentIn(0),
    next_attempt_at: isPending ? momentIn(0) : null,
    finished_at: isPending ? null : momentIn(0),
  };
  const table = strapi.db.getConnection(DELIVERY_TABLE).transacting(trx);
  if (strapi.db.dialect.client === 'mysql') {
    try {
      const [id]: number[] = await table.insert(row);
      return id ?? null;
    } catch (error) {
      // Not INSERT IGNORE, which is `ignore` there: it swallows every error, and what the column can't
      // hold becomes "?". MySQL takes back the failed statement alone.
      if (codeOf(error) === 'ER_DUP_ENTRY') return null;
      throw error;
    }
  }
  const inserted: { id: number }[] = await table
    .insert(row, ['id'])
    // A unique violation would abort the visitor's transaction on PostgreSQL, even if caught.
    .onConflict(['content_type', 'entry_id'])
    .ignore();
  return inserted[0]?.id ?? null;
}

/** Codes of MySQL for a text that the column's charset or width can't hold. */
const UNSTORABLE = ['ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'ER_DATA_TOO_LONG'];

/**
 * True if the database can't hold what is in a row, and the transaction goes on without it. (On other
 * databases no such text gets so far: the site's own row could not hold it.)
 */
export function isUnstorable(error: unknown): boolean {
  return UNSTORABLE.includes(codeOf(error));
}
