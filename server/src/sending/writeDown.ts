import { dateDiffers } from '../calltouch/dateCheck';
import { INTERRUPTED, type Outcome } from '../calltouch/outcome';
import { isPassing } from './passingErrors';
import type { AttemptRecord, ClaimedDelivery, DeliverPorts, SettleResult } from './ports';
import { settle, type Settlement } from './settle';

/** A delivery in words for the log: its id, and its entry's. */
export function nameOf({ id, contentType, entryId }: ClaimedDelivery): string {
  return `delivery ${id} (${contentType} ${entryId})`;
}

/** Undoes a claim of which no byte left. */
export function giveBack(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  inMs: number,
): Promise<void> {
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

/** Applies an attempt's outcome: the delivery, the attempt and the entry. */
export async function settleOutcome(
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

/** Ends a delivery that is not to be sent. */
export async function refuse(
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

/** The database may be away for a while after an answer came: a minute is given to it. */
const TRIES = 120;
const EVERY_MS = 500;

/**
 * Writes down what is known, again and again while the database is away: a lead that Calltouch took
 * must not be sent again, and one of which no byte left must not count as tried, only because nobody
 * could note it. What will not pass by itself goes through at once. A series of tries leaves one line:
 * this one's when it comes right, the caller's when it does not.
 *
 * @param doing in words, as for `onError`
 * @throws the last error, when the database stays away or it is no matter of time
 */
export async function persist<T>(
  doing: string,
  write: () => Promise<T>,
  { sleep, onError }: Pick<DeliverPorts, 'sleep' | 'onError'>,
): Promise<T> {
  let first: unknown;
  for (let tries = 1; ; tries += 1) {
    try {
      const written = await write();
      if (tries > 1) onError(`${doing} at once, but at try ${tries}`, first);
      return written;
    } catch (error) {
      if (!isPassing(error) || tries >= TRIES) throw error;
      first ??= error;
      await sleep(EVERY_MS);
    }
  }
}
