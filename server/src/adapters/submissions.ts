import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { PluginConfig } from '../config';
import type { Capture, Form, Trigger } from '../contracts';
import { NO_CAPTURE } from '../core/capture';
import { failedDelivery, newDelivery, type Submission } from '../delivery/enqueue';
import { leadContext } from './entries';
import { announce } from './events';
import { createEntryReader, type Entry } from './entryReader';
import { modelsOf } from './models';
import { insertDelivery } from './insertDelivery';
import type { MomentIn } from './databaseClock';
import type { SettingsStore } from './settings';
import { inSavepoint, inTransaction } from './transaction';
import { captureNow } from './visitorRequest';
import { writeBack } from './writeBack';

/** True while Strapi clones an entry: what is created then is a copy, not a submission. */
export const cloning = new AsyncLocalStorage<true>();

/** Who or what a delivery is made for. */
export interface Origin {
  trigger: Trigger;
  requestedBy: string | null;
  capture: Capture;
  /** What of the page's word was left out of the capture, as `captureFaults` tells it. */
  captureFaults: string[];
  submittedAtMs: number;
}

/** Turns entries into deliveries. */
export interface Submissions {
  /** A row of a form's content type was created, within the running transaction if there is one. */
  created(form: Form, row: Entry, isWholeRow: boolean): Promise<void>;
  /** Rows were created at once. */
  createdMany(form: Form, ids: unknown[]): Promise<void>;
  /** An entry gets a delivery outside its creation: by the sweep or by a person. */
  enqueue(form: Form, entryId: string, origin: Origin): Promise<void>;
}

export function createSubmissions(
  strapi: Core.Strapi,
  settings: SettingsStore,
  config: PluginConfig,
  momentIn: MomentIn,
  wake: () => void,
  onError: (error: unknown) => void,
): Submissions {
  const reader = createEntryReader(strapi);

  /** Whether a row counts for the form: one that sends on publication waits for a published row. */
  const isSubmission = (form: Form, row: Entry): boolean =>
    form.sendOn === 'create' || (row.publishedAt !== null && row.publishedAt !== undefined);

  /** Puts a row's delivery into the outbox; the returned work is for after the commit. */
  const insert = async (
    trx: Knex.Transaction,
    form: Form,
    row: Entry,
    isComplete: boolean,
    origin: Origin,
  ): Promise<() => void> => {
    const model = modelsOf(strapi)(form.contentType);
    if (!model) return () => undefined;
    const submission = {
      form,
      model,
      entry: row,
      entryId: String(row.documentId),
      capture: origin.capture,
      submittedAtMs: origin.submittedAtMs,
      skip: cloning.getStore() ? ('clone' as const) : null,
      trigger: origin.trigger,
      requestedBy: origin.requestedBy,
    };
    const context = leadContext(strapi, settings, config);
    const delivery = await completed(trx, submission, isComplete).then(
      (complete) => newDelivery(complete, context),
      (error: unknown) => failedDelivery(submission, error),
    );
    const id = await insertDelivery(strapi, trx, momentIn, delivery);
    if (id === null) return () => undefined;
    const tell = () => tellFaults(submission, origin);
    if (delivery.status === 'pending') {
      return () => {
        tell();
        wake();
      };
    }
    const end = { ...delivery, result: null };
    await writeBack(strapi, form, { ...end, deliveredAtMs: null, response: null });
    return () => {
      tell();
      announce(strapi, { ...end, id }, onError);
    };
  };

  /**
   * One line for an entry. A warning, because a page that sends this loses the source of its leads, and
   * nothing else says why. A bot gets no more out of it than one short line for each entry that it
   * manages to store, beside the line that Strapi writes of each request.
   */
  const tellFaults = ({ form, entryId }: Submission, { captureFaults: faults }: Origin): void => {
    if (faults.length === 0) return;
    const what = `${form.contentType} ${entryId}: left out what the page sent, because`;
    strapi.log.warn(`[calltouch] ${what} ${faults.join('; ')}`);
  };

  /** Reads what the templates name beyond the row, and asks the condition. */
  const completed = async (
    trx: Knex.Transaction,
    submission: Submission,
    isComplete: boolean,
  ): Promise<Submission> => {
    const { form, entry, skip, trigger } = submission;
    // A person who sends an entry by hand decides against the condition.
    const mustAsk = trigger === 'automatic' && form.condition !== null;
    if (skip !== null || (isComplete && !mustAsk)) return submission;
    return inSavepoint(trx, async () => {
      if (mustAsk && !(await reader.matches(form, entry.id))) {
        return { ...submission, skip: 'condition' as const };
      }
      const whole = isComplete ? entry : await reader.read(form, { id: entry.id });
      return { ...submission, entry: whole ?? entry };
    });
  };

  const visit = (form: Form): Origin => {
    const { capture, faults } = captureNow(strapi, settings.current(), form);
    return {
      trigger: 'automatic',
      requestedBy: null,
      capture,
      captureFaults: faults,
      submittedAtMs: Date.now(),
    };
  };

  return {
    async created(form, row, isWholeRow) {
      const created = isWholeRow ? row : await reader.read(form, { id: row.id });
      if (!created || !isSubmission(form, created)) return;
      const isComplete = !isWholeRow || !reader.needsMore(form);
      await inTransaction(strapi, async (trx, onCommit) => {
        onCommit(await insert(trx, form, created, isComplete, visit(form)));
      });
    },

    async createdMany(form, ids) {
      await inTransaction(strapi, async (trx, onCommit) => {
        for (const id of ids) {
          const row = await reader.read(form, { id });
          if (row && isSubmission(form, row)) {
            onCommit(await insert(trx, form, row, true, visit(form)));
          }
        }
      });
    },

    async enqueue(form, entryId, origin) {
      await inTransaction(strapi, async (trx, onCommit) => {
        const row = await reader.readCurrent(form, entryId);
        if (row) onCommit(await insert(trx, form, row, true, origin));
      });
    },
  };
}

/** The origin of a delivery that no visitor's request made. */
export function originWithoutVisitor(
  trigger: Trigger,
  requestedBy: string | null,
  submittedAtMs: number,
): Origin {
  return { trigger, requestedBy, capture: NO_CAPTURE, captureFaults: [], submittedAtMs };
}
