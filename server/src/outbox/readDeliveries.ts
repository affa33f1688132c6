import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type {
  Attempt,
  Capture,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  EntryStatuses,
  Lead,
  LeadResult,
  Reason,
  Warning,
} from '../contracts';
import { isRowId } from './rowId';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import { parsed, reasonOf, toMs, type DeliveryRow } from './rows';
import { createTotals } from './totals';

/** A filter, and whether its `search` also finds by phone, email and what a template numbered. */
export interface DeliverySearch extends DeliveryFilter {
  searchesPersonal?: boolean;
}

/** A page of deliveries, as the admin asks for it. */
export interface DeliveryQuery extends DeliverySearch {
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

/** How much of a delivery's history is read; all of it if left out. */
export interface AttemptsWanted {
  /** So many of the newest. */
  attempts?: number | undefined;
  /** False: without what was sent and what was answered. */
  hasBodies?: boolean;
}

/** All of an attempt but its bodies, each of which may have thousands of signs. */
const WITHOUT_BODIES = [
  'id',
  'sequence',
  'trigger_kind',
  'requested_by',
  'possible_duplicate',
  'started_at',
  'duration_ms',
  'http_status',
  'outcome',
  'reason',
  'request_id',
];

/** Reads deliveries for people and for other code. */
export interface DeliveryQueries {
  page(query: DeliveryQuery): Promise<DeliveryPage>;
  /** With its attempts; null if there is none. */
  one(id: number, wanted?: AttemptsWanted): Promise<Delivery | null>;
  ofEntry(
    contentType: string,
    documentId: string,
    wanted?: AttemptsWanted,
  ): Promise<Delivery | null>;
  /** The statuses of those of the entries that have a delivery. */
  statuses(contentType: string, documentIds: string[]): Promise<EntryStatuses>;
  /** All deliveries of a filter, newest first, without their attempts; never many at a time. */
  each(filter: DeliverySearch): AsyncIterable<Delivery[]>;
}

/** Few enough to be held in memory, and not to keep visitors waiting on SQLite. */
const BATCH = 200;

/** @param keptBack why nothing that waits goes out from here; null where it does */
export function createDeliveryQueries(
  strapi: Core.Strapi,
  monotonicMs: () => number,
  keptBack: () => Reason | null = () => null,
): DeliveryQueries {
  const shownOf = (row: DeliveryRow, acceptedIds: string[]): Delivery => {
    const delivery = deliveryOf(row, acceptedIds);
    // What keeps all back counts for each, and is over for all at once.
    return row.status === 'pending'
      ? { ...delivery, reason: keptBack() ?? delivery.reason }
      : delivery;
  };
  const totals = createTotals(monotonicMs);
  const deliveries = (): Knex.QueryBuilder => strapi.db.getConnection(DELIVERY_TABLE);
  /** What is not delivered comes after the newest on PostgreSQL, too, as on the other databases. */
  const nullsOf = ({ column, order }: DeliveryQuery['sort']): { nulls?: 'first' | 'last' } =>
    column === 'deliveredAt' && strapi.db.dialect.client === 'postgres'
      ? { nulls: order === 'desc' ? 'last' : 'first' }
      : {};

  /** With all ids that Calltouch gave: those before the last stand with the attempts alone. */
  const withRequestIds = async (rows: DeliveryRow[]): Promise<Delivery[]> => {
    const ids = rows.flatMap(({ id, request_id: requestId }) => (requestId === null ? [] : id));
    const accepted: AcceptedRow[] =
      ids.length === 0
        ? []
        : await strapi.db
            .getConnection(ATTEMPT_TABLE)
            .select('delivery_id', 'request_id')
            .whereIn('delivery_id', ids)
            .whereNotNull('request_id')
            .orderBy(['delivery_id', 'sequence']);
    const idsOf = new Map<number, string[]>();
    for (const { delivery_id: id, request_id: requestId } of accepted)
      idsOf.set(id, [...(idsOf.get(id) ?? []), requestId]);
    return rows.map((row) => shownOf(row, idsOf.get(row.id) ?? []));
  };

  const withAttempts = async (
    row: DeliveryRow | undefined,
    { attempts: most, hasBodies = true }: AttemptsWanted = {},
  ): Promise<Delivery | null> => {
    if (!row) return null;
    const newest: AttemptRow[] = await strapi.db
      .getConnection(ATTEMPT_TABLE)
      .select(hasBodies ? '*' : WITHOUT_BODIES)
      .where({ delivery_id: row.id })
      .orderBy('sequence', 'desc')
      .modify((query: Knex.QueryBuilder) => {
        if (most !== undefined) void query.limit(most);
      });
    const [delivery] = await withRequestIds([row]);
    return { ...delivery!, attempts: newest.reverse().map(attemptOf) };
  };

  return {
    async page({ page, pageSize, sort, ...filter }) {
      const matching = () => deliveries().modify((query) => applyFilter(query, filter));
      const count = async () => {
        const row = await matching().count({ total: '*' }).first();
        return Number(row?.total ?? 0);
      };
      // Ids first: an index alone skips the pages before, and only one page of leads is loaded.
      const found: Pick<DeliveryRow, 'id'>[] = await matching()
        .select('id')
        .orderBy([
          { column: COLUMN_OF[sort.column], order: sort.order, ...nullsOf(sort) },
          { column: 'id', order: sort.order },
        ])
        .limit(pageSize)
        .offset((page - 1) * pageSize);
      const ids = found.map(({ id }) => id);
      const rows: DeliveryRow[] = ids.length > 0 ? await deliveries().whereIn('id', ids) : [];
      const seen = (page - 1) * pageSize + ids.length;
      const isLast = ids.length < pageSize && (ids.length > 0 || page === 1);
      // Nobody has to count up to the end. A page beyond it is not taken for one by what was counted
      // before; and what came since has its place, too.
      const total = isLast
        ? seen
        : ids.length === 0
          ? await count()
          : Math.max(await totals.of(filter, count), seen);
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      return {
        results: await withRequestIds(ids.flatMap((id) => rowOf.get(id) ?? [])),
        pagination: { page, pageSize, pageCount: Math.ceil(total / pageSize), total },
      };
    },
    one: async (id, wanted) =>
      isRowId(id) ? withAttempts(await deliveries().where({ id }).first(), wanted) : null,
    ofEntry: async (contentType, documentId, wanted) =>
      withAttempts(
        await deliveries().where({ content_type: contentType, entry_id: documentId }).first(),
        wanted,
      ),

    async statuses(contentType, documentIds) {
      const rows: Pick<DeliveryRow, 'id' | 'entry_id' | 'status'>[] = await deliveries()
        .select('id', 'entry_id', 'status')
        .where('content_type', contentType)
        .whereIn('entry_id', documentIds);
      return Object.fromEntries(
        rows.map(({ id, entry_id: documentId, status }) => [
          documentId,
          { deliveryId: id, status },
        ]),
      );
    },

    async *each(filter) {
      for (let last: number | null = null; ;) {
        const rows: DeliveryRow[] = await deliveries()
          .modify((query: Knex.QueryBuilder) => {
            applyFilter(query, filter);
            if (last !== null) void query.where('id', '<', last);
          })
          .orderBy('id', 'desc')
          .limit(BATCH);
        if (rows.length > 0) yield await withRequestIds(rows);
        if (rows.length < BATCH) return;
        last = rows[rows.length - 1]?.id ?? null;
      }
    },
  };
}

/** Narrows a query on the deliveries to those that a filter names. */
export function applyFilter(query: Knex.QueryBuilder, filter: DeliverySearch): void {
  if (filter.status && filter.status.length > 0) void query.whereIn('status', filter.status);
  if (filter.site !== undefined) void query.where('site_key', filter.site);
  if (filter.contentType !== undefined) void query.where('content_type', filter.contentType);
  if (filter.from !== undefined) void query.where('submitted_at', '>=', Date.parse(filter.from));
  if (filter.to !== undefined) void query.where('submitted_at', '<', Date.parse(filter.to));
  if (filter.hasSession !== undefined) {
    // As the overview counts them: what a rule held back went out neither with nor without one.
    void query.where('has_session', filter.hasSession).whereNot('status', 'skipped');
  }
  const search = filter.search?.trim() ?? '';
  if (search === '') return;
  // Whole values, each by its index: a search must not read the whole table.
  const digits = search.replace(/\D/g, '');
  const phone = digits.length === 11 ? `7${digits.slice(1)}` : `7${digits}`;
  void query.where((either) => {
    void either
      .where('entry_id', search)
      .orWhere('request_id', search)
      // An id that a later one took the place of. One value and no list, so that it finds by the key.
      .orWhere('id', (found: Knex.QueryBuilder) =>
        found.from(ATTEMPT_TABLE).max('delivery_id').where('request_id', search),
      );
    if (!filter.searchesPersonal) {
      void either.orWhere((own) => whereOwnNumber(own, search));
      return;
    }
    void either.orWhere('request_number', search).orWhere('email', search.toLowerCase());
    if (digits.length >= 10) void either.orWhere('phone', phone);
  });
}

/** Finds by a number that the plugin made: one that a template made may be a phone. */
function whereOwnNumber(query: Knex.QueryBuilder, number: string): void {
  const [, name, documentId] = /^([a-z][a-z0-9-]*)-([^-]+)$/.exec(number) ?? [];
  void query
    .where({ request_number: number, entry_id: documentId ?? '' })
    .where('content_type', 'like', `%.${name ?? ''}`);
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
  /** Not there where bodies were not wanted. */
  request?: string | null;
  response?: string | null;
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
    request: parsed<Lead>(row.request ?? null),
    response: row.response ?? null,
  };
}

/** An attempt that made a lead. */
interface AcceptedRow {
  delivery_id: number;
  request_id: string;
}

/** A row as the API shows it, and the ids of its accepted attempts, oldest first. */
function deliveryOf(row: DeliveryRow, acceptedIds: string[]): Delivery {
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
    capture: parsed<Capture>(row.capture),
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
