import type { DeliveryStatus, Lead, Settings, Site } from '../contracts';
import { dateDiffers } from '../calltouch/dateCheck';
import { errorWords } from './errorWords';
import { INTERRUPTED, outcomeOf, shownOf, type Outcome } from '../calltouch/outcome';
import { isPassing } from './passing';
import { SHORTEST_RETRY_MS } from './retry';
import { settle, type Settlement } from './settle';
import { postponedOverLimit } from './dailyLimit';
import type { SlotUse } from '../rate/pace';
import { persist } from './persist';
import type {
  AttemptRecord,
  CalltouchApi,
  ClaimedDelivery,
  Entries,
  OnError,
  Outbox,
  SettleResult,
} from './ports';

/** What delivering needs of the world. */
export interface DeliverPorts {
  outbox: Outbox;
  calltouch: CalltouchApi;
  entries: Entries;
  settings: () => Settings;
  /** Epoch ms of this host: for what people read, never for a decision between instances. */
  now: () => number;
  random: () => number;
  sleep: (forMs: number) => Promise<void>;
  onError: OnError;
  /** Told once an attempt is settled or a delivery refused. */
  finished: (
    claimed: ClaimedDelivery,
    end: Pick<Settlement, 'reason' | 'result'> & { status: DeliveryStatus },
  ) => void;
}

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

/** A delivery in words for the log: its id, and its entry's. */
export function nameOf({ id, contentType, entryId }: ClaimedDelivery): string {
  return `delivery ${id} (${contentType} ${entryId})`;
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

function giveBack(ports: DeliverPorts, claimed: ClaimedDelivery, inMs: number): Promise<void> {
  const doing = `give ${nameOf(claimed)} back`;
  return persist(doing, () => ports.outbox.giveBack(claimed, inMs), ports);
}

/** Settles a delivery that was being sent by an instance that died or froze. */
export async function settleInterrupted(
  ports: DeliverPorts,
  expired: ClaimedDelivery,
): Promise<void> {
  const claimed = { ...expired, crashCount: expired.crashCount + 1 };
  await settleOutcome(ports, claimed, INTERRUPTED, {
    startedAtMs: claimed.claimedAtMs,
    durationMs: null,
    httpStatus: null,
    response: null,
  });
}

async function settleOutcome(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  outcome: Outcome,
  exchange: Pick<AttemptRecord, 'startedAtMs' | 'durationMs' | 'httpStatus' | 'response'>,
): Promise<SettleResult> {
  const settlement = settle(claimed, outcome, ports.settings().delivery, ports.random());
  const attempt: AttemptRecord = {
    ...exchange,
    outcome: outcome.kind,
    reason: outcome.kind === 'accepted' ? null : outcome.reason,
    requestId: outcome.kind === 'accepted' ? outcome.result.requestId : null,
  };
  const site = ports.settings().sites.find((item) => item.key === claimed.siteKey);
  const shifted = site && dateDiffers(claimed.lead, settlement.result, site);
  const writeBack = async () => {
    const problems = await ports.entries.writeBack({
      contentType: claimed.contentType,
      entryId: claimed.entryId,
      requestNumber: claimed.lead?.requestNumber ?? claimed.requestNumber,
      status: settlement.status,
      reason: settlement.reason,
      result: settlement.result,
      deliveredAtMs: settlement.status === 'delivered' ? ports.now() : null,
      response: exchange.response,
    });
    return shifted ? [...problems, shifted] : problems;
  };
  const result = await persist(
    `settle ${nameOf(claimed)}`,
    () => ports.outbox.settle(claimed, settlement, attempt, writeBack),
    ports,
  );
  if (result === 'entryDeleted') {
    return settleOutcome(ports, { ...claimed, entryDeleted: true }, outcome, exchange);
  }
  if (result === 'settled') ports.finished(claimed, settlement);
  return result;
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

async function refuse(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  status: 'failed' | 'skipped',
  reason: NonNullable<Settlement['reason']>,
  warnings: ClaimedDelivery['warnings'],
): Promise<void> {
  const refused = await persist(
    `end ${nameOf(claimed)} as ${status}`,
    () =>
      ports.outbox.refuse(claimed, status, reason, warnings, () =>
        ports.entries.writeBack({
          contentType: claimed.contentType,
          entryId: claimed.entryId,
          requestNumber: claimed.requestNumber,
          status,
          reason,
          result: null,
          deliveredAtMs: null,
          response: null,
        }),
      ),
    ports,
  );
  if (refused) ports.finished(claimed, { status, reason, result: null });
}
