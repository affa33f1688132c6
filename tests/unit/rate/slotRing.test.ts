import fc from 'fast-check';
import knex, { type Knex } from 'knex';
import { maximumArrivalsInAnySlidingSecond } from '../../../local-calltouch';
import { momentBy } from '../../../server/src/outbox/databaseClock';
import { createSlotRing } from '../../../server/src/rate/slotRing';
import { outcomeOf } from '../../../server/src/calltouch/outcome';
import { createPace, SLOT_LEASE_MS, type Slot } from '../../../server/src/rate/pace';
import { ON_ITS_WAY_MS, world, type Fate, type World } from '../../support/requestFates';
import { createVirtualClock } from '../../support/virtualClock';

const SIZE = 5;
/** Longer than a lease: a slot must be kept for it. */
const TIMEOUT_MS = 8_000;
const RUN_MS = 15_000;
const RUNS = 400;

const ANSWERED = outcomeOf(
  {
    kind: 'answer',
    status: 200,
    retryAfter: null,
    contentType: null,
    body: '{"requestId":1}',
  },
  0,
);
const REFUSED = outcomeOf({ kind: 'broken', sent: false, cause: 'refused', message: '' }, 0);
const TIMED_OUT = outcomeOf({ kind: 'broken', sent: true, cause: 'timeout', message: '' }, 0);
const THROTTLED = outcomeOf(
  { kind: 'answer', status: 429, retryAfter: null, contentType: null, body: '' },
  0,
);

describe('the slot ring on a virtual clock', () => {
  let connection: Knex;
  let nowMs = 0;

  beforeAll(async () => {
    connection = knex({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await connection.schema.createTable('calltouch_slots', (table) => {
      table.increments('id');
      table.string('egress');
      table.integer('slot');
      table.bigInteger('free_at');
      table.bigInteger('frozen_until');
      table.bigInteger('seq');
      table.unique(['egress', 'slot']);
    });
  });

  afterAll(() => connection.destroy());

  /** The ring as an instance sees it whose own clock is so far from the database's. */
  const ringOf = (skewMs: number) =>
    createSlotRing(
      { db: { connection, getConnection: (table: string) => connection(table) } } as never,
      momentBy((inMs) => nowMs + Math.round(inMs)),
      {
        egress: 'default',
        size: SIZE,
        leaseMs: SLOT_LEASE_MS,
        monotonicMs: () => nowMs + skewMs,
      },
    );

  /** Runs instances that always have something to send; returns the moments of arrival. */
  async function arrivalsOf({ fates, skewsMs }: World): Promise<number[]> {
    await connection('calltouch_slots').delete();
    nowMs = 1_000_000;
    const endMs = nowMs + RUN_MS;
    const clock = createVirtualClock((toMs) => (nowMs = toMs));
    const arrivals: number[] = [];
    let next = 0;
    const nextFate = (): Fate => fates[(next += 1) % fates.length] as Fate;

    const instance = async (skewMs: number): Promise<void> => {
      const ring = await ringOf(skewMs);
      /** The host's own clock: wrong, but it goes on at the right speed. */
      const hostMs = () => nowMs + skewMs;
      /** Of the request that is next to get a slot. */
      let coming = nextFate();
      const pace = createPace(ring, SIZE, {
        longestMs: 2 * TIMEOUT_MS,
        monotonicMs: hostMs,
        every(periodMs, work) {
          const { event, frozenForMs } = coming;
          const strikesAtMs = nowMs + coming.strikesAtMs;
          let isOver = false;
          const tick = () => {
            const isStruck = nowMs >= strikesAtMs;
            if (isOver || (event === 'dies' && isStruck)) return;
            const isFrozen = event === 'freezes' && isStruck && nowMs < strikesAtMs + frozenForMs;
            if (!isFrozen) work();
            clock.after(periodMs, tick);
          };
          clock.after(periodMs, tick);
          return () => (isOver = true);
        },
        onError(_doing, error) {
          throw error;
        },
      });

      const look = async (): Promise<void> => {
        if (nowMs >= endMs) return;
        const askedAtMs = hostMs();
        const acquired = await pace.acquire();
        if (acquired.kind === 'wait') {
          clock.after(Math.max(1, Math.min(acquired.waitMs, 1_000)), look);
          return;
        }
        send(acquired, askedAtMs, coming);
        coming = nextFate();
        clock.after(1, look);
      };

      const send = (slot: Slot, askedAtMs: number, item: Fate): void => {
        // Whatever the process does after this moment comes so much later, or never.
        const strikesAtMs = nowMs + item.strikesAtMs;
        const own = (delayMs: number, work: () => Promise<void> | void) => {
          const dueMs = nowMs + delayMs;
          if (dueMs < strikesAtMs || (item.event !== 'dies' && item.event !== 'freezes')) {
            clock.after(delayMs, work);
          } else if (item.event === 'freezes') {
            clock.after(Math.max(dueMs, strikesAtMs + item.frozenForMs) - nowMs, work);
          }
        };
        own(item.connectMs, () => {
          if (item.event === 'refused') {
            own(item.writeMs, () => pace.free(slot, used(REFUSED, false)));
            return;
          }
          own(Math.max(0, slot.startsAtMs - hostMs()), () => start());
        });
        const start = async () => {
          if (!(await pace.mayStart(slot)) || hostMs() - askedAtMs >= TIMEOUT_MS) {
            own(item.writeMs, () => pace.free(slot, { kind: 'unused' }));
            return;
          }
          // Bytes that left arrive, whatever becomes of the process.
          const isStruck = item.event === 'dies' || item.event === 'freezes';
          const thereMs = isStruck ? Math.min(item.thereMs, ON_ITS_WAY_MS) : item.thereMs;
          clock.after(thereMs, () => void arrivals.push(nowMs));
          const roundTripMs = thereMs + item.backMs;
          const spentMs = hostMs() - askedAtMs;
          const isLate = item.event === 'silent' || spentMs + roundTripMs > TIMEOUT_MS;
          const endsInMs = isLate ? Math.max(0, TIMEOUT_MS - spentMs) : roundTripMs;
          const outcome = item.event === 'throttled' ? THROTTLED : ANSWERED;
          own(endsInMs, () => {
            const use = isLate ? used(TIMED_OUT, false) : used(outcome, true);
            own(item.writeMs, () => pace.free(slot, use));
          });
        };
      };
      clock.after(0, look);
    };

    for (const skewMs of skewsMs) await instance(skewMs);
    await clock.run();
    return arrivals;
  }

  it('never lets six requests arrive within a second', async () => {
    let total = 0;
    await fc.assert(
      fc.asyncProperty(world, async (item) => {
        const arrivals = await arrivalsOf(item);
        total += arrivals.length;
        expect(maximumArrivalsInAnySlidingSecond(arrivals)).toBeLessThanOrEqual(SIZE);
      }),
      { numRuns: RUNS },
    );
    // A ring that lets nothing through would keep the promise as well.
    expect(total).toBeGreaterThan(RUNS * 10);
  }, 120_000);

  it('gives no slot away that its holder frees for later at the same moment', async () => {
    await connection('calltouch_slots').delete();
    const ring = await ringOf(0);
    const slot = await ring.acquire();
    // Its lease is almost over, and all others are taken for long.
    await connection('calltouch_slots').update({ free_at: nowMs + 60_000 });
    await connection('calltouch_slots')
      .where({ seq: 1 })
      .update({ free_at: nowMs + 50 });
    connection.once('query-response', () => void ring.release(slot as Slot, 1_008));
    expect(await ring.acquire()).toMatchObject({ kind: 'wait' });
    expect(await ring.acquire()).toEqual({ kind: 'wait', waitMs: 948 });
  });

  it('renews no slot that was freed', async () => {
    await connection('calltouch_slots').delete();
    const ring = await ringOf(0);
    const slot = (await ring.acquire()) as Slot;
    expect(await ring.renew(slot)).toBe(true);
    await ring.release(slot, 0);
    expect(await ring.renew(slot)).toBe(false);
    const takenAgain = Array.from({ length: SIZE }, () => ring.acquire());
    expect((await Promise.all(takenAgain)).map(({ kind }) => kind)).toContain('slot');
  });

  it('takes back what is held when another request is answered 429', async () => {
    await connection('calltouch_slots').delete();
    const pace = createPace(await ringOf(0), SIZE, {
      longestMs: 2 * TIMEOUT_MS,
      monotonicMs: () => nowMs,
      every: () => () => {},
      onError: () => {},
    });
    const [first, held] = [await pace.acquire(), await pace.acquire()] as [Slot, Slot];
    expect(await pace.mayStart(held)).toBe(true);
    await pace.free(first, used(THROTTLED, true));
    expect(await pace.mayStart(held)).toBe(false);
    nowMs += 1_000;
    expect(await pace.mayStart((await pace.acquire()) as Slot)).toBe(true);
  });

  it('keeps close to five a second where nothing goes wrong', async () => {
    const calm: Fate = {
      connectMs: 2,
      thereMs: 3,
      backMs: 3,
      writeMs: 1,
      event: 'none',
      strikesAtMs: 0,
      frozenForMs: 0,
    };
    const arrivals = await arrivalsOf({ fates: [calm], skewsMs: [0, 0, 0, 0] });
    expect(arrivals.length).toBeGreaterThanOrEqual(Math.floor((RUN_MS / 1000) * 4.85));
    expect(maximumArrivalsInAnySlidingSecond(arrivals)).toBeLessThanOrEqual(SIZE);
  }, 30_000);
});

function used(outcome: typeof ANSWERED, isAnswered: boolean) {
  return { kind: 'sent' as const, outcome, isAnswered };
}
