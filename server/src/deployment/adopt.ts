import type { Core } from '@strapi/strapi';
import type { AdoptRequest } from '../contracts';
import { cancelDeliveries } from '../operations/cancel';
import type { MomentIn } from '../outbox/databaseClock';
import type { Deployment } from './owner';
import type { SettingsStore } from '../settings/settingsStore';
import { DELIVERY_TABLE } from '../outbox/tables';
import { inTransaction } from '../outbox/transaction';

/**
 * Decides whose a database is that belongs to another deployment, or whose leads are kept back. In a
 * copy, what waits is cancelled first: a crash in between leaves the question open, and nothing sent.
 *
 * @param person who decides, as people are shown
 * @returns false where there is nothing to decide, or somebody else has decided
 */
export async function adoptDatabase(
  {
    strapi,
    settings,
    momentIn,
  }: { strapi: Core.Strapi; settings: SettingsStore; momentIn: MomentIn },
  deployment: Deployment,
  as: AdoptRequest['as'],
  person: string,
): Promise<boolean> {
  const { kind } = await deployment.look();
  if (kind !== 'foreign' && kind !== 'off') return false;
  if (as === 'copy') {
    // Whoever was sending one when the copy was made does not send it from here.
    await inTransaction(strapi, (trx) =>
      strapi.db
        .getConnection(DELIVERY_TABLE)
        .transacting(trx)
        .where('status', 'sending')
        .update({
          status: 'pending',
          lease_until: null,
          // Should it be sent after all, it waits no longer, and may be there already.
          next_attempt_at: momentIn(0),
          possible_duplicate: true,
        }),
    );
    const waiting = { filter: { status: ['pending' as const, 'unknown' as const] } };
    const reason = { code: 'cancelledInCopy' as const, values: { person }, text: null };
    await cancelDeliveries(strapi, settings, momentIn, waiting, reason);
    await settings.marks.beginAnew(Date.now());
  } else {
    await settings.marks.sweepAnew();
  }
  return deployment.adopt(as);
}
