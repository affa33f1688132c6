import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { PRIORITIES } from '../sending/priority';
import type { Outbox } from '../sending/ports';
import type { MomentIn } from './databaseClock';
import { claimedOf, type DeliveryRow } from './rows';
import { deliveriesIn } from './tables';
import { inTransaction } from './transaction';

/** A part of the queue: what is due at it is taken by its age. */
interface Place {
  priority: number;
  site_key?: string;
}

const QUERIES_AT_ONCE = 100;

/** What the outbox works with. */
export interface OutboxContext {
  strapi: Core.Strapi;
  momentIn: MomentIn;
  /** Leaves a query nothing while this database's leads are not to be sent from here. */
  ifOurs?: (query: Knex.QueryBuilder) => void;
}

/** Looks for what is due, and takes it. */
export function createClaims({
  strapi,
  momentIn,
  ifOurs = () => undefined,
}: OutboxContext): Pick<Outbox, 'isDue' | 'claim'> {
  const { connection } = strapi.db;
  const isMysql = strapi.db.dialect.client === 'mysql';
  const isPostgres = strapi.db.dialect.client === 'postgres';
  const deliveries = (trx?: Knex.Transaction) => deliveriesIn(strapi, trx);

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
    // SQLite puts together 500 queries at most, and gives a function 127 values.
    const found: { priority: number; site_key: string; next_attempt_at: number | string }[] = [];
    for (let from = 0; from < firsts.length; from += QUERIES_AT_ONCE) {
      const some = firsts.slice(from, from + QUERIES_AT_ONCE);
      found.push(...(await connection.queryBuilder().unionAll(some)));
    }
    const sinceMs = ({ next_attempt_at: since }: (typeof found)[number]) => Number(since);
    return found
      .sort((a, b) => a.priority - b.priority || sinceMs(a) - sinceMs(b))
      .slice(0, QUERIES_AT_ONCE)
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
  };
}
