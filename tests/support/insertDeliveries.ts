import type { Core } from '@strapi/strapi';

/** Rows per statement: SQLite takes a limited number of values. */
const BATCH = 100;

/** Puts rows into the outbox as they are, without a visitor and without the hooks. */
export async function insertDeliveries(strapi: Core.Strapi, rows: object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await strapi.db.connection('calltouch_deliveries').insert(rows.slice(from, from + BATCH));
  }
}

/** A row of the outbox that is at its end, changed as said. */
export function deliveryRow(entryId: string, changes: object = {}): Record<string, unknown> {
  return {
    content_type: 'api::lead.lead',
    entry_id: entryId,
    site_key: 'main',
    status: 'delivered',
    priority: 0,
    trigger_kind: 'automatic',
    render_anew: false,
    attempt_count: 1,
    retry_count: 0,
    crash_count: 0,
    possible_duplicate: false,
    entry_deleted: false,
    submitted_at: Date.now(),
    due_since: Date.now(),
    warnings: '[]',
    request_number: `lead-${entryId}`,
    has_session: false,
    ...changes,
  };
}
