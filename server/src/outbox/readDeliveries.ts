import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { Delivery, DeliveryPage, EntryStatuses, Reason } from '../contracts';
import { isRowId, type DeliveryRow } from './rows';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import { applyFilter, type DeliverySearch } from './deliveryFilter';
import { attemptOf, deliveryOf, type AcceptedRow, type AttemptRow } from './shownDelivery';

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

/** With these no instance sends anything of this database. */
const NOTHING_LEAVES: Reason['code'][] = ['foreignDatabase', 'sendingOff'];

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
    // What keeps all back counts for each, and is over for all at once. Where nothing is sent, what was
    // being sent is not, either; but a pause lets it come to its end.
    const reason = keptBack();
    const isKept =
      row.status === 'pending' ||
      (row.status === 'sending' && reason !== null && NOTHING_LEAVES.includes(reason.code));
    return isKept ? { ...delivery, reason: reason ?? delivery.reason } : delivery;
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

/** Counting so many takes long enough to be felt, and nobody sees whether one is missing. */
const LARGE_TOTAL = 10_000;
/** A list looks for news more often than that. */
const REMEMBERED_FOR_MS = 15_000;

/** Counts what matches a filter, at most so often where that is a lot. */
export interface Totals {
  /**
   * The number that `count` resolves with, or that it did at most 15 s ago if that was 10,000 or more.
   *
   * @param filter what is counted, in a form that JSON can tell from other filters
   */
  of(filter: object, count: () => Promise<number>): Promise<number>;
}

/** @param monotonicMs this host's */
export function createTotals(monotonicMs: () => number): Totals {
  const known = new Map<string, { total: number; untilMs: number }>();
  return {
    async of(filter, count) {
      const key = JSON.stringify(filter);
      const nowMs = monotonicMs();
      for (const [name, { untilMs }] of known) if (untilMs <= nowMs) known.delete(name);
      const remembered = known.get(key);
      if (remembered) return remembered.total;
      const total = await count();
      if (total >= LARGE_TOTAL) known.set(key, { total, untilMs: nowMs + REMEMBERED_FOR_MS });
      return total;
    },
  };
}
