import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { PluginConfig } from '../config';
import type { Capture, Form, Trigger } from '../contracts';
import { awaited } from '../capture/lateSession';
import { NO_CAPTURE } from '../capture/capture';
import { submittedAt } from './submittedAt';
import { failedDelivery, newDelivery, type Submission } from './newDelivery';
import type { OnError } from '../sending/ports';
import { leadContext } from './renderAgain';
import { announce } from '../operations/announce';
import { createEntryReader, currentRows, toMs, type Entry } from './entryReader';
import { modelsOf } from '../settings/contentTypes';
import { insertDelivery, isUnstorable } from '../outbox/insertDelivery';
import type { MomentIn } from '../outbox/databaseClock';
import type { SettingsStore } from '../settings/settingsStore';
import type { Intake } from '../intake/moveIntake';
import { createPutInIntake } from '../intake/putInIntake';
import { inSavepoint, inTransaction } from '../outbox/transaction';
import { captureNow } from '../capture/visitorRequest';
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
  /** How long the lead waits for a session that is to come. */
  waitMs: number;
}

/** Turns entries into deliveries. */
export interface Submissions {
  /**
   * Rows of a form's content type are being created.
   *
   * @returns what is to be done when everything else in the running transaction is
   */
  created(form: Form, ids: unknown[]): () => Promise<void>;
  /** An entry gets a delivery outside its creation: by the sweep or by a person. */
  enqueue(form: Form, entryId: string, origin: Origin): Promise<void>;
}

/** What submissions are turned into deliveries with. */
export interface SubmissionsContext {
  strapi: Core.Strapi;
  settings: SettingsStore;
  config: PluginConfig;
  momentIn: MomentIn;
  intake: Intake;
  /** Tells that something is in the intake. */
  takenIn: () => void;
  /** Tells the sender that there is something to send. */
  wake: () => void;
  onError: OnError;
}

export function createSubmissions({
  strapi,
  settings,
  config,
  momentIn,
  intake,
  takenIn,
  wake,
  onError,
}: SubmissionsContext): Submissions {
  const putInIntake = createPutInIntake(strapi);
  const reader = createEntryReader(strapi);

  /**
   * Makes a row's delivery and puts it where it belongs; the returned work is for after the commit.
   *
   * @param isFresh its entry is being created: it goes through the intake if it is to be sent
   */
  const insert = async (
    trx: Knex.Transaction,
    form: Form,
    { row, failure }: Read,
    origin: Origin,
    { isClone = false, isFresh = false }: { isClone?: boolean; isFresh?: boolean } = {},
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
      skip: isClone ? ('clone' as const) : null,
      trigger: origin.trigger,
      requestedBy: origin.requestedBy,
    };
    const context = leadContext(strapi, settings, config);
    let delivery = failure
      ? failedDelivery(submission, 'mappingFailed', failure.error)
      : await judged(trx, submission).then(
          (judgedOne) => newDelivery(judgedOne, context),
          (error: unknown) => failedDelivery(submission, 'conditionFailed', error),
        );
    const tell = () => tellFaults(submission, origin);
    const put = async () => {
      if (isFresh && delivery.status === 'pending') {
        await putInIntake(trx, delivery, origin.waitMs);
        return 'taken in' as const;
      }
      // Another row of the entry may have come in before, in this transaction even.
      const held = await intake.heldOf(form.contentType, [submission.entryId], trx);
      return held.length > 0 ? null : insertDelivery(strapi, trx, momentIn, delivery);
    };
    const id = await put().catch((error: unknown) => {
      if (!isUnstorable(error)) throw error;
      // Whatever of it the database can't hold: that there is a lead must be seen.
      delivery = failedDelivery({ ...submission, capture: NO_CAPTURE }, 'mappingFailed', error);
      return put();
    });
    if (id === null) return () => undefined;
    if (id === 'taken in' || delivery.status === 'pending') {
      return () => {
        tell();
        if (id === 'taken in') takenIn();
        else wake();
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

  /** Asks the condition. */
  const judged = async (trx: Knex.Transaction, submission: Submission): Promise<Submission> => {
    const { form, entry, skip, trigger } = submission;
    // A person who sends an entry by hand decides against the condition.
    if (skip !== null || trigger !== 'automatic' || form.condition === null) return submission;
    const matches = await inSavepoint(trx, () => reader.matches(form, entry.id));
    return matches ? submission : { ...submission, skip: 'condition' };
  };

  /** Reads a row with all that the templates name; the plain row where that fails. */
  const read = async (
    trx: Knex.Transaction,
    form: Form,
    where: Record<string, unknown>,
  ): Promise<Read | null> => {
    const plain = async (failure: Read['failure']) => {
      const row = await reader.readPlain(form, where);
      return row && { row, failure };
    };
    if (!reader.needsMore(form)) return plain(null);
    try {
      const row = await inSavepoint(trx, () => reader.read(form, where));
      return row && { row, failure: null };
    } catch (error) {
      return plain({ error });
    }
  };

  return {
    created(form, ids) {
      const { capture: told, faults } = captureNow(strapi, settings.current(), form);
      const { capture, waitMs } = awaited(told, settings.current().delivery.sessionGraceMs);
      const nowMs = Date.now();
      const isClone = cloning.getStore() === true;
      const sinceMs = settings.sinceMsOf(form.contentType);
      return () =>
        inTransaction(strapi, async (trx, onCommit) => {
          for (const id of ids) {
            const found = await read(trx, form, { id });
            if (!found) continue;
            const facts = {
              createdAtMs: await reader.createdAtMs(form, found.row),
              isPublished: toMs(found.row.publishedAt) !== null,
              isBeingCreated: true,
            };
            const submittedAtMs = submittedAt(form, facts, sinceMs, nowMs);
            if (submittedAtMs === null) continue;
            const origin: Origin = {
              trigger: 'automatic',
              requestedBy: null,
              capture,
              captureFaults: faults,
              submittedAtMs,
              waitMs,
            };
            onCommit(await insert(trx, form, found, origin, { isClone, isFresh: true }));
          }
        });
    },

    async enqueue(form, entryId, origin) {
      await inTransaction(strapi, async (trx, onCommit) => {
        for (const where of currentRows(form, entryId)) {
          const found = await read(trx, form, where);
          if (!found) continue;
          onCommit(await insert(trx, form, found, origin));
          return;
        }
      });
    },
  };
}

/** What was read of an entry, and what went wrong where that is not all. */
interface Read {
  row: Entry;
  failure: { error: unknown } | null;
}

/** The origin of a delivery that no visitor's request made. */
export function originWithoutVisitor(
  trigger: Trigger,
  requestedBy: string | null,
  submittedAtMs: number,
): Origin {
  return { trigger, requestedBy, capture: NO_CAPTURE, captureFaults: [], submittedAtMs, waitMs: 0 };
}
