import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { DeliveryStatus, Health, Reason } from '../contracts';
import { healthOf, type LeadsFacts } from './healthState';
import type { Intake } from '../intake/moveIntake';
import type { MomentIn } from '../outbox/databaseClock';
import { parsed, toMs } from '../outbox/rows';
import { DELIVERY_TABLE } from '../outbox/tables';

/** So many by the moment of submission are looked at for the oldest: it must cost the same for 100,000. */
const LOOKED_AT = 1_000;

/**
 * Looks whether leads get to Calltouch: by indexes, whatever the size of the outbox.
 *
 * @param keptBack why nothing goes out from here; null where it does
 */
export async function readHealth(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  intake: Pick<Intake, 'left'>,
  { keptBack, paused }: { keptBack: Reason | null; paused: boolean },
): Promise<Health> {
  const { connection } = strapi.db;
  const deliveries = (): Knex.QueryBuilder => strapi.db.getConnection(DELIVERY_TABLE);

  const factsOf = async (
    statuses: DeliveryStatus[],
    moment: 'due_since' | 'finished_at',
    narrow: (query: Knex.QueryBuilder) => void,
  ): Promise<LeadsFacts> => {
    const counted: { rows: number | string } | undefined = await deliveries()
      .whereIn('status', statuses)
      .modify(narrow)
      .count({ rows: '*' })
      .first();
    const count = Number(counted?.rows ?? 0);
    if (count === 0) return { count, oldest: null };
    const first = deliveries()
      .select('id', 'submitted_at', 'due_since', 'finished_at')
      .whereIn('status', statuses)
      .modify(narrow)
      .orderBy('submitted_at')
      .limit(LOOKED_AT)
      .as('first');
    const oldest: OldestRow | undefined = await connection
      .select('id', connection.raw('coalesce(??, submitted_at) as ??', [moment, 'since']))
      .from(first)
      .orderBy('since')
      .first();
    if (!oldest) return { count, oldest: null };
    const row: { reason: string | null } | undefined = await deliveries()
      .select('reason')
      .where('id', oldest.id)
      .first();
    return {
      count,
      oldest: { sinceMs: Number(oldest.since), reason: parsed<Reason>(row?.reason ?? null) },
    };
  };

  const moved = await factsOf(['pending', 'sending'], 'due_since', () => undefined);
  // What could not be moved into the outbox waits, too.
  const left = await intake.left();
  const isLeftOlder =
    left.sinceMs !== null && (moved.oldest === null || left.sinceMs < moved.oldest.sinceMs);
  const waiting: LeadsFacts = {
    count: moved.count + left.count,
    oldest: isLeftOlder ? { sinceMs: left.sinceMs ?? 0, reason: null } : moved.oldest,
  };
  const undecided = await factsOf(['failed', 'unknown'], 'finished_at', (query) => {
    // With its entry a lead is erased: there is nothing left to decide.
    void query.where('entry_deleted', false);
  });
  const next: { moment: number | string | null } | undefined = await deliveries()
    .where('status', 'pending')
    .min({ moment: 'next_attempt_at' })
    .first();
  const clock: { now: number | string } = await connection
    .select(connection.raw('? as ??', [momentIn(0), 'now']))
    .first();
  return healthOf({
    waiting,
    undecided,
    nextAttemptAtMs: toMs(next?.moment ?? null),
    keptBack,
    paused,
    nowMs: Number(clock.now),
  });
}

interface OldestRow {
  id: number;
  since: number | string;
}
