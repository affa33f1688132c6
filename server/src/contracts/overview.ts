import type { DeliveryStatus } from './delivery';

/** Figures of one day. */
export interface OverviewDay {
  /** `yyyy-mm-dd` */
  day: string;
  counts: Partial<Record<DeliveryStatus, number>>;
  /** Leads of the day, of those that have one (not skipped for a rule), with a session. */
  withSession: number;
  withoutSession: number;
}
/** `GET /overview?days=30` */
export interface Overview {
  /** All deliveries there are. */
  counts: Record<DeliveryStatus, number>;
  /** Age in ms of the oldest pending delivery; null if none is pending. */
  oldestPendingAgeMs: number | null;
  /** Zone of the days: that of the first site, else UTC. */
  timeZone: string;
  /** The last days with today, oldest first. */
  perDay: OverviewDay[];
  /** Delivered leads of these days by source and medium, most first, at most 50. */
  perSource: { source: string | null; medium: string | null; count: number }[];
  /** Leads of these days without a session by what the page said of it; null: it said nothing. */
  noSession: { reason: string | null; count: number }[];
  /** Requests to Calltouch that began in the last minute, of all instances. */
  sentLastMinute: number;
  /** The limit of one egress address; 0: none. */
  requestsPerSecond: number;
  paused: boolean;
  /**
   * ISO; until then nothing is sent, because Calltouch has asked to wait (HTTP 429). Null also for the
   * last five seconds, and for a rest that is no longer than that.
   */
  restUntil: string | null;
}
