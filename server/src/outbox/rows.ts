import type {
  Capture,
  DeliveryStatus,
  Lead,
  Reason,
  ReasonCode,
  Trigger,
  Warning,
} from '../contracts';
import { NO_CAPTURE } from '../capture/capture';
import { PRIORITY } from '../sending/priority';
import type { ClaimedDelivery, NewDelivery } from '../sending/ports';
import type { MomentIn } from './databaseClock';

/** A row of calltouch_deliveries as the drivers give it: 64-bit numbers come as text from some. */
export interface DeliveryRow {
  id: number;
  content_type: string;
  entry_id: string;
  entry_locale: string | null;
  site_key: string;
  status: DeliveryStatus;
  priority: number;
  trigger_kind: Trigger;
  requested_by: string | null;
  render_anew: boolean | number;
  next_attempt_at: number | string | null;
  lease_until: number | string | null;
  claimed_at: number | string | null;
  due_since: number | string;
  attempt_count: number;
  claim_number: number | null;
  retry_count: number;
  crash_count: number;
  possible_duplicate: boolean | number;
  entry_deleted: boolean | number;
  submitted_at: number | string;
  delivered_at: number | string | null;
  lead: string | null;
  capture: string | null;
  warnings: string | null;
  reason: string | null;
  reason_code: ReasonCode | null;
  result: string | null;
  request_number: string | null;
  token: string | null;
  request_id: string | null;
  source: string | null;
  medium: string | null;
}

/** Width of Strapi's string columns, and of those of words. */
const COLUMN_WIDTH = 255;
const WORD_WIDTH = 64;

/** Reads a JSON column. The plugin alone writes them. */
export function parsed<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}

/** The capture of a row; one that an older version wrote knew fewer members. */
export function captureOf({ capture }: Pick<DeliveryRow, 'capture'>): Capture | null {
  const known = parsed<Capture>(capture);
  return known && { ...NO_CAPTURE, ...known };
}

/** Reads a 64-bit column. */
export function toMs(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

/** Fits a text into a string column; the whole text is in the JSON beside it. */
export function column(text: string | null | undefined, width = COLUMN_WIDTH): string | null {
  return text === null || text === undefined || text === '' ? null : text.slice(0, width);
}

/** The same for a column of words. */
export function wordColumn(text: string | null | undefined): string | null {
  return column(text, WORD_WIDTH);
}

/** Columns that follow from lead and capture; all null once these are erased. */
export function leadColumns(lead: Lead | null, capture: Capture | null, warnings: Warning[]) {
  return {
    lead: lead && JSON.stringify(lead),
    capture: capture && JSON.stringify(capture),
    warnings: JSON.stringify(warnings),
    phone: column(lead?.phoneNumber),
    email: column(lead?.email?.toLowerCase()),
    has_session: lead?.sessionId !== undefined,
    no_session_reason: lead?.sessionId === undefined ? wordColumn(capture?.reason) : null,
  };
}

/** What erasure leaves of lead and answer: nothing. */
export const ERASED_COLUMNS = {
  lead: null,
  capture: null,
  warnings: '[]',
  result: null,
  phone: null,
  email: null,
};

/** What erasure leaves of an attempt's request and answer: nothing. */
export const ERASED_ATTEMPT_COLUMNS = { request: null, response: null };

/** What all new deliveries have in common. */
export const UNTRIED = {
  priority: PRIORITY.fresh,
  render_anew: false,
  attempt_count: 0,
  retry_count: 0,
  crash_count: 0,
  possible_duplicate: false,
  entry_deleted: false,
};

/** The row of a new delivery, but for the times by the database's clock. */
export function newRow(delivery: NewDelivery) {
  return {
    content_type: delivery.contentType,
    entry_id: delivery.entryId,
    entry_locale: wordColumn(delivery.entryLocale),
    site_key: delivery.siteKey,
    status: delivery.status,
    trigger_kind: delivery.trigger,
    requested_by: delivery.requestedBy,
    ...UNTRIED,
    submitted_at: delivery.submittedAtMs,
    token: delivery.capture.token,
    ...reasonColumns(delivery.reason),
    request_number: column(delivery.lead?.requestNumber ?? delivery.requestNumber),
    ...leadColumns(delivery.lead, delivery.capture, delivery.warnings),
  };
}

/** The claimed delivery that a row holds. */
export function claimedOf(row: DeliveryRow): ClaimedDelivery {
  return {
    id: row.id,
    contentType: row.content_type,
    entryId: row.entry_id,
    siteKey: row.site_key,
    trigger: row.trigger_kind,
    requestedBy: row.requested_by,
    renderAnew: Boolean(row.render_anew),
    attemptCount: row.attempt_count,
    claimNumber: row.claim_number ?? 0,
    retryCount: row.retry_count,
    priority: row.priority,
    crashCount: row.crash_count,
    claimedAtMs: toMs(row.claimed_at) ?? 0,
    dueSinceMs: Number(row.due_since),
    possibleDuplicate: Boolean(row.possible_duplicate),
    entryDeleted: Boolean(row.entry_deleted),
    lead: parsed<Lead>(row.lead),
    capture: captureOf(row) ?? NO_CAPTURE,
    warnings: parsed<Warning[]>(row.warnings) ?? [],
    requestNumber: row.request_number ?? '',
    submittedAtMs: Number(row.submitted_at),
  };
}

/** The columns of a delivery that hold its reason: all of it, and its code to find and count by. */
export function reasonColumns(reason: Reason | null) {
  return { reason: reason && JSON.stringify(reason), reason_code: reason && reason.code };
}

/** A reason as it stands in its column. */
export function reasonOf(row: Pick<DeliveryRow, 'reason'>): Reason | null {
  return parsed<Reason>(row.reason);
}

/** The largest number that an id's column holds on PostgreSQL and MySQL. */
const LARGEST_ID = 2 ** 31 - 1;

/**
 * Whether a row may have this id. Databases don't agree on what can't be one: PostgreSQL refuses the
 * whole query, others find nothing.
 */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= LARGEST_ID;
}

/** What a path or other code names a row by: a number or its digits. Anything else is 0, which no row has. */
export function rowIdOf(id: unknown): number {
  return /^[0-9]{1,10}$/.test(String(id)) ? Number(id) : 0;
}

/** The columns of what waits for an attempt when its entry is deleted. */
export function entryDeletedColumns(momentIn: MomentIn) {
  const reason: Reason = { code: 'entryDeleted', values: {}, text: null };
  return {
    status: 'cancelled',
    ...reasonColumns(reason),
    next_attempt_at: null,
    finished_at: momentIn(0),
  };
}

/** A reason without what may quote the visitor: the words of Calltouch, a phone that is none. */
export function erasedReason({ code, values: { phone: _phone, ...values } }: Reason): Reason {
  return { code, values, text: null };
}
