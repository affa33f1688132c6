import type { Capture, DeliveryStatus, Lead, Reason, Trigger, Warning } from '../contracts';
import { NO_CAPTURE } from '../capture/capture';
import { PRIORITY } from '../sending/priority';
import type { ClaimedDelivery, NewDelivery } from '../sending/ports';

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
  result: string | null;
  request_number: string | null;
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

/** The row of a new delivery, but for the times by the database's clock. */
export function newRow(delivery: NewDelivery) {
  return {
    content_type: delivery.contentType,
    entry_id: delivery.entryId,
    entry_locale: wordColumn(delivery.entryLocale),
    site_key: delivery.siteKey,
    status: delivery.status,
    priority: PRIORITY.fresh,
    trigger_kind: delivery.trigger,
    requested_by: delivery.requestedBy,
    render_anew: false,
    attempt_count: 0,
    retry_count: 0,
    crash_count: 0,
    possible_duplicate: false,
    entry_deleted: false,
    submitted_at: delivery.submittedAtMs,
    reason: delivery.reason && JSON.stringify(delivery.reason),
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
    capture: parsed<Capture>(row.capture) ?? NO_CAPTURE,
    warnings: parsed<Warning[]>(row.warnings) ?? [],
    requestNumber: row.request_number ?? '',
    submittedAtMs: Number(row.submitted_at),
  };
}

/** A reason as it stands in its column. */
export function reasonOf(row: Pick<DeliveryRow, 'reason'>): Reason | null {
  return parsed<Reason>(row.reason);
}
