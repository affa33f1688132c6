import knex from 'knex';
import type { Arrival } from '../../local-calltouch';
import type { DeliveryStatus, Reason } from '../../server/src/contracts';
import type { TestDatabase } from './testDatabase';

export interface OutboxDelivery {
  id: number;
  entryId: string;
  status: DeliveryStatus;
  reason: Reason | null;
  possibleDuplicate: boolean;
  nextAttemptAtMs: number | null;
}

export interface OutboxAttempt {
  deliveryId: number;
  outcome: string;
  reason: Reason | null;
  possibleDuplicate: boolean;
}

/** The outbox of a Strapi in another process, read past it. */
export interface Outbox {
  deliveries(): Promise<OutboxDelivery[]>;
  /** How many new leads have not been moved into it yet. */
  takenIn(): Promise<number>;
  attempts(): Promise<OutboxAttempt[]>;
  /** Runs a statement of the test's own. */
  query: ReturnType<typeof knex>;
  close(): Promise<void>;
}

const DRIVERS: Record<string, string> = { postgres: 'pg', mysql: 'mysql2' };

/** Opens the database that a test's Strapi uses. */
export function openOutbox({ env }: Pick<TestDatabase, 'env'>): Outbox {
  const driver = DRIVERS[env.DATABASE_CLIENT ?? ''];
  const query = knex({
    client: driver ?? 'better-sqlite3',
    connection: driver
      ? {
          host: env.DATABASE_HOST,
          port: Number(env.DATABASE_PORT),
          database: env.DATABASE_NAME,
          user: env.DATABASE_USERNAME,
          password: env.DATABASE_PASSWORD,
        }
      : { filename: env.DATABASE_FILENAME ?? '' },
    useNullAsDefault: true,
    pool: { min: 0, max: 2 },
  });
  return {
    query,
    async deliveries() {
      const rows = await query('calltouch_deliveries').orderBy('id');
      return rows.map((row) => ({
        id: row.id,
        entryId: row.entry_id,
        status: row.status,
        reason: row.reason && JSON.parse(row.reason),
        possibleDuplicate: Boolean(row.possible_duplicate),
        nextAttemptAtMs: row.next_attempt_at === null ? null : Number(row.next_attempt_at),
      }));
    },
    async takenIn() {
      const row = await query('calltouch_intake').count({ rows: '*' }).first();
      return Number(row?.rows);
    },
    async attempts() {
      const rows = await query('calltouch_attempts').orderBy(['delivery_id', 'sequence']);
      return rows.map((row) => ({
        deliveryId: row.delivery_id,
        outcome: row.outcome,
        reason: row.reason && JSON.parse(row.reason),
        possibleDuplicate: Boolean(row.possible_duplicate),
      }));
    },
    close: () => query.destroy(),
  };
}

/** What the three books say together: clients' answers, Calltouch's arrivals, and the outbox. */
export interface Balance {
  acknowledged: number;
  /** Leads that Calltouch has, second ones included. */
  arrived: number;
  /** Acknowledged to a client, and unknown to Calltouch. */
  lost: number;
  /** `delivered` in the outbox, and unknown to Calltouch. */
  neverArrived: number;
  /** Entries that Calltouch has more than once. */
  twice: number;
  /** Second arrivals beyond the attempts that were marked as possible duplicates. */
  unmarked: number;
}

/**
 * Compares the three books.
 *
 * @param acknowledged documentIds for which a client was answered 201
 */
export async function balance(
  acknowledged: Iterable<string>,
  arrivals: Arrival[],
  outbox: Outbox,
): Promise<Balance> {
  const counts = new Map<string, number>();
  let arrived = 0;
  for (const { requestId, params } of arrivals) {
    if (requestId === null) continue;
    const entry = entryOf(params);
    arrived += 1;
    counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  const [deliveries, attempts] = [await outbox.deliveries(), await outbox.attempts()];
  const entries = new Map(deliveries.map(({ id, entryId }) => [id, entryId]));
  const marks = new Map<string, number>();
  for (const { deliveryId, possibleDuplicate } of attempts) {
    const entry = entries.get(deliveryId);
    if (entry && possibleDuplicate) marks.set(entry, (marks.get(entry) ?? 0) + 1);
  }
  const known = [...acknowledged];
  const doubled = [...counts].filter(([, count]) => count > 1);
  return {
    acknowledged: known.length,
    arrived,
    lost: known.filter((entry) => !counts.has(entry)).length,
    neverArrived: deliveries.filter(
      ({ status, entryId }) => status === 'delivered' && !counts.has(entryId),
    ).length,
    twice: doubled.length,
    unmarked: doubled.reduce(
      (sum, [entry, count]) => sum + Math.max(0, count - 1 - (marks.get(entry) ?? 0)),
      0,
    ),
  };
}

/** What a balance must be, whatever happened: nothing lost, invented or doubled unmarked. */
export const SOUND = { lost: 0, neverArrived: 0, unmarked: 0 };

/** The documentId in a lead's number; the playground's forms are `lead-…`, `booking-…`. */
export function entryOf(params: Record<string, string>): string {
  return (params.requestNumber ?? '').replace(/^[a-z]+-/, '');
}
