import type { Outcome } from '../calltouch/outcome';
import { throttleDelayMs } from '../sending/retry';
import type { Acquired, OnError, SlotRing } from '../sending/ports';

/**
 * `sent`: a request left and its outcome is known; `unused`: no request left. An answer proves that
 * the request had arrived.
 */
export type SlotUse = { kind: 'unused' } | { kind: 'sent'; outcome: Outcome; isAnswered: boolean };

export type Slot = Extract<Acquired, { kind: 'slot' }>;

/** The rate at which this instance sends: whatever it sends takes a slot, and frees it afterwards. */
export interface Pace {
  /** Takes the next slot and keeps it until it is freed: whoever dies stops keeping it. */
  acquire(): Promise<Acquired>;
  /**
   * Whether the request of a slot may leave now. Not if the slot may be somebody else's soon, as its
   * holder was frozen or the database away, nor if another request of this instance was answered 429.
   */
  mayStart(slot: Slot): Promise<boolean>;
  /** Gives the slot to the next request, a second after this one arrived for certain. */
  free(slot: Slot, use: SlotUse): Promise<void>;
}

/** How an instance waits. */
export interface Timing {
  monotonicMs: () => number;
  sleep: (forMs: number) => Promise<void>;
}

/** How an instance keeps what it has taken. */
export interface Keeping {
  /** No request is under way for longer: a slot that is held on is a bug, and not kept. */
  longestMs: number;
  monotonicMs: () => number;
  /** Does something every so often until what it returns is called. */
  every: (periodMs: number, work: () => void) => () => void;
  /** Told of a database that is away; the slot is lost if it stays so. */
  onError: OnError;
}

/**
 * What a request waits for before its first byte leaves: the moment of its slot. Resolves with false
 * if Calltouch has asked for a rest meanwhile, or if the moment comes too late: the slot may be
 * somebody else's soon, or the delivery.
 *
 * @param askedAtMs when the slot was asked for
 * @param sendWindowMs a request may start so long after that
 */
export function turnOf(
  pace: Pace | null,
  slot: Slot | null,
  askedAtMs: number,
  sendWindowMs: number,
  { monotonicMs, sleep }: Timing,
): () => Promise<boolean> {
  return async () => {
    const waitMs = (slot?.startsAtMs ?? 0) - monotonicMs();
    if (waitMs > 0) await sleep(waitMs);
    if (slot && pace && !(await pace.mayStart(slot))) return false;
    return monotonicMs() - askedAtMs < sendWindowMs;
  };
}

/** A slot is free a second after its request arrived; the guard covers the timers' grain. */
const WINDOW_MS = 1000;
const GUARD_MS = 8;
/** A request leaves within so long of the last moment at which its slot was surely held. */
const FRESH_MS = 1000;
/** Most requests are over before; and one may fail before a slot is lost. */
const RENEW_EVERY_MS = 2000;
/** How long what has left a process that then died may still be on its way. */
const ON_ITS_WAY_MS = 3000;
/**
 * For so long a slot is taken. Its next request arrives a second after the last one did, whatever
 * became of whoever sent that: it left within {@link FRESH_MS} of the lease's begin.
 */
export const SLOT_LEASE_MS = FRESH_MS + ON_ITS_WAY_MS + WINDOW_MS;
/** How long a slot rests when no answer says whether its request arrived. */
const SILENT_MS = 5000;

/** What an instance knows of a slot in its hand. */
interface Held {
  /** How often the ring had been frozen when it was taken. */
  freezesBefore: number;
  /** Monotonic ms; the lease runs from then or later. Never: the slot is lost. */
  leasedAtMs: number;
  /** One at a time; a database that is slow is not asked more often. */
  renewal: Promise<void> | null;
  stopKeeping: () => void;
}

/**
 * Keeps the slots of a ring while their requests are under way, and frees them by what came of these.
 *
 * @param size how many slots the ring has
 */
export function createPace(
  ring: SlotRing,
  size: number,
  { longestMs, monotonicMs, every, onError }: Keeping,
): Pace {
  let throttledInARow = 0;
  let freezes = 0;
  const inHand = new Map<Slot, Held>();

  function renew(slot: Slot, held: Held): Promise<void> {
    const askedAtMs = monotonicMs();
    held.renewal ??= ring
      .renew(slot)
      .then((isOurs) => {
        held.leasedAtMs = isOurs ? askedAtMs : -Infinity;
      })
      .catch((error: unknown) => onError(`keep slot ${slot.slot} of the rate`, error))
      .finally(() => (held.renewal = null));
    return held.renewal;
  }

  return {
    async acquire() {
      const freezesBefore = freezes;
      const leasedAtMs = monotonicMs();
      const slot = await ring.acquire();
      if (slot.kind === 'wait') return slot;
      const held: Held = {
        freezesBefore,
        leasedAtMs,
        renewal: null,
        stopKeeping: every(RENEW_EVERY_MS, () => {
          if (monotonicMs() - leasedAtMs > longestMs) held.stopKeeping();
          else void renew(slot, held);
        }),
      };
      inHand.set(slot, held);
      return slot;
    },

    async mayStart(slot) {
      const held = inHand.get(slot);
      if (!held) return false;
      const isFresh = () => monotonicMs() - held.leasedAtMs < FRESH_MS;
      if (!isFresh()) await renew(slot, held);
      return isFresh() && held.freezesBefore === freezes;
    },

    async free(slot, use) {
      inHand.get(slot)?.stopKeeping();
      inHand.delete(slot);
      if (use.kind === 'unused') return ring.release(slot, 0);
      const { outcome, isAnswered } = use;
      if (outcome.kind === 'throttled') {
        throttledInARow += 1;
        freezes += 1;
        const restMs = throttleDelayMs(throttledInARow - 1, outcome.retryAfterMs);
        await ring.freeze(restMs, Math.min(throttledInARow, size - 1));
      } else if (isAnswered) {
        throttledInARow = 0;
      }
      if (outcome.kind === 'retry' && !isAnswered) return ring.release(slot, 0);
      if (!isAnswered) return ring.release(slot, SILENT_MS);
      // Not a round trip earlier: this request may have been slow on its way, and the next be fast.
      return ring.release(slot, WINDOW_MS + GUARD_MS);
    },
  };
}
