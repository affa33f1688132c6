import type { Core } from '@strapi/strapi';
import type { BeforeCommit } from './beforeCommit';
import type { OnError } from '../sending/ports';
import type { SettingsStore } from '../settings/settingsStore';
import type { Erasure } from '../outbox/eraseDeleted';
import { dropResultAttributes } from './resultAttributes';
import { cloning, type Submissions } from './submissions';
import { spoilsTransaction } from '../outbox/transaction';

/** A lifecycle event, as far as it is used here. */
interface LifecycleEvent {
  model: { uid: string };
  params: { where?: unknown; select?: unknown };
  result?: unknown;
  state: Record<string, unknown>;
}

/**
 * Listens to what happens to the entries of forms. A throw in a hook would roll the visitor's entry
 * back, so nothing is thrown: what goes wrong is logged, and the sweep finds the entry. Unless the
 * database has taken the transaction back already: then the visitor must not be told "created".
 *
 * @param onMissed told when rows were created whose ids are not known
 * @returns ends the listening
 */
export function subscribe(
  strapi: Core.Strapi,
  settings: SettingsStore,
  submissions: Submissions,
  erasure: Erasure,
  beforeCommit: BeforeCommit,
  onError: OnError,
  onMissed: () => void,
): () => void {
  strapi.documents.use((context, next) => {
    const data: unknown = 'data' in context.params ? context.params.data : null;
    if (isRecord(data)) dropResultAttributes(context.contentType, data);
    return context.action === 'clone' ? cloning.run(true, () => next()) : next();
  });

  const guarded = async (doing: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onError(doing, error);
      if (!spoilsTransaction(strapi, error)) return;
      // Strapi logs what is thrown, and a driver's own message may quote the lead. Its code stays: a
      // site may try again after a deadlock.
      const { code } = error as { code?: unknown };
      throw Object.assign(new Error('The database gave the entry up'), { code });
    }
  };
  const rememberDeleted = (event: LifecycleEvent) =>
    guarded(`find out which entries of ${event.model.uid} are being deleted`, async () => {
      const { uid } = event.model;
      if (settings.anyFormOf(uid)) event.state.deleted = await erasure.entriesOf(uid, event.params);
    });
  const eraseDeleted = (event: LifecycleEvent) =>
    guarded(`erase the leads of deleted entries of ${event.model.uid}`, async () => {
      const deleted = event.state.deleted;
      if (Array.isArray(deleted))
        await erasure.entriesDeleted(event.model.uid, deleted.map(String));
    });

  /**
   * The site's own hooks may still change the entry, and so may whatever else runs in its transaction:
   * the lead is made of what the transaction commits.
   */
  const created = (uid: string, ids: unknown[], count: unknown) =>
    guarded(`put new entries of ${uid} into the outbox`, async () => {
      const form = settings.formOf(uid);
      if (!form) return;
      const enqueue = submissions.created(form, ids);
      await beforeCommit.add(() => guarded(`put new entries of ${uid} into the outbox`, enqueue));
      // MySQL tells the first of many ids alone; a query that selected other attributes tells none.
      if (count !== ids.length) onMissed();
    });

  return strapi.db.lifecycles.subscribe({
    afterCreate: (event: LifecycleEvent) => {
      const id = isRecord(event.result) ? event.result.id : undefined;
      return created(event.model.uid, id === undefined ? [] : [id], 1);
    },
    afterCreateMany: (event: LifecycleEvent) => {
      if (!isRecord(event.result)) return;
      const { ids, count } = event.result;
      return created(event.model.uid, Array.isArray(ids) ? ids : [], count);
    },
    beforeDelete: rememberDeleted,
    beforeDeleteMany: rememberDeleted,
    afterDelete: eraseDeleted,
    afterDeleteMany: eraseDeleted,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
