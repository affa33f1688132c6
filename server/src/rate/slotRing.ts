import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { OWN_ERROR } from '../sending/errorWords';
import type { Acquired, SlotRing } from '../sending/ports';
import type { MomentIn } from '../outbox/databaseClock';
import { SLOT_TABLE } from '../outbox/tables';

/**
 * A slot can be taken so long before it is free, and is: claiming a lead and making a connection for
 * it need not wait until then, its bytes do. No longer than that takes: whoever dies with a slot in
 * hand takes it out of use for its lease.
 */
const AHEAD_MS = 60;
/** Asked again after a lost race at the latest. */
const SHORTEST_WAIT_MS = 1;

interface SlotRow {
  slot: number;
  seq: number | string;
  free_at: number | string;
  frozen_until: number | string;
  waitMs: number | string;
}

export interface SlotRingOptions {
  egress: string;
  size: number;
  leaseMs: number;
  monotonicMs: () => number;
}

/**
 * A ring of slots in the database. A slot that carries a request is taken until the answer proves
 * that the request had arrived, and a second after that; so no arrival is the sixth within a second,
 * whatever the jitter, and also when a process that holds a slot freezes or dies.
 *
 * @param size requests that Calltouch takes in any second
 * @param leaseMs how long a slot is out of use if whoever took or renewed it is not heard of again
 * @param monotonicMs this host's, by which it waits for the moment of a slot
 */
export async function createSlotRing(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  { egress, size, leaseMs, monotonicMs }: SlotRingOptions,
): Promise<SlotRing> {
  const table = (): Knex.QueryBuilder => strapi.db.getConnection(SLOT_TABLE);
  const ofRing = (): Knex.QueryBuilder => table().where({ egress }).where('slot', '<', size);
  const rows = Array.from({ length: size }, (_, slot) => ({
    egress,
    slot,
    free_at: 0,
    frozen_until: 0,
    seq: 0,
  }));
  // Not `ignore`, which is INSERT IGNORE on MySQL and swallows every error.
  await table().insert(rows).onConflict(['egress', 'slot']).merge(['slot']);

  const untilFree = strapi.db.connection.raw(
    'case when free_at > frozen_until then free_at else frozen_until end',
  );

  return {
    async acquire(): Promise<Acquired> {
      const earliest: SlotRow | undefined = await ofRing()
        .select(
          'slot',
          'seq',
          'free_at',
          'frozen_until',
          strapi.db.connection.raw('? - (?) as ??', [untilFree, momentIn(0), 'waitMs']),
        )
        .orderByRaw(untilFree)
        .orderBy('slot')
        .first();
      if (!earliest) {
        const words = `the slot ring of egress "${egress}" has no slots`;
        throw Object.assign(new Error(words), { name: OWN_ERROR });
      }
      const waitMs = Number(earliest.waitMs);
      if (waitMs > AHEAD_MS) return { kind: 'wait', waitMs: waitMs - AHEAD_MS };
      // Counted from the answer, which is later than the database's look at its clock.
      const startsAtMs = monotonicMs() + Math.max(0, waitMs);
      const { slot, free_at, frozen_until } = earliest;
      const seq = Number(earliest.seq);
      const taken: number = await table()
        // As it was read: its holder may have freed it, or a 429 frozen it, since.
        .where({ egress, slot, seq, free_at, frozen_until })
        .update({ free_at: momentIn(leaseMs), seq: seq + 1 });
      if (taken === 0) return { kind: 'wait', waitMs: SHORTEST_WAIT_MS };
      return { kind: 'slot', slot, seq: seq + 1, startsAtMs };
    },

    async renew({ slot, seq }) {
      const renewed: number = await table()
        .where({ egress, slot, seq })
        .update({ free_at: momentIn(leaseMs) });
      return renewed > 0;
    },

    async release({ slot, seq, startsAtMs }, inMs) {
      const restMs = Math.max(inMs, startsAtMs - monotonicMs());
      await table()
        .where({ egress, slot, seq })
        // A renewal that comes later must not take the slot again.
        .update({ free_at: momentIn(restMs), seq: seq + 1 });
    },

    async freeze(restMs, slowSlots) {
      await ofRing()
        .where('frozen_until', '<', momentIn(restMs))
        .update({ frozen_until: momentIn(restMs) });
      if (slowSlots === 0) return;
      const slowMs = restMs + SLOW_SLOT_MS;
      await ofRing()
        .where('slot', '>=', size - slowSlots)
        .where('frozen_until', '<', momentIn(slowMs))
        .update({ frozen_until: momentIn(slowMs) });
    },
  };
}

/** How long the ring stays shrunk after a 429; then it has grown back. */
const SLOW_SLOT_MS = 60_000;
