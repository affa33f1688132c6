import {
  CLOSED,
  mayClaim,
  onAnswer,
  onClaim,
  onFailure,
  onUnused,
  type Breaker,
} from '../core/breaker';
import { isTransportFailure } from '../core/outcome';
import { throttleDelayMs } from '../core/retry';
import { deliver, rescue, type Delivered, type DeliverPorts } from './deliver';
import type { ClaimedDelivery, SlotRing } from './ports';

/** How the sender is set up. */
export interface SenderOptions {
  /** Null: no limit of the rate. */
  ring: SlotRing | null;
  /** Requests under way at once. */
  concurrency: number;
  /** How long a claimed delivery is ours. */
  leaseMs: number;
  /** A request may start so long after its slot was asked for; less than the slot's lease by more
   * than a second, so that whoever takes the slot next is a second behind. */
  sendWindowMs: number;
  /** How long a slot rests when no answer says whether its request arrived. */
  silentSlotMs: number;
  /** Catches what a wake-up missed, and retries that became due. */
  pollMs: number;
  /** Monotonic milliseconds. */
  monotonicMs: () => number;
  /** Bugs and a database that is away; the sender goes on. */
  onError: (error: unknown) => void;
}

export interface Sender {
  /** Looks for work now. */
  wake(): void;
  /** Takes no more work and resolves when the requests under way are settled. */
  stop(): Promise<void>;
}

/** A slot is free a second after its request arrived; the guard covers the timers' grain. */
const WINDOW_MS = 1000;
const GUARD_MS = 8;

/** Starts the loop that takes slots and deliveries, and sends. */
export function startSender(ports: DeliverPorts, options: SenderOptions): Sender {
  const { ring, monotonicMs } = options;
  const breakers = new Map<string, Breaker>();
  const underWay = new Set<Promise<void>>();
  let isRunning = true;
  let isWoken = true;
  let interrupt: (() => void) | null = null;
  let smallestRoundTripMs = 0;
  let hasRoundTrip = false;
  let throttledInARow = 0;

  const loop = run();

  return {
    wake() {
      isWoken = true;
      interrupt?.();
    },
    async stop() {
      isRunning = false;
      interrupt?.();
      await loop;
      await Promise.all(underWay);
    },
  };

  async function run(): Promise<void> {
    while (isRunning) {
      try {
        const mustLook = isWoken;
        isWoken = false;
        if (!mustLook) await rescue(ports);
        if (!ports.settings().delivery.paused && (mustLook || (await isDue()))) await drain();
      } catch (error) {
        options.onError(error);
      }
      if (isRunning && !isWoken) await pause(options.pollMs);
    }
  }

  /** Sends until nothing is due any more. */
  async function drain(): Promise<void> {
    while (isRunning && !ports.settings().delivery.paused) {
      if (underWay.size >= options.concurrency) {
        await Promise.race(underWay);
        continue;
      }
      const askedAtMs = monotonicMs();
      const slot = ring ? await ring.acquire() : null;
      if (slot?.kind === 'wait') {
        await pause(Math.min(slot.waitMs, options.pollMs));
        continue;
      }
      const claimed = await claimFor(slot);
      if (!claimed) return;
      start(claimed, slot, askedAtMs);
    }
  }

  /** Claims the next delivery; gives the slot back where there is none. */
  async function claimFor(slot: Slot | null): Promise<ClaimedDelivery | null> {
    try {
      const claimed = await ports.outbox.claim(closedSites(), options.leaseMs);
      if (!claimed && slot) await ring?.release(slot, 0);
      return claimed;
    } catch (error) {
      if (slot) await ring?.release(slot, 0);
      throw error;
    }
  }

  function start(claimed: ClaimedDelivery, slot: Slot | null, askedAtMs: number): void {
    breakers.set(claimed.siteKey, onClaim(breakerOf(claimed.siteKey)));
    const mayStillSend = () => monotonicMs() - askedAtMs < options.sendWindowMs;
    const freed: Promise<void>[] = [];
    const work = deliver(ports, claimed, mayStillSend, (delivered) => {
      judge(claimed.siteKey, delivered);
      if (slot) freed.push(free(slot, delivered));
    })
      .catch((error: unknown) => {
        options.onError(error);
        // Without a word from the request the breaker must not wait for its probe for ever.
        breakers.set(claimed.siteKey, onUnused(breakerOf(claimed.siteKey)));
      })
      .then(() => Promise.all(freed))
      .then(() => undefined, options.onError)
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  /** Gives the slot to the next request, a second after this one arrived for certain. */
  async function free(slot: Slot, delivered: Delivered): Promise<void> {
    if (!ring) return;
    if (delivered.kind === 'unused') return ring.release(slot, 0);
    const { outcome, roundTripMs } = delivered;
    if (outcome.kind === 'throttled') {
      throttledInARow += 1;
      const restMs = throttleDelayMs(throttledInARow - 1, outcome.retryAfterMs);
      await ring.freeze(restMs, Math.min(throttledInARow, options.concurrency - 1));
    } else if (roundTripMs !== null) {
      throttledInARow = 0;
    }
    if (outcome.kind === 'retry' && roundTripMs === null) return ring.release(slot, 0);
    if (roundTripMs === null) return ring.release(slot, options.silentSlotMs);
    smallestRoundTripMs = hasRoundTrip ? Math.min(smallestRoundTripMs, roundTripMs) : roundTripMs;
    hasRoundTrip = true;
    return ring.release(slot, Math.max(GUARD_MS, WINDOW_MS - smallestRoundTripMs + GUARD_MS));
  }

  function judge(siteKey: string, delivered: Delivered): void {
    const breaker = breakerOf(siteKey);
    if (delivered.kind === 'unused') {
      breakers.set(siteKey, onUnused(breaker));
    } else if (isTransportFailure(delivered.outcome)) {
      breakers.set(siteKey, onFailure(breaker, monotonicMs()));
    } else if (delivered.outcome.kind !== 'throttled') {
      breakers.set(siteKey, onAnswer());
      // Calltouch is back: what waits for its turn after a failure need not wait any longer.
      if (breaker.probeAtMs !== null) {
        void ports.outbox.hasten(siteKey).then(() => wakeNow(), options.onError);
      }
    } else {
      breakers.set(siteKey, onUnused(breaker));
    }
  }

  function wakeNow(): void {
    isWoken = true;
    interrupt?.();
  }

  function breakerOf(siteKey: string): Breaker {
    return breakers.get(siteKey) ?? CLOSED;
  }

  function closedSites(): string[] {
    const nowMs = monotonicMs();
    return [...breakers].filter(([, item]) => !mayClaim(item, nowMs)).map(([key]) => key);
  }

  function isDue(): Promise<boolean> {
    return ports.outbox.isDue(closedSites());
  }

  /** Waits so long, or until somebody calls. */
  function pause(forMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, forMs);
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

type Slot = { slot: number; seq: number };
