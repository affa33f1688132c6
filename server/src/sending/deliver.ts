import type { Lead, Site } from '../contracts';
import { outcomeOf, shownOf } from '../calltouch/outcome';
import { dayOf } from '../lead/day';
import type { SlotUse } from '../rate/pace';
import { errorWords } from './errorWords';
import { isPassing } from './passingErrors';
import type { ClaimedDelivery, DeliverPorts } from './ports';
import { SHORTEST_RETRY_MS } from './retry';
import { giveBack, nameOf, persist, refuse, settleOutcome } from './writeDown';

/**
 * Sends one claimed delivery and settles it.
 *
 * @param turn waited for right before a byte leaves: false if slot or lease may be lost
 * @param onAnswered told as soon as the request is over, before anything is settled
 */
export async function deliver(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  turn: () => Promise<boolean>,
  onAnswered: (delivered: SlotUse) => void,
): Promise<void> {
  let mayHaveLeft = false;
  let startedAtMs = ports.now();
  const send = async () => {
    const prepared = await prepare(ports, claimed);
    if (!prepared) return null;
    const registered = await ports.calltouch.register({
      ...prepared,
      turn: async () => {
        mayHaveLeft = await turn();
        startedAtMs = ports.now();
        return mayHaveLeft;
      },
    });
    return { ready: prepared.ready, registered };
  };
  let sent: Awaited<ReturnType<typeof send>>;
  try {
    sent = await send();
  } catch (error) {
    if (mayHaveLeft) throw error;
    onAnswered({ kind: 'unused' });
    await endUnsent(ports, claimed, error);
    return;
  }
  if (!sent) {
    onAnswered({ kind: 'unused' });
    return;
  }
  const { ready, registered } = sent;
  if (registered.kind === 'expired') {
    onAnswered({ kind: 'unused' });
    await giveBack(ports, ready, 0);
    return;
  }
  const endedAtMs = ports.now();
  const { exchange } = registered;
  const outcome = outcomeOf(exchange, endedAtMs);
  onAnswered({ kind: 'sent', outcome, isAnswered: exchange.kind === 'answer' });
  await settleOutcome(ports, ready, outcome, {
    startedAtMs,
    durationMs: endedAtMs - startedAtMs,
    ...shownOf(exchange),
  });
}

/** What a claimed delivery is sent with; null if it is not to be sent, which is written down then. */
async function prepare(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
): Promise<{ ready: ClaimedDelivery; site: Site; lead: Lead } | null> {
  const ready = claimed.renderAnew ? await renderAnew(ports, claimed) : claimed;
  if (!ready) return null;
  const site = ports.settings().sites.find((item) => item.key === ready.siteKey);
  if (!ready.lead || !site) {
    await refuseUnsendable(ports, ready, site ?? null);
    return null;
  }
  const doing = `see whether ${nameOf(ready)} may be sent today`;
  if (await persist(doing, () => postponedOverLimit(ports, ready), ports)) return null;
  return { ready, site, lead: ready.lead };
}

/**
 * Ends a claim of which an error kept every byte from leaving: no attempt, no crash, and no possible
 * duplicate. What will pass is tried again soon; a bug would come again, so a person decides.
 */
async function endUnsent(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  error: unknown,
): Promise<void> {
  ports.onError(`prepare ${nameOf(claimed)}, of which nothing was sent`, error);
  if (isPassing(error)) return giveBack(ports, claimed, SHORTEST_RETRY_MS);
  const reason = { code: 'mappingFailed' as const, values: {}, text: errorWords(error) };
  await refuse(ports, claimed, 'failed', reason, claimed.warnings);
}

/** The delivery with the lead of today's entry and mapping; null if it was refused instead. */
async function renderAnew(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
): Promise<ClaimedDelivery | null> {
  const rendered = await ports.entries.renderAgain(claimed);
  // The entry is gone without its hook: the frozen lead is what the visitor sent.
  if (rendered.kind === 'gone') return claimed;
  const { made, siteKey } = rendered;
  if (made.kind !== 'lead') {
    await refuse(ports, claimed, made.kind, made.reason, made.warnings);
    return null;
  }
  const ready = { ...claimed, siteKey, lead: made.lead, warnings: made.warnings };
  const doing = `keep the lead made anew of ${nameOf(claimed)}`;
  await persist(doing, () => ports.outbox.replaceLead(ready), ports);
  return ready;
}

async function refuseUnsendable(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  site: Site | null,
): Promise<void> {
  const code = claimed.lead && !site ? 'noSite' : 'nothingToSend';
  await refuse(ports, claimed, 'failed', { code, values: {}, text: null }, claimed.warnings);
}

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
async function postponedOverLimit(
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
