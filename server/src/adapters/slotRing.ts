import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { Acquired, SlotRing } from '../delivery/ports';
import type { MomentIn } from './databaseClock';
import { SLOT_TABLE } from './tables';

/** Asked again after a lost race at the latest. */
const SHORTEST_WAIT_MS = 1;

interface SlotRow {
  slot: number;
  seq: number | string;
  waitMs: number | string;
}

/**
 * A ring of slots in the database. A slot that carries a request is taken until the answer proves
 * that the request had arrived, and a second after that; so no arrival is the sixth within a second,
 * whatever the jitter, and also when a process that holds a slot freezes or dies.
 *
 * @param size requests that Calltouch takes in any second
 * @param leaseMs longer than a request can take, from the acquisition to its end
 */
export async function createSlotRing(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  { egress, size, leaseMs }: { egress: string; size: number; leaseMs: number },
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
  await table().insert(rows).onConflict(['egress', 'slot']).ignore();

  const untilFree = strapi.db.connection.raw(
    'case when free_at > frozen_until then free_at else frozen_until end',
  );

  return {
    async acquire(): Promise<Acquired> {
      const earliest: SlotRow | undefined = await ofRing()
        .select(
          'slot',
          'seq',
          strapi.db.connection.raw('? - (?) as ??', [untilFree, momentIn(0), 'waitMs']),
        )
        .orderByRaw(untilFree)
        .orderBy('slot')
        .first();
      if (!earliest) throw new Error(`The slot ring of egress "${egress}" has no slots`);
      const waitMs = Number(earliest.waitMs);
      if (waitMs > 0) return { kind: 'wait', waitMs };
      const seq = Number(earliest.seq);
      const taken: number = await table()
        .where({ egress, slot: earliest.slot, seq })
        .where('free_at', '<=', momentIn(0))
        .where('frozen_until', '<=', momentIn(0))
        .update({ free_at: momentIn(leaseMs), seq: seq + 1 });
      if (taken === 0) return { kind: 'wait', waitMs: SHORTEST_WAIT_MS };
      return { kind: 'slot', slot: earliest.slot, seq: seq + 1 };
    },

    async release({ slot, seq }, inMs) {
      await table()
        .where({ egress, slot, seq })
        .update({ free_at: momentIn(inMs) });
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
