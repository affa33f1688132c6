import type { Core } from '@strapi/strapi';
import {
  DELIVERY_STATUSES,
  REASON_CODES,
  type BulkProgress,
  type DeliveryStatus,
  type ReasonCode,
} from '../contracts';
import { DELIVERY_TABLE } from '../outbox/tables';

/** Reasons begin so; no JSON function is the same on all databases. */
const REASON_HEAD = '{"code":"';
const HEAD_LENGTH = REASON_HEAD.length + Math.max(...REASON_CODES.map((code) => code.length)) + 1;

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
      connection.raw('case when retry_count > 0 then 1 else 0 end as is_retry'),
      connection.raw(`substr(reason, 1, ${HEAD_LENGTH}) as reason_head`),
    )
    .count({ rows: '*' })
    .groupBy('status', 'is_retry', 'reason_head');
  if (groups.length === 0) return null;

  const counts = Object.fromEntries(
    DELIVERY_STATUSES.map((status) => [status, 0]),
  ) as BulkProgress['counts'];
  const reasons = new Map<ReasonCode, number>();
  let total = 0;
  let retrying = 0;
  for (const { status, is_retry: isRetry, reason_head: head, rows } of groups) {
    const count = Number(rows);
    total += count;
    counts[status] += count;
    if (status === 'pending' && Number(isRetry) > 0) retrying += count;
    const code = REASON_CODES.find((item) => head?.startsWith(`${REASON_HEAD}${item}"`));
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
  reason_head: string | null;
  rows: number | string;
}
