import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { Reason } from '../contracts';
import { parsed, erasedReason } from './rows';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';

/** Databases take a limited number of values in a statement. */
const BATCH = 500;

/** Erases what the reasons of erased deliveries, and of their attempts, may quote of the visitor. */
export async function eraseReasons(
  strapi: Core.Strapi,
  trx: Knex.Transaction,
  deliveryIds: number[],
): Promise<void> {
  const deliveries = () => strapi.db.getConnection(DELIVERY_TABLE).transacting(trx);
  const attempts = () => strapi.db.getConnection(ATTEMPT_TABLE).transacting(trx);
  const erase = async (
    table: () => Knex.QueryBuilder,
    rows: { id: number; reason: string | null }[],
  ): Promise<void> => {
    // Most are alike then, and need one statement.
    const idsOf = new Map<string, number[]>();
    for (const { id, reason } of rows) {
      const read = parsed<Reason>(reason);
      const erased = read && JSON.stringify(erasedReason(read));
      if (erased && erased !== reason) idsOf.set(erased, [...(idsOf.get(erased) ?? []), id]);
    }
    for (const [reason, ids] of idsOf) {
      for (let from = 0; from < ids.length; from += BATCH) {
        const batch = ids.slice(from, from + BATCH);
        await table().whereIn('id', batch).update({ reason });
      }
    }
  };
  await erase(
    deliveries,
    await deliveries()
      .select('id', 'reason')
      .whereIn('id', deliveryIds)
      .whereNotNull('erased_at')
      .whereNotNull('reason'),
  );
  await erase(
    attempts,
    await attempts()
      .select('id', 'reason')
      .whereIn('delivery_id', deliveryIds)
      .whereNotNull('reason'),
  );
}
