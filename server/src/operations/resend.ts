import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { DeliveryStatus, SendReport, SkipReason } from '../contracts';
import { PRIORITY } from '../sending/priority';
import type { MomentIn } from '../outbox/databaseClock';
import { selectedIn, type Selection } from './selection';
import { inTransaction } from '../outbox/transaction';

/** Who asks for leads to be sent again, and how. */
export interface ResendRequest {
  /** As people are shown; null for other code. */
  requestedBy: string | null;
  /** The id of a request for many; null: one delivery. */
  bulkId: string | null;
  priority: number;
}

/** Several leads go after fresh ones and after retries; one that a person asks for goes at once. */
export function priorityOf(count: number): number {
  return count === 1 ? PRIORITY.fresh : PRIORITY.bulk;
}

/**
 * What a fresh lead is: nothing was sent yet, and it goes out by itself. A resend of many accepts it
 * and leaves it as it is, but for the bulk's id: it must not fall behind leads that were sent before.
 */
const IS_FRESH = "status = 'pending' and attempt_count = 0";

/** Which of the selected deliveries would be sent and which not. Changes nothing. */
export async function estimateResend(
  strapi: Core.Strapi,
  selection: Selection,
): Promise<SendReport & { mayHaveArrived: number }> {
  return survey(selectedIn(strapi, selection), selection);
}

/**
 * Asks for deliveries to be sent again. One statement marks them all; the sender renders each lead
 * anew when its turn comes.
 *
 * On SQLite that statement holds the only writer, and this process with it, as its driver is
 * synchronous: 1.4 s were measured for 100,000 rows. Pieces would let others in between; but all or
 * nothing is worth more than a second to whoever asks, as one cut off in the middle would have to
 * find out which leads will go out twice.
 */
export async function requestResend(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  selection: Selection,
  { requestedBy, bulkId, priority }: ResendRequest,
): Promise<SendReport> {
  const { connection } = strapi.db;
  const value = (column: string, changed: Knex.Value): Knex.Value =>
    bulkId === null
      ? changed
      : connection.raw(`case when ${IS_FRESH} then ?? else ? end`, [column, changed]);
  return inTransaction(strapi, async (trx) => {
    const selected = () => selectedIn(strapi, selection, trx);
    const expected = await survey(selected(), selection);
    const sent: number = await selected()
      .where('entry_deleted', false)
      .whereNot('status', 'sending')
      .update({
        ...(bulkId !== null && { bulk_id: bulkId }),
        // Sent again though it arrived or may have arrived: Calltouch may count a second lead.
        possible_duplicate: connection.raw('(possible_duplicate or status in (?, ?))', [
          'delivered',
          'unknown',
        ]),
        // What waits already, for a retry perhaps, keeps its place.
        priority: connection.raw(
          "case when status = 'pending' and priority < ? then priority else ? end",
          [priority, priority],
        ),
        trigger_kind: value('trigger_kind', 'manual'),
        requested_by: value('requested_by', requestedBy),
        render_anew: value('render_anew', true),
        next_attempt_at: value('next_attempt_at', momentIn(0) as Knex.Value),
        due_since: value('due_since', momentIn(0) as Knex.Value),
        retry_count: value('retry_count', 0),
        crash_count: value('crash_count', 0),
        finished_at: null,
        reason: value('reason', null),
        reason_code: value('reason_code', null),
        // Last, because MySQL reads what stands to the left as already updated.
        status: 'pending',
      });
    return withSent(expected, sent);
  });
}

/** Counts what a resend would send and skip. */
async function survey(
  selected: Knex.QueryBuilder,
  selection: Selection,
): Promise<SendReport & { mayHaveArrived: number }> {
  const groups: Group[] = await selected
    .select('status', 'entry_deleted', 'possible_duplicate')
    .count({ rows: '*' })
    .groupBy('status', 'entry_deleted', 'possible_duplicate');
  let [sent, erased, sending, mayHaveArrived] = [0, 0, 0, 0];
  for (const { status, entry_deleted, possible_duplicate, rows } of groups) {
    const count = Number(rows);
    if (entry_deleted) erased += count;
    else if (status === 'sending') sending += count;
    else {
      sent += count;
      const hasArrived = status === 'delivered' || status === 'unknown';
      if (hasArrived || possible_duplicate) mayHaveArrived += count;
    }
  }
  const notFound = 'ids' in selection ? new Set(selection.ids).size - sent - erased - sending : 0;
  return { ...reportOf(sent, { erased, sending, notFound }), mayHaveArrived };
}

interface Group {
  status: DeliveryStatus;
  entry_deleted: boolean | number;
  possible_duplicate: boolean | number;
  rows: string | number;
}

/** The report of what was done, where a sender may have taken some of the expected ones meanwhile. */
function withSent(expected: SendReport, sent: number): SendReport {
  const { erased, sending = 0, notFound } = expected.reasons;
  const taken = Math.max(0, expected.sent - sent);
  return reportOf(sent, { erased, sending: sending + taken, notFound });
}

/** A report without reasons of which there are none. */
export function reportOf(sent: number, counts: Partial<Record<SkipReason, number>>): SendReport {
  const reasons = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { sent, skipped: sumOf(reasons), reasons };
}

function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
