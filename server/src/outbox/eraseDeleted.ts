import type { Core, UID } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { OnError } from '../sending/ports';
import type { MomentIn } from './databaseClock';
import { eraseReasons } from './eraseReasons';
import { ERASED_ATTEMPT_COLUMNS, ERASED_COLUMNS, entryDeletedColumns } from './rows';
import { ATTEMPT_TABLE, DELIVERY_TABLE } from './tables';
import type { Intake } from '../intake/moveIntake';
import { inTransaction, spoilsTransaction } from './transaction';

/** What becomes of deliveries when their entries are deleted. */
export interface Erasure {
  /** documentIds of the rows that a delete is about to remove. */
  entriesOf(contentType: string, params: { where?: unknown }): Promise<string[]>;
  /**
   * Cancels what is pending and erases the personal data, of those entries of which no row is left:
   * publishing and discarding a draft delete rows too.
   */
  entriesDeleted(contentType: string, entryIds: string[]): Promise<void>;
  /** Tries again what could not be erased before. Never rejects. */
  again(): Promise<void>;
}

export function createErasure(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  intake: Intake,
  onError: OnError,
): Erasure {
  /** By content type: entries that are gone and whose deliveries are not erased. */
  const missed = new Map<string, Set<string>>();

  const documentIds = async (uid: string, where: unknown): Promise<string[]> => {
    const rows: unknown = await strapi.db
      .queryBuilder(uid as UID.ContentType)
      .init({ where })
      .select(['documentId'])
      .execute();
    return [...new Set((rows as { documentId: string }[]).map((row) => row.documentId))];
  };

  return {
    entriesOf: (contentType, params) => documentIds(contentType, params.where ?? {}),

    entriesDeleted,

    async again() {
      const before = [...missed];
      missed.clear();
      for (const [contentType, entryIds] of before) {
        await entriesDeleted(contentType, [...entryIds]);
      }
    },
  };

  async function entriesDeleted(contentType: string, entryIds: string[]): Promise<void> {
    let failure: unknown = null;
    for (let from = 0; from < entryIds.length; from += BATCH) {
      const batch = entryIds.slice(from, from + BATCH);
      try {
        const left = new Set(await documentIds(contentType, { documentId: { $in: batch } }));
        const gone = batch.filter((id) => !left.has(id));
        await inTransaction(strapi, (trx) => erase(trx, contentType, gone));
      } catch (error) {
        // Then the entries are not deleted either.
        if (spoilsTransaction(strapi, error)) throw error;
        failure ??= error;
        missed.set(contentType, new Set([...(missed.get(contentType) ?? []), ...batch]));
      }
    }
    if (failure === null) return;
    const count = missed.get(contentType)?.size;
    const what = `erase what was sent of ${count} deleted entries of ${contentType}`;
    onError(`${what}; it is tried again every minute, until a restart`, failure);
  }

  async function erase(
    trx: Knex.Transaction,
    contentType: string,
    entryIds: string[],
  ): Promise<void> {
    const deliveries = () =>
      strapi.db
        .getConnection(DELIVERY_TABLE)
        .transacting(trx)
        .where({ content_type: contentType })
        .whereIn('entry_id', entryIds);
    await intake.moveOf(contentType, entryIds);
    // A lead on its way is erased when its attempt settles.
    await deliveries().where('status', 'sending').update({ entry_deleted: true });
    await deliveries().where('status', 'pending').update(entryDeletedColumns(momentIn));
    await deliveries()
      .whereNot('status', 'sending')
      .update({ ...ERASED_COLUMNS, entry_deleted: true, erased_at: momentIn(0) });
    // Locked, so that MySQL does not read them as they were when the transaction began.
    const ids: number[] = await deliveries().forUpdate().pluck('id');
    await strapi.db
      .getConnection(ATTEMPT_TABLE)
      .transacting(trx)
      .whereIn('delivery_id', ids)
      .update(ERASED_ATTEMPT_COLUMNS);
    await eraseReasons(strapi, trx, ids);
  }
}

/** SQLite takes at most 999 values in a statement of older builds. */
const BATCH = 500;
