import type { Core } from '@strapi/strapi';
import {
  DELIVERY_STATUSES,
  type BulkProgress,
  type DeliveryStatus,
  type ReasonCode,
} from '../contracts';
import { DELIVERY_TABLE } from '../outbox/tables';

/** How far a bulk has come; null if no delivery has its id. One query by the index on `bulk_id`. */
export async function readProgress(
  strapi: Core.Strapi,
  bulkId: string,
): Promise<BulkProgress | null> {
  const { connection } = strapi.db;
  const groups: Group[] = await strapi.db
    .getConnection(DELIVERY_TABLE)
    .where('bulk_id', bulkId)
    .select(
      'status',
      'reason_code',
      connection.raw('case when retry_count > 0 then 1 else 0 end as is_retry'),
    )
    .count({ rows: '*' })
    .groupBy('status', 'reason_code', 'is_retry');
  if (groups.length === 0) return null;

  const counts = Object.fromEntries(
    DELIVERY_STATUSES.map((status) => [status, 0]),
  ) as BulkProgress['counts'];
  const reasons = new Map<ReasonCode, number>();
  let total = 0;
  let retrying = 0;
  for (const { status, is_retry: isRetry, reason_code: code, rows } of groups) {
    const count = Number(rows);
    total += count;
    counts[status] += count;
    if (status === 'pending' && Number(isRetry) > 0) retrying += count;
    if (code && status !== 'delivered') reasons.set(code, (reasons.get(code) ?? 0) + count);
  }
  return {
    bulkId,
    total,
    counts,
    retrying,
    reasons: [...reasons]
      .map(([code, count]) => ({ code, count }))
      .sort((one, other) => other.count - one.count),
  };
}

interface Group {
  status: DeliveryStatus;
  is_retry: number | string;
  reason_code: ReasonCode | null;
  rows: number | string;
}
