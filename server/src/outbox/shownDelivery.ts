import type { Attempt, Delivery, Lead, LeadResult, Reason, Warning } from '../contracts';
import { captureOf, parsed, reasonOf, toMs, type DeliveryRow } from './rows';

/** A row of calltouch_attempts as the drivers give it. */
export interface AttemptRow {
  id: number;
  sequence: number;
  trigger_kind: Attempt['trigger'];
  requested_by: string | null;
  possible_duplicate: boolean | number;
  started_at: number | string;
  duration_ms: number | null;
  http_status: number | null;
  outcome: Attempt['outcome'];
  reason: string | null;
  request_id: string | null;
  /** Not there where bodies were not wanted. */
  request?: string | null;
  response?: string | null;
}

/** An attempt as the API shows it. */
export function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    number: row.sequence,
    trigger: row.trigger_kind,
    requestedBy: row.requested_by,
    possibleDuplicate: Boolean(row.possible_duplicate),
    startedAt: new Date(Number(row.started_at)).toISOString(),
    durationMs: row.duration_ms,
    httpStatus: row.http_status,
    outcome: row.outcome,
    reason: parsed<Reason>(row.reason),
    requestId: row.request_id,
    request: parsed<Lead>(row.request ?? null),
    response: row.response ?? null,
  };
}

/** An attempt that made a lead. */
export interface AcceptedRow {
  delivery_id: number;
  request_id: string;
}

/** A row as the API shows it, and the ids of its accepted attempts, oldest first. */
export function deliveryOf(row: DeliveryRow, acceptedIds: string[]): Delivery {
  return {
    id: row.id,
    contentType: row.content_type,
    documentId: row.entry_id,
    locale: row.entry_locale,
    site: row.site_key === '' ? null : row.site_key,
    status: row.status,
    reason: reasonOf(row),
    warnings: parsed<Warning[]>(row.warnings) ?? [],
    requestNumber: row.request_number ?? '',
    requestId: row.request_id,
    requestIds: requestIdsOf(row, acceptedIds),
    result: parsed<LeadResult>(row.result),
    lead: parsed<Lead>(row.lead),
    capture: captureOf(row),
    trigger: row.trigger_kind,
    attemptCount: row.attempt_count,
    possibleDuplicate: Boolean(row.possible_duplicate),
    submittedAt: new Date(Number(row.submitted_at)).toISOString(),
    nextAttemptAt: isoOf(row.next_attempt_at),
    deliveredAt: isoOf(row.delivered_at),
    entryDeleted: Boolean(row.entry_deleted),
    isMasked: false,
  };
}

function requestIdsOf({ request_id: last }: DeliveryRow, acceptedIds: string[]): string[] {
  const isKnown = last === null || acceptedIds.includes(last);
  return [...new Set(isKnown ? acceptedIds : [...acceptedIds, last])];
}

function isoOf(value: number | string | null): string | null {
  const ms = toMs(value);
  return ms === null ? null : new Date(ms).toISOString();
}
