import type { Knex } from 'knex';
import type { Outbox } from '../sending/ports';
import { createClaims, type OutboxContext } from './claim';
import { createGiveBack } from './giveBack';
import { claimedOf, column, leadColumns, reasonColumns, type DeliveryRow } from './rows';
import { createSettling } from './settleDelivery';
import { attemptsIn, deliveriesIn, isHeld } from './tables';
import { inTransaction } from './transaction';

/** The outbox in Strapi's database. */
export function createOutbox(context: OutboxContext): Outbox {
  const { strapi, momentIn, ifOurs = () => undefined } = context;
  const { connection } = strapi.db;
  const deliveries = (trx?: Knex.Transaction) => deliveriesIn(strapi, trx);

  return {
    ...createClaims(context),
    ...createGiveBack(context),
    ...createSettling(context),

    async usedSince(claimed, sinceMs) {
      const accepted = attemptsIn(strapi)
        .where({ site_key: claimed.siteKey, outcome: 'accepted' })
        .where('started_at', '>=', sinceMs)
        .count('*')
        .as('accepted');
      const sendingBefore = deliveries()
        .where({ status: 'sending', site_key: claimed.siteKey })
        .where((earlier) => {
          void earlier.where('claimed_at', '<', claimed.claimedAtMs).orWhere((same) => {
            void same.where('claimed_at', claimed.claimedAtMs).where('id', '<', claimed.id);
          });
        })
        .count('*')
        .as('sendingBefore');
      // In one statement: one that is settled between two would be in neither.
      const used: Record<'accepted' | 'sendingBefore', string | number> = await connection
        .queryBuilder()
        .select(accepted, sendingBefore)
        .first();
      return { accepted: Number(used.accepted), sendingBefore: Number(used.sendingBefore) };
    },

    async replaceLead(claimed) {
      await deliveries()
        .where({ id: claimed.id })
        .where(isHeld(claimed))
        .update({
          render_anew: false,
          // Holds personal data again.
          erased_at: null,
          site_key: claimed.siteKey,
          request_number: column(claimed.lead?.requestNumber ?? claimed.requestNumber),
          ...leadColumns(claimed.lead, claimed.capture, claimed.warnings),
        });
    },

    async expired(exceptIds, limit) {
      const rows: DeliveryRow[] = await deliveries()
        .where('status', 'sending')
        .where('lease_until', '<', momentIn.sinceStatement(0))
        .whereNotIn('id', exceptIds)
        .orderBy('lease_until')
        .modify(ifOurs)
        .limit(limit);
      return rows.map(claimedOf);
    },

    async hasten(siteKey) {
      await inTransaction(strapi, (trx) =>
        deliveries(trx)
          .where({ status: 'pending', site_key: siteKey })
          .where('next_attempt_at', '>', momentIn(0))
          .update({ next_attempt_at: momentIn(0) }),
      );
    },

    async hastenPostponed() {
      await inTransaction(strapi, (trx) =>
        deliveries(trx)
          .where({ status: 'pending', reason_code: 'dailyLimit' })
          .update({ next_attempt_at: momentIn(0), ...reasonColumns(null) }),
      );
    },
  };
}
