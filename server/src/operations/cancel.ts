import { setImmediate } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { CancelReport, DeliveryStatus, Reason } from '../contracts';
import type { MomentIn } from '../outbox/databaseClock';
import { reasonColumns } from '../outbox/rows';
import { reportOf } from './resend';
import { selectedIn, type Selection } from './selection';
import type { SettingsStore } from '../settings/settingsStore';
import { inTransaction } from '../outbox/transaction';
import { writeOnto } from '../entries/writeBack';

/** Small, so that a visitor's form never waits for it. */
const BATCH = 500;
/** What a person can cancel: it waits for a try, or for somebody's decision. */
const CANCELLABLE: DeliveryStatus[] = ['pending', 'unknown'];

/** Which of the selected deliveries would be cancelled and which not. Changes nothing. */
export async function estimateCancel(
  strapi: Core.Strapi,
  selection: Selection,
): Promise<CancelReport> {
  const { report } = await survey(strapi, selection);
  return report;
}

/**
 * Cancels what waits, and writes the status onto the entries. What a sender claims meanwhile is
 * skipped as `sending`, and what comes in meanwhile is none of it, though a filter may match it.
 *
 * @param reason what the cancelled ones say
 */
export async function cancelDeliveries(
  strapi: Core.Strapi,
  settings: SettingsStore,
  momentIn: MomentIn,
  selection: Selection,
  reason: Reason,
): Promise<CancelReport> {
  const { report, newestId } = await survey(strapi, selection);
  let cancelled = 0;
  for (let afterId = 0; ;) {
    const batch = await inTransaction(strapi, async (trx) => {
      const rows: Waiting[] = await selectedIn(strapi, selection, trx)
        .select('id', 'content_type', 'entry_id')
        .whereIn('status', CANCELLABLE)
        .where('id', '>', afterId)
        .where('id', '<=', newestId)
        .orderBy('id')
        .limit(BATCH)
        // From here to the commit no sender can claim them.
        .forUpdate();
      await selectedIn(strapi, { ids: rows.map(({ id }) => id) }, trx).update({
        status: 'cancelled',
        ...reasonColumns(reason),
        next_attempt_at: null,
        finished_at: momentIn(0),
      });
      for (const contentType of new Set(rows.map((row) => row.content_type))) {
        const entryIds = rows
          .filter((row) => row.content_type === contentType)
          .map((row) => row.entry_id);
        await writeOnto(strapi, settings.anyFormOf(contentType), contentType, entryIds, {
          status: 'cancelled',
          reason,
          requestNumber: '',
          result: null,
          deliveredAtMs: null,
          response: null,
        });
      }
      return rows;
    });
    cancelled += batch.length;
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) break;
    afterId = last.id;
    // SQLite's driver is synchronous: without a pause no request would come in between.
    await setImmediate();
  }
  const { sending = 0, ...reasons } = report.reasons;
  const taken = Math.max(0, report.cancelled - cancelled);
  return cancelReportOf(cancelled, { ...reasons, sending: sending + taken });
}

interface Waiting {
  id: number;
  content_type: string;
  entry_id: string;
}

/** Counts what would be cancelled, and finds the newest of the selected rows. */
async function survey(
  strapi: Core.Strapi,
  selection: Selection,
): Promise<{ report: CancelReport; newestId: number }> {
  const groups: { status: DeliveryStatus; rows: string | number; newest: number }[] =
    await selectedIn(strapi, selection)
      .select('status')
      .count({ rows: '*' })
      .max({ newest: 'id' })
      .groupBy('status');
  let [cancelled, sending, notWaiting] = [0, 0, 0];
  for (const { status, rows } of groups) {
    if (CANCELLABLE.includes(status)) cancelled += Number(rows);
    else if (status === 'sending') sending += Number(rows);
    else notWaiting += Number(rows);
  }
  const notFound =
    'ids' in selection ? new Set(selection.ids).size - cancelled - sending - notWaiting : 0;
  return {
    report: cancelReportOf(cancelled, { sending, notWaiting, notFound }),
    newestId: Math.max(0, ...groups.map(({ newest }) => Number(newest))),
  };
}

function cancelReportOf(cancelled: number, counts: CancelReport['reasons']): CancelReport {
  const { sent, ...skipped } = reportOf(cancelled, counts);
  return { cancelled: sent, ...skipped };
}
