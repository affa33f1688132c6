import type { ClaimedDelivery, Outbox } from '../sending/ports';
import type { OutboxContext } from './claim';
import { ERASED_COLUMNS, entryDeletedColumns, reasonColumns } from './rows';
import { deliveriesIn, isHeld } from './tables';
import { inTransaction } from './transaction';

/** Undoes claims of which no byte left. */
export function createGiveBack({
  strapi,
  momentIn,
}: OutboxContext): Pick<Outbox, 'giveBack' | 'postponeSite'> {
  const held = (claimed: ClaimedDelivery) =>
    deliveriesIn(strapi).where({ id: claimed.id }).where(isHeld(claimed));

  /** Undoes a claim: the delivery waits, or ends if its entry was deleted since. */
  const unclaim = async (claimed: ClaimedDelivery, wait: object): Promise<void> => {
    const undone = { attempt_count: claimed.attemptCount - 1, lease_until: null };
    const waiting: number = await held(claimed)
      .where('entry_deleted', false)
      .update({ ...undone, ...wait, status: 'pending' });
    if (waiting > 0) return;
    await held(claimed).update({
      ...undone,
      ...entryDeletedColumns(momentIn),
      ...ERASED_COLUMNS,
      erased_at: momentIn(0),
    });
  };

  return {
    async giveBack(claimed, inMs) {
      await unclaim(claimed, { next_attempt_at: momentIn(inMs) });
    },

    async postponeSite(claimed, forMs, reason) {
      const wait = { next_attempt_at: momentIn(forMs), ...reasonColumns(reason) };
      await unclaim(claimed, wait);
      // Not in one transaction: two that each hold their own row and want the other's are a deadlock.
      await inTransaction(strapi, (trx) =>
        deliveriesIn(strapi, trx)
          .where({ status: 'pending', site_key: claimed.siteKey })
          .where('next_attempt_at', '<', momentIn(forMs))
          .update(wait),
      );
    },
  };
}
