import type { Core, UID } from '@strapi/strapi';
import type { Form, SendReport } from '../contracts';
import { estimateResend, reportOf, requestResend, type ResendRequest } from './resend';
import type { SendingContext } from './sendEntry';
import { originWithoutVisitor } from '../entries/submissions';
import { DELIVERY_TABLE } from '../outbox/tables';
import { inTransaction } from '../outbox/transaction';

/** What `sendEntries` would do. Changes nothing. */
export async function estimateEntries(
  strapi: Core.Strapi,
  form: Form,
  documentIds: string[],
): Promise<SendReport & { mayHaveArrived: number }> {
  const { deliveryIds, unsent, notFound } = await sorted(strapi, form, documentIds);
  const again = await estimateResend(strapi, { ids: deliveryIds });
  return { ...again, ...withNew(again, unsent.length, notFound) };
}

/** Sends entries that have no delivery yet, and the deliveries of the others again, as one bulk. */
export async function sendEntries(
  { strapi, submissions, momentIn }: SendingContext,
  form: Form,
  documentIds: string[],
  request: ResendRequest,
): Promise<SendReport> {
  const { deliveryIds, unsent, notFound } = await sorted(strapi, form, documentIds);
  const again = await requestResend(strapi, momentIn, { ids: deliveryIds }, request);
  let enqueued = 0;
  for (const entryId of unsent) {
    const origin = originWithoutVisitor('manual', request.requestedBy, Date.now());
    // One short transaction for each: a visitor's form must not wait for all of them.
    enqueued += await inTransaction(strapi, async (trx): Promise<number> => {
      await submissions.enqueue(form, entryId, origin);
      return strapi.db
        .getConnection(DELIVERY_TABLE)
        .transacting(trx)
        .where({ content_type: form.contentType, entry_id: entryId })
        .update({ bulk_id: request.bulkId, priority: request.priority });
    });
  }
  // An entry that was deleted since has got no delivery.
  return withNew(again, enqueued, notFound + unsent.length - enqueued);
}

/** Adds what is sent for the first time to the report of what is sent again. */
function withNew(again: SendReport, sent: number, notFound: number): SendReport {
  return reportOf(again.sent + sent, { ...again.reasons, notFound });
}

/** Which entries have a delivery, which have none, and how many there are not. */
async function sorted(
  strapi: Core.Strapi,
  form: Form,
  documentIds: string[],
): Promise<{ deliveryIds: number[]; unsent: string[]; notFound: number }> {
  const deliveries: { id: number; entry_id: string }[] = await strapi.db
    .getConnection(DELIVERY_TABLE)
    .select('id', 'entry_id')
    .where('content_type', form.contentType)
    .whereIn('entry_id', documentIds);
  const sent = new Set(deliveries.map((row) => row.entry_id));
  const others = documentIds.filter((documentId) => !sent.has(documentId));
  const rows: unknown = await strapi.db
    .queryBuilder(form.contentType as UID.ContentType)
    .init({ where: { documentId: { $in: others } } })
    .select(['documentId'])
    .execute();
  const unsent = [...new Set((rows as { documentId: string }[]).map((row) => row.documentId))];
  return {
    deliveryIds: deliveries.map(({ id }) => id),
    unsent,
    notFound: others.length - unsent.length,
  };
}
