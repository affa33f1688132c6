import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type {
  Attempt,
  Capture,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  Lead,
  LeadResult,
  Reason,
  Warning,
} from '../contracts';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import { parsed, reasonOf, toMs, type DeliveryRow } from './outboxRow';

/** A page of deliveries, as the admin asks for it. */
export interface DeliveryQuery extends DeliveryFilter {
  page: number;
  pageSize: number;
  sort: { column: SortColumn; order: 'asc' | 'desc' };
}

export const SORT_COLUMNS = ['submittedAt', 'status', 'attemptCount', 'deliveredAt'] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

const COLUMN_OF: Record<SortColumn, string> = {
  submittedAt: 'submitted_at',
  status: 'status',
  attemptCount: 'attempt_count',
  deliveredAt: 'delivered_at',
};

/** Reads deliveries for people and for other code. */
export interface DeliveryQueries {
  page(query: DeliveryQuery): Promise<DeliveryPage>;
  /** With its attempts; null if there is none. */
  one(id: number): Promise<Delivery | null>;
  ofEntry(contentType: string, documentId: string): Promise<Delivery | null>;
}

export function createDeliveryQueries(strapi: Core.Strapi): DeliveryQueries {
  const deliveries = (): Knex.QueryBuilder => strapi.db.getConnection(DELIVERY_TABLE);

  const withAttempts = async (row: DeliveryRow | undefined): Promise<Delivery | null> => {
    if (!row) return null;
    const attempts: AttemptRow[] = await strapi.db
      .getConnection(ATTEMPT_TABLE)
      .where({ delivery_id: row.id })
      .orderBy('sequence');
    return { ...deliveryOf(row), attempts: attempts.map(attemptOf) };
  };

  return {
    async page({ page, pageSize, sort, ...filter }) {
      const matching = () => deliveries().modify((query) => applyFilter(query, filter));
      const counted = await matching().count({ total: '*' }).first();
      const total = Number(counted?.total ?? 0);
      const rows: DeliveryRow[] = await matching()
        .orderBy([
          { column: COLUMN_OF[sort.column], order: sort.order },
          { column: 'id', order: sort.order },
        ])
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      return {
        results: rows.map(deliveryOf),
        pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
      };
    },
    one: async (id) => withAttempts(await deliveries().where({ id }).first()),
    ofEntry: async (contentType, documentId) =>
      withAttempts(
        await deliveries().where({ content_type: contentType, entry_id: documentId }).first(),
      ),
  };
}

/** Narrows a query on the deliveries to those that a filter names. */
export function applyFilter(query: Knex.QueryBuilder, filter: DeliveryFilter): void {
  if (filter.status && filter.status.length > 0) void query.whereIn('status', filter.status);
  if (filter.site !== undefined) void query.where('site_key', filter.site);
  if (filter.contentType !== undefined) void query.where('content_type', filter.contentType);
  if (filter.from !== undefined) void query.where('submitted_at', '>=', Date.parse(filter.from));
  if (filter.to !== undefined) void query.where('submitted_at', '<', Date.parse(filter.to));
  const search = filter.search?.trim() ?? '';
  if (search === '') return;
  // Whole values, each by its index: a search must not read the whole table.
  const digits = search.replace(/\D/g, '');
  const phone = digits.length === 11 ? `7${digits.slice(1)}` : `7${digits}`;
  void query.where((either) => {
    void either
      .where('entry_id', search)
      .orWhere('request_id', search)
      .orWhere('request_number', search)
      .orWhere('email', search.toLowerCase());
    if (digits.length >= 10) void either.orWhere('phone', phone);
  });
}

interface AttemptRow {
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
  response: string | null;
}

function attemptOf(row: AttemptRow): Attempt {
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
    response: row.response,
  };
}

/** A row as the API shows it. */
export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    contentType: row.content_type,
    documentId: row.entry_id,
    site: row.site_key === '' ? null : row.site_key,
    status: row.status,
    reason: reasonOf(row),
    warnings: parsed<Warning[]>(row.warnings) ?? [],
    requestNumber: row.request_number ?? '',
    requestId: row.request_id,
    result: parsed<LeadResult>(row.result),
    lead: parsed<Lead>(row.lead),
    capture: parsed<Capture>(row.capture),
    trigger: row.trigger_kind,
    attemptCount: row.attempt_count,
    possibleDuplicate: Boolean(row.possible_duplicate),
    submittedAt: new Date(Number(row.submitted_at)).toISOString(),
    nextAttemptAt: isoOf(row.next_attempt_at),
    deliveredAt: isoOf(row.delivered_at),
  };
}

function isoOf(value: number | string | null): string | null {
  const ms = toMs(value);
  return ms === null ? null : new Date(ms).toISOString();
}
