import type { Core } from '@strapi/strapi';
import type { MomentIn } from './databaseClock';
import { ERASED_COLUMNS } from './outboxRow';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import { inTransaction } from './transaction';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Small, so that a visitor's form never waits for it. */
const BATCH = 500;

/**
 * Erases lead and answer of deliveries that finished so many days ago; ids and figures stay.
 *
 * @returns how many were erased
 */
export async function eraseFinished(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  retentionDays: number,
): Promise<number> {
  for (let erased = 0; ;) {
    const count = await eraseBatch(strapi, momentIn, retentionDays);
    erased += count;
    if (count < BATCH) return erased;
  }
}

function eraseBatch(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  retentionDays: number,
): Promise<number> {
  return inTransaction(strapi, async (trx) => {
    const deliveries = () => strapi.db.getConnection(DELIVERY_TABLE).transacting(trx);
    const rows: { id: number }[] = await deliveries()
      .select('id')
      .whereNull('erased_at')
      .where('finished_at', '<', momentIn(-retentionDays * DAY_MS))
      .limit(BATCH);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await deliveries()
      .whereIn('id', ids)
      // A person may have asked for it again since.
      .whereNotNull('finished_at')
      .update({ ...ERASED_COLUMNS, erased_at: momentIn(0) });
    await strapi.db
      .getConnection(ATTEMPT_TABLE)
      .transacting(trx)
      .whereIn('delivery_id', ids)
      .update({ response: null });
    return ids.length;
  });
}
