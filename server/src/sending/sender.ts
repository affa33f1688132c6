import { setImmediate } from 'node:timers/promises';
import { CLOSED, mayClaim, onAnswer, onClaim, onFailure, onUnused, type Breaker } from './breaker';
import { INTERRUPTED, isTransportFailure } from '../calltouch/outcome';
import { deliver } from './deliver';
import { turnOf, type Pace, type Slot, type SlotUse } from '../rate/pace';
import type { ClaimedDelivery, DeliverPorts } from './ports';
import { nameOf } from './writeDown';

/** How the sender is set up. */
export interface SenderOptions {
  /** Null: no limit of the rate. */
  pace: Pace | null;
  /** Requests under way at once. */
  concurrency: number;
  /** How long a claimed delivery is ours. */
  leaseMs: number;
  /** A request may start so long after its slot was asked for: well before the delivery's lease ends. */
  sendWindowMs: number;
  /** Catches what a wake-up missed, and retries that became due. */
  pollMs: number;
  /** Monotonic milliseconds. */
  monotonicMs: () => number;
}

export interface Sender {
  /** Looks for work now. */
  wake(): void;
  /** Takes no more work and resolves when the requests under way are settled. */
  stop(): Promise<void>;
}

/** Starts the loop that takes slots and deliveries, and sends. */
export function startSender(ports: DeliverPorts, options: SenderOptions): Sender {
  const { pace, monotonicMs } = options;
  const breakers = new Map<string, Breaker>();
  const underWay = new Set<Promise<void>>();
  let isRunning = true;
  let isWoken = true;
  let interrupt: (() => void) | null = null;

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
        if (
          !ports.settings().delivery.paused &&
          (mustLook || (await ports.outbox.isDue(openSites())))
        )
          await drain();
      } catch (error) {
        ports.onError('take the next lead', error);
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
      const slot = pace ? await pace.acquire() : null;
      if (slot?.kind === 'wait') {
        await pause(Math.min(slot.waitMs, options.pollMs));
        continue;
      }
      const claimed = await claimFor(slot);
      if (!claimed) return;
      start(claimed, slot, askedAtMs);
      // SQLite's driver is synchronous: of leads that are all refused, without a request to wait for,
      // a backlog would keep visitors and timers waiting until it is done.
      await setImmediate();
    }
  }

  /** Claims the next delivery; gives the slot back where there is none. */
  async function claimFor(slot: Slot | null): Promise<ClaimedDelivery | null> {
    try {
      const claimed = await ports.outbox.claim(openSites(), options.leaseMs);
      if (!claimed && slot) await pace?.free(slot, { kind: 'unused' });
      return claimed;
    } catch (error) {
      if (slot) await pace?.free(slot, { kind: 'unused' });
      throw error;
    }
  }

  function start(claimed: ClaimedDelivery, slot: Slot | null, askedAtMs: number): void {
    breakers.set(claimed.siteKey, onClaim(breakerOf(claimed.siteKey)));
    const turn = turnOf(pace, slot, askedAtMs, options.sendWindowMs, {
      monotonicMs,
      sleep: ports.sleep,
    });
    const freed: Promise<void>[] = [];
    const free = (use: SlotUse) => {
      // Caught at once: nobody looks at it before the settling is done, and a rejection that nobody
      // looks at ends the process.
      if (pace && slot && freed.length === 0)
        freed.push(
          pace.free(slot, use).catch((error: unknown) => {
            ports.onError(`free slot ${slot.slot} of the rate`, error);
          }),
        );
    };
    const work = deliver(ports, claimed, turn, (delivered) => {
      judge(claimed.siteKey, delivered);
      free(delivered);
    })
      .catch((error: unknown) => {
        ports.onError(`settle ${nameOf(claimed)}`, error);
        // Without a word from the request the breaker must not wait for its probe for ever, nor the
        // ring for its slot. Whether something left is not known.
        breakers.set(claimed.siteKey, onUnused(breakerOf(claimed.siteKey)));
        free({ kind: 'sent', outcome: INTERRUPTED, isAnswered: false });
      })
      .then(() => Promise.all(freed))
      .then(() => undefined)
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }

  function judge(siteKey: string, delivered: SlotUse): void {
    const breaker = breakerOf(siteKey);
    if (delivered.kind === 'unused') {
      breakers.set(siteKey, onUnused(breaker));
    } else if (isTransportFailure(delivered.outcome)) {
      breakers.set(siteKey, onFailure(breaker, monotonicMs()));
    } else if (delivered.outcome.kind !== 'throttled') {
      breakers.set(siteKey, onAnswer());
      // Calltouch is back: what waits for its turn after a failure need not wait any longer.
      if (breaker.probeAtMs !== null) {
        void ports.outbox.hasten(siteKey).then(
          () => wakeNow(),
          (error: unknown) => ports.onError(`hasten what waits for site ${siteKey}`, error),
        );
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

  /** The sites to which may be sent; null: to all. */
  function openSites(): string[] | null {
    const nowMs = monotonicMs();
    const mayBeAsked = (siteKey: string) => mayClaim(breakerOf(siteKey), nowMs);
    if ([...breakers.keys()].every(mayBeAsked)) return null;
    // Those without a site are rendered anew, or end.
    const keys = ['', ...ports.settings().sites.map(({ key }) => key)];
    return keys.filter(mayBeAsked);
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
