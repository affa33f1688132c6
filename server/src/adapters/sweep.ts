import type { Core, UID } from '@strapi/strapi';
import type { Form } from '../contracts';
import type { SettingsStore } from './settings';
import { originWithoutVisitor, type Submissions } from './submissions';
import { DELIVERY_TABLE } from './tables';

/** How many rows one look takes. */
const BATCH = 200;
/** A younger row may have siblings with lower ids in transactions that are not committed yet. */
const FINAL_AFTER_MS = 10 * 60 * 1000;

interface SweptRow {
  id: number;
  documentId: string;
  createdAt: string | number;
  publishedAt: string | number | null;
}

/**
 * Finds entries that the hooks can't see: raw inserts, and those between whose creation and hook the
 * process died. Remembers in the database how far it has looked for good, so that its cost does not
 * grow with the table.
 */
export function createSweep(
  strapi: Core.Strapi,
  settings: SettingsStore,
  submissions: Submissions,
) {
  const store = strapi.store({ type: 'plugin', name: 'calltouch' });
  const key = 'sweep';
  /** By content type: rows up to this id have been looked at for good. */
  let marks: Record<string, number> | null = null;

  return async function sweep(nowMs: number): Promise<void> {
    const known = (marks ??= ((await store.get({ key })) as Record<string, number> | null) ?? {});
    const before = JSON.stringify(known);
    for (const form of settings.current().forms) {
      const activation = settings.activationOf(form.contentType);
      if (!form.enabled || !activation) continue;
      const from = known[form.contentType] ?? (await lastIdBefore(form, activation.atMs));
      known[form.contentType] = await sweepForm(form, from, activation.atMs, nowMs);
    }
    if (JSON.stringify(known) !== before) await store.set({ key, value: known });
  };

  /** Returns how far the rows have been looked at for good. */
  async function sweepForm(
    form: Form,
    from: number,
    sinceMs: number,
    nowMs: number,
  ): Promise<number> {
    let mark = from;
    for (let rows = await rowsAfter(form, from); rows.length > 0;) {
      await enqueueMissing(
        form,
        rows.filter((row) => createdAtMs(row) >= sinceMs),
      );
      const last = rows.at(-1);
      if (last && createdAtMs(last) < nowMs - FINAL_AFTER_MS) mark = last.id;
      if (!last || rows.length < BATCH) break;
      rows = await rowsAfter(form, last.id);
    }
    return mark;
  }

  async function rowsAfter(form: Form, id: number): Promise<SweptRow[]> {
    const rows: unknown = await strapi.db
      .queryBuilder(form.contentType as UID.ContentType)
      .init({ where: { id: { $gt: id } }, orderBy: { id: 'asc' }, limit: BATCH })
      .select(['id', 'documentId', 'createdAt', 'publishedAt'])
      .execute();
    return rows as SweptRow[];
  }

  async function lastIdBefore(form: Form, momentMs: number): Promise<number> {
    const row: unknown = await strapi.db
      .queryBuilder(form.contentType as UID.ContentType)
      .init({ where: { createdAt: { $lt: new Date(momentMs) } }, orderBy: { id: 'desc' } })
      .select(['id'])
      .first()
      .execute();
    return (row as SweptRow | null | undefined)?.id ?? 0;
  }

  async function enqueueMissing(form: Form, rows: SweptRow[]): Promise<void> {
    const candidates = rows.filter((row) => form.sendOn === 'create' || row.publishedAt !== null);
    if (candidates.length === 0) return;
    const known: { entry_id: string }[] = await strapi.db
      .getConnection(DELIVERY_TABLE)
      .select('entry_id')
      .where({ content_type: form.contentType })
      .whereIn(
        'entry_id',
        candidates.map((row) => row.documentId),
      );
    const delivered = new Set(known.map((row) => row.entry_id));
    for (const row of candidates) {
      if (delivered.has(row.documentId)) continue;
      delivered.add(row.documentId);
      const origin = originWithoutVisitor('automatic', null, createdAtMs(row));
      await submissions.enqueue(form, row.documentId, origin);
    }
  }
}

function createdAtMs(row: SweptRow): number {
  return new Date(row.createdAt).getTime();
}
