import type { ClaimedDelivery, DeliverPorts } from './ports';
import { nameOf, settleInterrupted } from './writeDown';
import { startUpkeep, type Upkeep } from './upkeep';

/** Settled at once; each takes a connection to the database. */
const AT_ONCE = 5;
/** One that can't be settled is a bug's: it is tried now and then, and does not keep the others. */
const REST_MS = 60_000;

/**
 * Takes up deliveries that were being sent by an instance that died or froze. It has a timer of its
 * own: whatever there is to send, and also while sending is paused, nothing stays `sending` for longer
 * than its lease and a few seconds.
 *
 * @param pauseMs from one look to the next
 */
export function startRescuer(ports: DeliverPorts, pauseMs: number): Pick<Upkeep, 'stop'> {
  /** Being settled, or resting after an error. */
  const known = new Set<number>();
  const underWay = new Set<Promise<void>>();

  const look = async (): Promise<void> => {
    for (;;) {
      const expired = await ports.outbox.expired([...known], AT_ONCE - underWay.size);
      for (const delivery of expired) start(delivery);
      if (underWay.size < AT_ONCE) return;
      await Promise.race(underWay);
    }
  };
  const looks = startUpkeep([look], pauseMs, (error) =>
    ports.onError('look for deliveries whose instance died or froze', error),
  );

  return {
    async stop() {
      await looks.stop();
      await Promise.all(underWay);
    },
  };

  function start(delivery: ClaimedDelivery): void {
    known.add(delivery.id);
    const work = settleInterrupted(ports, delivery)
      .then(() => known.delete(delivery.id))
      .catch((error: unknown) => {
        ports.onError(`take up ${nameOf(delivery)}, whose instance died or froze`, error);
        setTimeout(() => known.delete(delivery.id), REST_MS).unref();
      })
      .then(() => undefined)
      .finally(() => underWay.delete(work));
    underWay.add(work);
  }
}
