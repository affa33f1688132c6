import { dayOf } from '../lead/day';
import type { DeliverPorts } from './deliver';
import type { ClaimedDelivery } from './ports';

/** Until those that are being sent have ended and it is known whether one more may go today. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Lets a claimed delivery wait where its site has had its leads for today: Calltouch counts them per
 * day and project. All that waits for the site waits for the next day with it.
 *
 * Of deliveries that are being sent at once, those claimed first go first. Two instances that claim
 * the last one in the same millisecond may both send it.
 *
 * @returns true if the delivery was given back
 */
export async function postponedOverLimit(
  ports: Pick<DeliverPorts, 'outbox' | 'settings' | 'now'>,
  claimed: ClaimedDelivery,
): Promise<boolean> {
  const { delivery, sites } = ports.settings();
  const limit = delivery.dailyLimit;
  const site = sites.find((item) => item.key === claimed.siteKey);
  if (limit === null || !site) return false;
  const nowMs = ports.now();
  const day = dayOf(nowMs, site.timeZone);
  const { accepted, sendingBefore } = await ports.outbox.usedSince(claimed, day.startMs);
  if (accepted >= limit) {
    const reason = { code: 'dailyLimit', values: { limit: String(limit) }, text: null } as const;
    await ports.outbox.postponeSite(claimed, day.endMs - nowMs, reason);
    return true;
  }
  if (accepted + sendingBefore < limit) return false;
  await ports.outbox.giveBack(claimed, LOOK_AGAIN_MS);
  return true;
}
