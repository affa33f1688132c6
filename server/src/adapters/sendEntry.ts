import type { Core } from '@strapi/strapi';
import type { Delivery, SendReport } from '../contracts';
import type { Sent } from '../runtime';
import type { MomentIn } from './databaseClock';
import type { DeliveryQueries } from './deliveryQueries';
import { requestResend } from './resend';
import type { SettingsStore } from './settings';
import { originWithoutVisitor, type Submissions } from './submissions';

/** What sending an entry by hand needs. */
export interface SendingContext {
  strapi: Core.Strapi;
  settings: SettingsStore;
  submissions: Submissions;
  queries: DeliveryQueries;
  momentIn: MomentIn;
  wake: () => void;
}

/** Sends an entry that has no delivery yet, or sends its delivery again. */
export async function sendEntry(
  { strapi, settings, submissions, queries, momentIn, wake }: SendingContext,
  contentType: string,
  documentId: string,
  requestedBy: string | null,
): Promise<Sent> {
  const form = settings.anyFormOf(contentType);
  if (!form) return { kind: 'noForm' };
  const existing = await queries.ofEntry(contentType, documentId);
  if (!existing) {
    const origin = originWithoutVisitor('manual', requestedBy, Date.now());
    await submissions.enqueue(form, documentId, origin);
    const made = await queries.ofEntry(contentType, documentId);
    return made ? { kind: 'accepted', delivery: made } : { kind: 'notFound' };
  }
  const report = await requestResend(strapi, momentIn, { ids: [existing.id] }, requestedBy);
  wake();
  return sentOf(report, await queries.one(existing.id));
}

/** Reads the report of one delivery's resend. */
export function sentOf(report: SendReport, delivery: Delivery | null): Sent {
  if (!delivery) return { kind: 'notFound' };
  if (report.sent > 0) return { kind: 'accepted', delivery };
  return { kind: report.reasons.erased ? 'erased' : 'sending', delivery };
}
