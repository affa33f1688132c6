import type {
  Capture,
  DeliveryStatus,
  Lead,
  OutcomeKind,
  Reason,
  Settings,
  Site,
  Trigger,
  Warning,
} from '../contracts';
import type { LeadMade } from '../lead/lead';
import type { Exchange } from '../calltouch/outcome';
import type { SentDelivery, Settlement } from './settle';

/**
 * Told of bugs and of a database that is away; whoever tells goes on.
 *
 * @param doing what could not be done, in words that follow "could not", with the id of the form or
 *   the delivery; no personal data
 */
export type OnError = (doing: string, error: unknown) => void;

/** A delivery to be put into the outbox. */
export interface NewDelivery {
  contentType: string;
  entryId: string;
  /** The entry's language; null where it has none. */
  entryLocale: string | null;
  /** Key of the site; empty where none could be found. */
  siteKey: string;
  status: Extract<DeliveryStatus, 'pending' | 'failed' | 'skipped'>;
  reason: Reason | null;
  lead: Lead | null;
  capture: Capture;
  warnings: Warning[];
  requestNumber: string;
  submittedAtMs: number;
  trigger: Trigger;
  requestedBy: string | null;
}

/** A delivery that this instance holds under a lease. */
export interface ClaimedDelivery extends SentDelivery {
  id: number;
  contentType: string;
  entryId: string;
  siteKey: string;
  trigger: Trigger;
  requestedBy: string | null;
  renderAnew: boolean;
  /** This attempt included. A claim that is given back is none, and takes its number back. */
  attemptCount: number;
  /** Never the same for two claims; together with the id it fences everything that is written later. */
  claimNumber: number;
  /** Null once erased. */
  lead: Lead | null;
  capture: Capture;
  warnings: Warning[];
  requestNumber: string;
  submittedAtMs: number;
}

/** What is kept of an attempt. */
export interface AttemptRecord {
  startedAtMs: number;
  durationMs: number | null;
  httpStatus: number | null;
  outcome: OutcomeKind;
  reason: Reason | null;
  requestId: string | null;
  response: string | null;
}

/**
 * `settled`; `entryDeleted`: nothing was written, settle again knowing that the entry is gone;
 * `stale`: the lease was lost and somebody else decided, only the attempt was recorded.
 */
export type SettleResult = 'settled' | 'entryDeleted' | 'stale';

/** The durable table of deliveries. One verb, one database operation. */
export interface Outbox {
  /**
   * True if something is due.
   *
   * @param sites only theirs; null: of all, also of sites that are no longer in the settings
   */
  isDue(sites: string[] | null): Promise<boolean>;
  /** Takes the next due delivery and commits it as `sending`; null if there is none. */
  claim(sites: string[] | null, leaseMs: number): Promise<ClaimedDelivery | null>;
  /** Undoes a claim of which no byte left; it is due again after so long. */
  giveBack(claimed: ClaimedDelivery, inMs: number): Promise<void>;
  /** The same, and all that waits for the same site waits so long with it. */
  postponeSite(claimed: ClaimedDelivery, forMs: number, reason: Reason): Promise<void>;
  /**
   * Leads of a claimed delivery's site that Calltouch accepted since a moment, and those being sent
   * that were claimed before it.
   */
  usedSince(
    claimed: ClaimedDelivery,
    sinceMs: number,
  ): Promise<{ accepted: number; sendingBefore: number }>;
  /** Replaces the lead of a claimed delivery by one that was rendered anew. */
  replaceLead(claimed: ClaimedDelivery): Promise<void>;
  /** Ends a claim of which no byte left, as there is no lead to send; false if the lease was lost. */
  refuse(
    claimed: ClaimedDelivery,
    status: 'failed' | 'skipped',
    reason: Reason,
    warnings: Warning[],
    writeBack: () => Promise<Warning[]>,
  ): Promise<boolean>;
  /**
   * Applies a settlement, records the attempt and writes back, in one transaction. The warnings that
   * `writeBack` returns replace those of an earlier answer.
   */
  settle(
    claimed: ClaimedDelivery,
    settlement: Settlement,
    attempt: AttemptRecord,
    writeBack: () => Promise<Warning[]>,
  ): Promise<SettleResult>;
  /**
   * Deliveries whose lease ran out, but for those ids: the instance that sent them died or froze. The
   * longest ago first.
   */
  expired(exceptIds: number[], limit: number): Promise<ClaimedDelivery[]>;
  /** Makes all that waits for a site due now. */
  hasten(siteKey: string): Promise<void>;
  /** Makes all that waits for another day due now: the limit may be another one. */
  hastenPostponed(): Promise<void>;
}

export type Acquired =
  | {
      kind: 'slot';
      slot: number;
      seq: number;
      /** Monotonic ms of this host before which no byte of the request may leave. */
      startsAtMs: number;
    }
  | { kind: 'wait'; waitMs: number };

/** The right to send one request, at most five of which start within any second. */
export interface SlotRing {
  acquire(): Promise<Acquired>;
  /** Takes a slot for another lease from now; false if it was lost meanwhile. */
  renew(slot: Extract<Acquired, { kind: 'slot' }>): Promise<boolean>;
  /**
   * Frees a slot so long from now, but not before the request might have started; does nothing if the
   * slot was lost meanwhile.
   */
  release(slot: Extract<Acquired, { kind: 'slot' }>, inMs: number): Promise<void>;
  /** Lets the whole ring rest, and so many of its slots longer. */
  freeze(restMs: number, slowSlots: number): Promise<void>;
}

export interface Register {
  site: Site;
  lead: Lead;
  /**
   * Asked when the connection is ready, before a byte of the request leaves: resolves when it may
   * leave, with false if it no longer may.
   */
  turn: () => Promise<boolean>;
}

/** What the request did; `expired`: it was not sent, because `turn` said no. */
export type Registered = { kind: 'expired' } | { kind: 'done'; exchange: Exchange };

export interface CalltouchApi {
  register(request: Register): Promise<Registered>;
}

export interface Entries {
  /** The lead of an entry by the present mapping; `gone` where the entry no longer exists. */
  renderAgain(
    claimed: ClaimedDelivery,
  ): Promise<{ kind: 'gone' } | { kind: 'made'; made: LeadMade; siteKey: string }>;
  /** Copies a settled delivery onto its entry; what could not be written comes back as warnings. */
  writeBack(delivery: WrittenBack): Promise<Warning[]>;
}

/** What is copied onto the entry. */
export interface WrittenBack {
  contentType: string;
  entryId: string;
  requestNumber: string;
  status: DeliveryStatus;
  reason: Reason | null;
  result: Settlement['result'];
  deliveredAtMs: number | null;
  response: string | null;
}

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
