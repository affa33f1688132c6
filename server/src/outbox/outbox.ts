import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { PRIORITIES } from '../sending/priority';
import type { AttemptRecord, ClaimedDelivery, Outbox } from '../sending/ports';
import type { DeliveryStatus, Warning } from '../contracts';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import type { MomentIn } from './databaseClock';
import { inTransaction } from './transaction';
import { claimedOf, column, ERASED_COLUMNS, leadColumns, type DeliveryRow } from './rows';
import { attemptRow, entryDeletedColumns, settledColumns } from './settledRows';

/** A part of the queue: what is due at it is taken by its age. */
interface Place {
  priority: number;
  site_key?: string;
}

/** Where a lead may be, held by nobody, of which nobody knew that Calltouch has it. */
const PROVABLE: DeliveryStatus[] = ['pending', 'unknown', 'failed', 'cancelled'];

/**
 * The outbox in Strapi's database.
 *
 * @param ifOurs leaves a query nothing while this database's leads are not to be sent from here
 */
export function createOutbox(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  ifOurs: (query: Knex.QueryBuilder) => void = () => undefined,
): Outbox {
  const { connection } = strapi.db;
  const isMysql = strapi.db.dialect.client === 'mysql';
  const isPostgres = strapi.db.dialect.client === 'postgres';

  const deliveries = (trx?: Knex.Transaction): Knex.QueryBuilder => {
    const query = strapi.db.getConnection(DELIVERY_TABLE);
    return trx ? query.transacting(trx) : query;
  };
  /** What is due at one place of the queue, the longest first: one look at an index. */
  const firstAt = (place: Place, trx?: Knex.Transaction) =>
    deliveries(trx)
      .where({ status: 'pending', ...place })
      .where('next_attempt_at', '<=', momentIn.sinceStatement(0))
      .modify(ifOurs)
      .orderBy('next_attempt_at')
      .limit(1);
  /**
   * The places of the queue at which something may be due, in order. One for each priority; where some
   * sites rest, one for each other site, too: the rows of those that rest would be read at every look.
   */
  const places = async (sites: string[] | null): Promise<Place[]> => {
    if (sites === null) return PRIORITIES.map((priority) => ({ priority }));
    const all = PRIORITIES.flatMap((priority) =>
      sites.map((site) => ({ priority, site_key: site })),
    );
    if (all.length === 0) return [];
    const firsts = all.map((place) =>
      connection
        .select('*')
        .from(firstAt(place).select('priority', 'site_key', 'next_attempt_at').as('first')),
    );
    const found: { priority: number; site_key: string; next_attempt_at: number | string }[] =
      await connection.queryBuilder().unionAll(firsts);
    const sinceMs = ({ next_attempt_at: since }: (typeof found)[number]) => Number(since);
    return found
      .sort((a, b) => a.priority - b.priority || sinceMs(a) - sinceMs(b))
      .map(({ priority, site_key }) => ({ priority, site_key }));
  };
  /** The database asks for the next place only where it finds nothing at the one before. */
  const firstOf = (ids: Knex.QueryBuilder[]): Knex.Raw =>
    connection.raw(`coalesce(${ids.map(() => '(?)').join(', ')}, null)`, ids);
  const claim = (leaseMs: number) => ({
    status: 'sending',
    attempt_count: connection.raw('attempt_count + 1'),
    claim_number: connection.raw('coalesce(claim_number, 0) + 1'),
    claimed_at: momentIn(0),
    // The time to give up counts from the first try: a lead that waited out a pause has not failed.
    due_since: connection.raw('case when retry_count = 0 then ? else due_since end', [momentIn(0)]),
    lease_until: momentIn(leaseMs),
    next_attempt_at: null,
  });
  /** The row as this instance claimed it; anything else means that the lease was lost. */
  const held = (claimed: ClaimedDelivery, trx?: Knex.Transaction) =>
    deliveries(trx).where({ id: claimed.id }).where(isHeld(claimed));

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

  const recordAttempt = async (
    trx: Knex.Transaction,
    claimed: ClaimedDelivery,
    attempt: AttemptRecord,
  ): Promise<void> => {
    await strapi.db
      .getConnection(ATTEMPT_TABLE)
      .transacting(trx)
      .insert(attemptRow(claimed, attempt))
      // Somebody wrote "interrupted" for an attempt whose end is known after all: the end counts.
      .onConflict(['delivery_id', 'sequence'])
      .merge();
  };

  return {
    async isDue(sites) {
      const inOrder = await places(sites);
      if (inOrder.length === 0) return false;
      const chosen = firstOf(inOrder.map((place) => firstAt(place).select('id')));
      const { id }: { id: number | null } = await connection
        .queryBuilder()
        .select({ id: chosen })
        .first();
      return id !== null;
    },

    async claim(sites, leaseMs) {
      const inOrder = await places(sites);
      if (inOrder.length === 0) return null;
      if (isMysql) {
        // MySQL has no UPDATE … RETURNING.
        return inTransaction(strapi, async (trx) => {
          for (const place of inOrder) {
            const row: Pick<DeliveryRow, 'id'> | undefined = await firstAt(place, trx)
              .select('id')
              .forUpdate()
              .skipLocked()
              .first();
            if (!row) continue;
            await deliveries(trx).where({ id: row.id }).update(claim(leaseMs));
            const claimed: DeliveryRow | undefined = await deliveries(trx)
              .where({ id: row.id })
              .first();
            return claimed ? claimedOf(claimed) : null;
          }
          return null;
        });
      }
      const firsts = inOrder.map((place) => {
        const first = firstAt(place).select('id');
        return isPostgres ? first.forUpdate().skipLocked() : first;
      });
      const rows: DeliveryRow[] = await deliveries()
        .where('id', firstOf(firsts))
        .update(claim(leaseMs))
        .returning('*');
      return rows[0] ? claimedOf(rows[0]) : null;
    },

    async giveBack(claimed, inMs) {
      await unclaim(claimed, { next_attempt_at: momentIn(inMs) });
    },

    async postponeSite(claimed, forMs, reason) {
      const wait = { next_attempt_at: momentIn(forMs), reason: JSON.stringify(reason) };
      await unclaim(claimed, wait);
      // Not in one transaction: two that each hold their own row and want the other's are a deadlock.
      await inTransaction(strapi, (trx) =>
        deliveries(trx)
          .where({ status: 'pending', site_key: claimed.siteKey })
          .where('next_attempt_at', '<', momentIn(forMs))
          .update(wait),
      );
    },

    async usedSince(claimed, sinceMs) {
      const accepted = strapi.db
        .getConnection(ATTEMPT_TABLE)
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
      await held(claimed).update({
        render_anew: false,
        // Holds personal data again.
        erased_at: null,
        site_key: claimed.siteKey,
        request_number: column(claimed.lead?.requestNumber ?? claimed.requestNumber),
        ...leadColumns(claimed.lead, claimed.capture, claimed.warnings),
      });
    },

    async refuse(claimed, status, reason, warnings, writeBack) {
      return inTransaction(strapi, async (trx) => {
        const written: number = await held(claimed, trx).update({
          status,
          attempt_count: claimed.attemptCount - 1,
          render_anew: false,
          lease_until: null,
          finished_at: momentIn(0),
          // The reason may hold a phone again.
          erased_at: null,
          reason: JSON.stringify(reason),
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
          .where('status', 'pending')
          .where('reason', 'like', '{"code":"dailyLimit"%')
          .update({ next_attempt_at: momentIn(0), reason: null }),
      );
    },
  };
}

/** That a row is as one claim left it. */
function isHeld({ claimNumber }: ClaimedDelivery) {
  return (row: Knex.QueryBuilder): void => {
    // An older version counted no claims.
    void row.where('status', 'sending').whereRaw('coalesce(claim_number, 0) = ?', [claimNumber]);
  };
}

/** Whether a warning is of an earlier attempt's answer rather than of the lead. */
function isOfAnswer({ field, code }: Warning): boolean {
  return code === 'dateDiffers' || field.startsWith('writeBack');
}
