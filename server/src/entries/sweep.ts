import { setImmediate } from 'node:timers/promises';
import type { Core, UID } from '@strapi/strapi';
import type { Form } from '../contracts';
import { submittedAt } from './submittedAt';
import { createEntryReader, toMs } from './entryReader';
import type { FormMark } from './formMarks';
import { modelsOf } from '../settings/contentTypes';
import type { SettingsStore } from '../settings/settingsStore';
import { originWithoutVisitor, type Submissions } from './submissions';
import type { Intake } from '../intake/moveIntake';
import { DELIVERY_TABLE } from '../outbox/tables';

/** How many rows one look takes. */
const BATCH = 200;
/** So long after a row was seen, no row with a lower id is in a transaction that is not committed. */
const FINAL_AFTER_MS = 10 * 60 * 1000;
/** How many looks a round takes back at rows that had been looked at for good. */
const LOOKS_BACK = 20;

interface SweptRow {
  id: number;
  documentId: string;
  createdAt: string | number | null;
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
  intake: Intake,
) {
  const reader = createEntryReader(strapi);
  /** By content type: the last row of an earlier round, and when that was. */
  const seen = new Map<string, { id: number; atMs: number }>();
  /** By content type: up to where an earlier round has looked back, and where that begins. */
  const looksBack = new Map<string, { from: number; sinceMs: number; at: number }>();
  /** By content type: what the log was told already. */
  const troubles = new Map<string, string>();

  return async function sweep(nowMs: number): Promise<void> {
    const marks = await settings.marks.read();
    for (const form of settings.current().forms) {
      const { contentType } = form;
      const mark = marks.get(contentType);
      if (!form.enabled || !mark) continue;
      const { sinceMs, sweptId } = mark;
      const note = async (id: number | null) => {
        if (id !== sweptId) await settings.marks.swept(contentType, sinceMs, id);
      };
      try {
        if (!modelsOf(strapi)(contentType)) {
          tell(form, new Error('there is no such content type'));
          // Its table is dropped, and a later one will count from 1 again.
          await note(null);
          continue;
        }
        const from = await placeOf(form, mark);
        await note(await sweepForm(form, from, sinceMs, nowMs));
      } catch (error) {
        tell(form, error);
      }
    }
  };

  /** One line for each trouble of a form, however many rounds it lasts. */
  function tell({ contentType }: Form, error: unknown): void {
    // A database's message may quote the values of a row, and those are a person's.
    const words = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (troubles.get(contentType) === words) return;
    troubles.set(contentType, words);
    strapi.log.error(
      `[calltouch] Entries of ${contentType} that no hook saw can't be looked for: ${words}`,
    );
  }

  /** Returns how far the rows have been looked at for good. */
  async function sweepForm(
    form: Form,
    from: number,
    sinceMs: number,
    nowMs: number,
  ): Promise<number> {
    const { contentType } = form;
    let isSound = true;
    const look = async (rows: SweptRow[]) => {
      // SQLite's driver is synchronous: without a pause no request would come in between.
      await setImmediate();
      const failure = await enqueueMissing(form, rows, sinceMs, nowMs);
      if (!failure) return;
      isSound = false;
      tell(form, failure.error);
    };
    let last = from;
    for (let rows = await rowsAfter(form, from); rows.length > 0;) {
      await look(rows);
      last = rows.at(-1)?.id ?? last;
      if (rows.length < BATCH) break;
      rows = await rowsAfter(form, last);
    }
    // What is published in its place, past Strapi, may be of any age.
    if (form.sendOn === 'publish') await lookBack(form, from, sinceMs, look);
    if (!isSound) return from;
    troubles.delete(contentType);
    const earlier = seen.get(contentType);
    if (earlier && nowMs - earlier.atMs < FINAL_AFTER_MS) return from;
    seen.set(contentType, { id: last, atMs: nowMs });
    return Math.max(from, earlier?.id ?? 0);
  }

  /** Where a round begins: after the rows that were looked at for good. */
  async function placeOf(form: Form, { sinceMs, sweptId }: FormMark): Promise<number> {
    if (sweptId !== null && sweptId <= ((await edgeId(form, {}, 'desc')) ?? 0)) return sweptId;
    // Never looked at; or the rows were brought here anew and count from 1 again.
    seen.delete(form.contentType);
    return lastIdBefore(form, sinceMs);
  }

  /** Goes through the rows up to an id again and again, some at a time. */
  async function lookBack(
    form: Form,
    upTo: number,
    sinceMs: number,
    look: (rows: SweptRow[]) => Promise<void>,
  ): Promise<void> {
    let place = looksBack.get(form.contentType);
    if (place?.sinceMs !== sinceMs) {
      const from = await lastIdBefore(form, sinceMs);
      place = { from, sinceMs, at: from };
      looksBack.set(form.contentType, place);
    }
    for (let left = LOOKS_BACK; left > 0; left -= 1) {
      const rows = await rowsAfter(form, place.at);
      await look(rows.filter(({ id }) => id <= upTo));
      place.at = rows.at(-1)?.id ?? upTo;
      if (place.at < upTo && rows.length > 0) continue;
      place.at = place.from;
      return;
    }
  }

  async function rowsAfter(form: Form, id: number): Promise<SweptRow[]> {
    const rows: unknown = await strapi.db
      .queryBuilder(form.contentType as UID.ContentType)
      .init({ where: { id: { $gt: id } }, orderBy: { id: 'asc' }, limit: BATCH })
      .select(['id', 'documentId', 'createdAt', 'publishedAt'])
      .execute();
    return rows as SweptRow[];
  }

  /** The id before that of the first row that was created since a moment. */
  async function lastIdBefore(form: Form, momentMs: number): Promise<number> {
    const first = await edgeId(form, { createdAt: { $gte: new Date(momentMs) } }, 'asc');
    return first === null ? ((await edgeId(form, {}, 'desc')) ?? 0) : first - 1;
  }

  /** The lowest or highest id of some rows. */
  async function edgeId(form: Form, where: object, order: 'asc' | 'desc'): Promise<number | null> {
    const row: unknown = await strapi.db
      .queryBuilder(form.contentType as UID.ContentType)
      .init({ where, orderBy: { id: order } })
      .select(['id'])
      .first()
      .execute();
    return (row as SweptRow | null | undefined)?.id ?? null;
  }

  /** Returns what went wrong with an entry; that keeps no other one back. */
  async function enqueueMissing(
    form: Form,
    rows: SweptRow[],
    sinceMs: number,
    nowMs: number,
  ): Promise<{ error: unknown } | null> {
    const momentOf = (row: SweptRow, createdAtMs: number | null) =>
      submittedAt(
        form,
        { createdAtMs, isPublished: row.publishedAt !== null, isBeingCreated: false },
        sinceMs,
        nowMs,
      );
    const candidates = rows.filter((row) => momentOf(row, toMs(row.createdAt)) !== null);
    if (candidates.length === 0) return null;
    const ids = candidates.map((row) => row.documentId);
    // The intake first: what is moved on between the two looks is found by the second.
    const held = await intake.heldOf(form.contentType, ids);
    const known: { entry_id: string }[] = await strapi.db
      .getConnection(DELIVERY_TABLE)
      .select('entry_id')
      .where({ content_type: form.contentType })
      .whereIn('entry_id', ids);
    const delivered = new Set([...held, ...known.map((row) => row.entry_id)]);
    let failure: { error: unknown } | null = null;
    for (const row of candidates) {
      if (delivered.has(row.documentId)) continue;
      delivered.add(row.documentId);
      try {
        const moment = momentOf(row, await reader.createdAtMs(form, { ...row }));
        if (moment === null) continue;
        const origin = originWithoutVisitor('automatic', null, moment);
        await submissions.enqueue(form, row.documentId, origin);
        await setImmediate();
      } catch (error) {
        failure = { error };
      }
    }
    return failure;
  }
}
