import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { MARK_TABLE } from '../outbox/tables';

/** Since when a content type is a form here, and how far the sweep has got with it. */
export interface FormMark {
  /** Epoch ms of the host that saw the form first: older entries are no submissions. */
  sinceMs: number;
  /** Rows up to this id have been looked at for good; null: none since the beginning. */
  sweptId: number | null;
}

/**
 * The marks of this database's forms, by content type. They do not travel with settings: a form that
 * was brought along begins when it is first seen here.
 */
export interface FormMarks {
  read(): Promise<Map<string, FormMark>>;
  /**
   * Gives a mark to the forms that have none.
   *
   * @param beginOf since when such a form is one, epoch ms
   * @param forgets whether those that are no longer on lose theirs
   */
  keep(
    contentTypes: string[],
    beginOf: (contentType: string) => number,
    forgets: boolean,
  ): Promise<Map<string, FormMark>>;
  /** Notes how far the sweep has got, unless the form began anew meanwhile. */
  swept(contentType: string, sinceMs: number, sweptId: number | null): Promise<void>;
  /**
   * Lets every form begin now: in a copy nothing that was brought along is a submission.
   */
  beginAnew(nowMs: number): Promise<void>;
  /** Lets the sweep look anew: in a database that was restored rows may have other ids. */
  sweepAnew(): Promise<void>;
}

/** What versions before the table kept in the core store. */
interface Former {
  /** By content type; whatever stands there, as nobody checks the core store. */
  activations: Record<string, { atMs?: unknown } | null>;
  sweptIds: Record<string, number>;
}

/** Stands for "the core store has been asked". */
const TAKEN_OVER = '';

/**
 * Opens the marks, and takes over what an older version kept in the core store: once, as what is
 * found there later came from elsewhere.
 */
export async function openFormMarks(
  strapi: Core.Strapi,
  former: () => Promise<Former>,
): Promise<FormMarks> {
  const table = (): Knex.QueryBuilder => strapi.db.getConnection(MARK_TABLE);
  const add = async (contentType: string, mark: FormMark): Promise<void> => {
    // Of several instances the first one's mark counts.
    await table()
      .insert({ content_type: contentType, since_ms: mark.sinceMs, swept_id: mark.sweptId })
      .onConflict('content_type')
      .merge(['content_type']);
  };
  const read = async (): Promise<Map<string, FormMark>> => {
    const rows: { content_type: string; since_ms: number | string; swept_id: number | null }[] =
      await table().whereNot('content_type', TAKEN_OVER).whereNotNull('since_ms');
    return new Map(
      rows.map((row) => [
        row.content_type,
        { sinceMs: Number(row.since_ms), sweptId: row.swept_id },
      ]),
    );
  };

  if (!(await table().where('content_type', TAKEN_OVER).first())) {
    const { activations, sweptIds } = await former();
    for (const [contentType, begun] of Object.entries(activations)) {
      const sinceMs = begun?.atMs;
      if (typeof sinceMs !== 'number' || !Number.isFinite(sinceMs)) continue;
      await add(contentType, { sinceMs, sweptId: sweptIds[contentType] ?? null });
    }
    await add(TAKEN_OVER, { sinceMs: 0, sweptId: null });
  }

  return {
    read,

    async keep(contentTypes, beginOf, forgets) {
      const known = await read();
      const missing = contentTypes.filter((contentType) => !known.has(contentType));
      for (const contentType of missing) {
        await add(contentType, { sinceMs: beginOf(contentType), sweptId: null });
      }
      const others = [...known.keys()].filter((contentType) => !contentTypes.includes(contentType));
      const gone = forgets ? others : [];
      if (gone.length > 0) await table().whereIn('content_type', gone).delete();
      return missing.length + gone.length > 0 ? read() : known;
    },

    async swept(contentType, sinceMs, sweptId) {
      await table()
        .where({ content_type: contentType, since_ms: sinceMs })
        .update({ swept_id: sweptId });
    },

    async beginAnew(nowMs) {
      await table()
        .whereNot('content_type', TAKEN_OVER)
        .update({ since_ms: nowMs, swept_id: null });
    },

    async sweepAnew() {
      await table().update({ swept_id: null });
    },
  };
}
