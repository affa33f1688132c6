import { setImmediate } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { MomentIn } from './databaseClock';
import { eraseReasons } from './eraseReasons';
import { ERASED_ATTEMPT_COLUMNS, ERASED_COLUMNS } from './rows';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import { inTransaction } from './transaction';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Small, so that a visitor's form never waits for it. */
const BATCH = 500;
/** What is kept of the attempts of one delivery: a week of retries is worth no more to anybody. */
const KEPT_ATTEMPTS = 10;

/**
 * Erases lead and answer of deliveries that finished so many days ago; ids and figures stay, and of
 * the attempts the last ten and those that made a lead.
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
    // SQLite's driver is synchronous: without a pause no request would come in between.
    await setImmediate();
  }
}

function eraseBatch(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  retentionDays: number,
): Promise<number> {
  return inTransaction(strapi, async (trx) => {
    const deliveries = () => strapi.db.getConnection(DELIVERY_TABLE).transacting(trx);
    const attempts = () => strapi.db.getConnection(ATTEMPT_TABLE).transacting(trx);
    const rows: { id: number; attempt_count: number }[] = await deliveries()
      .select('id', 'attempt_count')
      .whereNull('erased_at')
      .where('finished_at', '<', momentIn.sinceStatement(-retentionDays * DAY_MS))
      .limit(BATCH);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await deliveries()
      .whereIn('id', ids)
      // A person may have asked for it again since.
      .whereNotNull('finished_at')
      .update({ ...ERASED_COLUMNS, erased_at: momentIn(0) });
    const erased: number[] = await deliveries()
      .whereIn('id', ids)
      .whereNotNull('erased_at')
      .pluck('id');
    await attempts().whereIn('delivery_id', erased).update(ERASED_ATTEMPT_COLUMNS);
    for (const { id, attempt_count: count } of rows) {
      if (count <= KEPT_ATTEMPTS) continue;
      await attempts()
        .where({ delivery_id: id })
        .where('sequence', '<=', count - KEPT_ATTEMPTS)
        // By its id a lead is found in Calltouch, however long ago it got there.
        .whereNull('request_id')
        .delete();
    }
    await eraseReasons(strapi, trx, erased);
    return ids.length;
  });
}
