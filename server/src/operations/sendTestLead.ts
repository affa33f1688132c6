import type { Settings, TestLeadRequest, TestLeadResult } from '../contracts';
import { KEPT_ANSWER, outcomeOf, shownOf } from '../calltouch/outcome';
import { testLead } from '../lead/testLead';
import { turnOf, type Pace, type Slot } from '../rate/pace';
import type { CalltouchApi } from '../sending/ports';

/** What sending a test lead needs of the world. */
export interface TestLeadPorts {
  /** Null: no limit of the rate. */
  pace: Pace | null;
  calltouch: CalltouchApi;
  /** Epoch ms. */
  now: () => number;
  monotonicMs: () => number;
  sleep: (forMs: number) => Promise<void>;
  random: () => number;
}

/** `busy`: real leads took every slot; `never`: the config forbids all sending. Nothing was sent then. */
export type TestLeadSent =
  | { kind: 'sent'; result: TestLeadResult }
  | { kind: 'unknown'; member: 'site' | 'contentType' }
  | { kind: 'busy' }
  | { kind: 'never' };

/** A person waits for the answer. */
const LONGEST_WAIT_MS = 10_000;
/** A slot may become free long before it says: its lease ends with the answer. */
const POLL_MS = 50;

/**
 * Sends one lead that says it is a test, also while sending is paused. It takes its turn in the rate;
 * beyond that it leaves no trace: no delivery, no attempt, no day's count.
 *
 * @param person who asks, as people are shown
 * @param sendWindowMs as for the sender: the request may start so long after its slot was asked for
 */
export async function sendTestLead(
  ports: TestLeadPorts,
  settings: Pick<Settings, 'sites' | 'forms'>,
  { site: key, contentType }: TestLeadRequest,
  { person, sendWindowMs }: { person: string; sendWindowMs: number },
): Promise<TestLeadSent> {
  const site = settings.sites.find((item) => item.key === key);
  if (!site) return { kind: 'unknown', member: 'site' };
  const form = settings.forms.find((item) => item.contentType === contentType) ?? null;
  if (!form && contentType !== undefined) return { kind: 'unknown', member: 'contentType' };

  const turn = await turnIn(ports);
  if (!turn) return { kind: 'busy' };
  const { slot, askedAtMs } = turn;
  let startedAtMs = ports.now();
  const lead = testLead({ site, form, person, nowMs: startedAtMs, random: ports.random() });
  const comes = turnOf(ports.pace, slot, askedAtMs, sendWindowMs, ports);
  const registered = await ports.calltouch.register({
    site,
    lead,
    turn: async () => {
      const mayStart = await comes();
      startedAtMs = ports.now();
      return mayStart;
    },
  });
  if (registered.kind === 'expired') {
    if (slot) await ports.pace?.free(slot, { kind: 'unused' });
    return { kind: 'busy' };
  }
  const { exchange } = registered;
  const endedAtMs = ports.now();
  const outcome = outcomeOf(exchange, endedAtMs);
  if (slot)
    await ports.pace?.free(slot, { kind: 'sent', outcome, isAnswered: exchange.kind === 'answer' });
  const { httpStatus, response } = shownOf(exchange);
  return {
    kind: 'sent',
    result: {
      outcome: outcome.kind,
      reason: outcome.kind === 'accepted' ? null : outcome.reason,
      lead,
      requestId: outcome.kind === 'accepted' ? outcome.result.requestId : null,
      httpStatus,
      durationMs: endedAtMs - startedAtMs,
      response: response?.slice(0, KEPT_ANSWER) ?? null,
    },
  };
}

/** Waits for a slot; null: there was none in time. */
async function turnIn({
  pace,
  monotonicMs,
  sleep,
}: TestLeadPorts): Promise<{ slot: Slot | null; askedAtMs: number } | null> {
  const endMs = monotonicMs() + LONGEST_WAIT_MS;
  for (;;) {
    const askedAtMs = monotonicMs();
    if (!pace) return { slot: null, askedAtMs };
    const acquired = await pace.acquire();
    if (acquired.kind === 'slot') return { slot: acquired, askedAtMs };
    if (askedAtMs >= endMs) return null;
    await sleep(Math.min(acquired.waitMs, POLL_MS));
  }
}
