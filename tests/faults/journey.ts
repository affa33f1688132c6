import type { Arrival } from '../../local-calltouch';
import type { Delivery } from '../../server/src/contracts';
import { entryOf, type Outbox, type OutboxAttempt } from '../support/outbox';
import { collapsed, type Journey } from './table';

type Seen = Pick<OutboxAttempt, 'outcome' | 'reason' | 'possibleDuplicate'>;

/** The journey of a delivery as the Admin API shows it. */
export function journeyOf(delivery: Delivery, arrivals: Arrival[]): Journey {
  return journey(delivery.documentId, delivery.status, delivery.attempts ?? [], arrivals);
}

/** The journey of an entry as the outbox holds it. */
export async function storedJourney(
  entryId: string,
  outbox: Outbox,
  arrivals: Arrival[],
): Promise<Journey> {
  const delivery = (await outbox.deliveries()).find((row) => row.entryId === entryId);
  if (!delivery) throw new Error(`No delivery of entry ${entryId}`);
  const attempts = (await outbox.attempts()).filter((row) => row.deliveryId === delivery.id);
  return journey(entryId, delivery.status, attempts, arrivals);
}

function journey(
  entryId: string,
  status: Journey['status'],
  attempts: Seen[],
  arrivals: Arrival[],
): Journey {
  return {
    attempts: collapsed(
      attempts.map(({ outcome, reason }) => (reason ? `${outcome} (${reason.code})` : outcome)),
    ),
    status,
    arrived: arrivals.filter(
      ({ requestId, params }) => requestId !== null && entryOf(params) === entryId,
    ).length,
    marked: attempts.some(({ possibleDuplicate }) => possibleDuplicate),
  };
}
