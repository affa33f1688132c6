import type { Core } from '@strapi/strapi';
import type { Delivery, SendReport } from '../contracts';
import type { MomentIn } from '../outbox/databaseClock';
import type { DeliveryQueries } from '../outbox/readDeliveries';
import { priorityOf, requestResend } from './resend';
import type { SettingsStore } from '../settings/settingsStore';
import { originWithoutVisitor, type Submissions } from '../entries/submissions';

/** What sending an entry by hand needs. */
export interface SendingContext {
  strapi: Core.Strapi;
  settings: SettingsStore;
  submissions: Submissions;
  queries: DeliveryQueries;
  momentIn: MomentIn;
  wake: () => void;
}

/** What came of a wish to send. */
export type Sent =
  | { kind: 'accepted'; delivery: Delivery }
  /** Being sent at this moment. */
  | { kind: 'sending'; delivery: Delivery }
  /** The entry was deleted and its lead erased. */
  | { kind: 'erased'; delivery: Delivery }
  /** No such delivery or entry. */
  | { kind: 'notFound' }
  /** The content type is no form. */
  | { kind: 'noForm' };

/** Sends an entry that has no delivery yet, or sends its delivery again. */
export async function sendEntry(
  context: SendingContext,
  contentType: string,
  documentId: string,
  requestedBy: string | null,
): Promise<Sent> {
  const { settings, submissions, queries } = context;
  const form = settings.anyFormOf(contentType);
  if (!form) return { kind: 'noForm' };
  const existing = await queries.ofEntry(contentType, documentId);
  if (!existing) {
    const origin = originWithoutVisitor('manual', requestedBy, Date.now());
    await submissions.enqueue(form, documentId, origin);
    const made = await queries.ofEntry(contentType, documentId);
    return made ? { kind: 'accepted', delivery: made } : { kind: 'notFound' };
  }
  return resendOne(context, existing.id, requestedBy);
}

/** Sends one delivery again. */
export async function resendOne(
  { strapi, queries, momentIn, wake }: SendingContext,
  id: number,
  requestedBy: string | null,
): Promise<Sent> {
  const request = { requestedBy, bulkId: null, priority: priorityOf(1) };
  const report = await requestResend(strapi, momentIn, { ids: [id] }, request);
  wake();
  return sentOf(report, await queries.one(id));
}

/** Reads the report of one delivery's resend. */
function sentOf(report: SendReport, delivery: Delivery | null): Sent {
  if (!delivery) return { kind: 'notFound' };
  if (report.sent > 0) return { kind: 'accepted', delivery };
  return { kind: report.reasons.erased ? 'erased' : 'sending', delivery };
}
