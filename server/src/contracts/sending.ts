import type { Delivery, DeliveryStatus, ReasonCode } from './delivery';

/** Why a delivery could not be sent (again) or cancelled. */
export type SkipReason =
  | 'sending'
  | 'notFound'
  | 'noForm'
  | 'erased'
  /** Only what waits can be cancelled. */
  | 'notWaiting';

export interface SendReport {
  /** How many were accepted for sending. */
  sent: number;
  skipped: number;
  /** How many for which reason. */
  reasons: Partial<Record<SkipReason, number>>;
}
/** Answer of the routes for one delivery or entry. */
export interface SendOneReport extends SendReport {
  delivery: Delivery;
}
/** Answer of the routes for many: what was accepted by one request is one bulk. */
export interface BulkReport extends SendReport {
  /** Asks for the progress; null if nothing was accepted. */
  bulkId: string | null;
}
/** Answer of the same routes with `dryRun: true`: what they would do. Changes nothing. */
export interface BulkEstimate extends SendReport {
  /** How many of those to be sent Calltouch has or may have already. */
  mayHaveArrived: number;
  /** The rate of one egress address; 0: no limit. */
  requestsPerSecond: number;
  /** True: they would wait until sending is switched on. */
  paused: boolean;
}
/** `GET /bulks/:bulkId` */
export interface BulkProgress {
  bulkId: string;
  total: number;
  /** Their statuses now: what is neither pending nor sending is done. */
  counts: Record<DeliveryStatus, number>;
  /** Pending ones that have been tried and wait for a retry. */
  retrying: number;
  /** Why those that are not delivered are as they are, most first. */
  reasons: { code: ReasonCode; count: number }[];
}
export interface CancelReport {
  cancelled: number;
  skipped: number;
  reasons: Partial<Record<SkipReason, number>>;
}
/** Answer of `POST /deliveries/:id/cancel`. */
export interface CancelOneReport extends CancelReport {
  delivery: Delivery;
}

/** `GET /entries/:contentType?documentIds=a,b`: entries without a delivery are left out. */
export type EntryStatuses = Record<string, { deliveryId: number; status: DeliveryStatus }>;
