import { randomUUID } from 'node:crypto';
import type {
  BulkEstimate,
  BulkProgress,
  BulkReport,
  CancelReport,
  SendReport,
} from '../contracts';
import { readProgress } from './bulkProgress';
import { cancelDeliveries, estimateCancel } from './cancel';
import { isContentType } from '../settings/contentTypes';
import { estimateResend, priorityOf, requestResend } from './resend';
import type { Selection } from './selection';
import { estimateEntries, sendEntries } from './sendEntries';
import type { SendingContext } from './sendEntry';

/** What is done with many deliveries at once. The estimates change nothing. */
export interface Bulks {
  resend(selection: Selection, requestedBy: string | null): Promise<BulkReport>;
  estimateResend(selection: Selection): Promise<BulkEstimate>;
  /** Sends entries that have no delivery, and the deliveries of the others again. */
  sendEntries(
    contentType: string,
    documentIds: string[],
    requestedBy: string | null,
  ): Promise<BulkReport | 'noForm'>;
  estimateEntries(contentType: string, documentIds: string[]): Promise<BulkEstimate | 'noForm'>;
  /** Null: no delivery has the id. */
  progress(bulkId: string): Promise<BulkProgress | null>;
  /** @param person who asks, as people are shown */
  cancel(selection: Selection, person: string): Promise<CancelReport>;
  estimateCancel(selection: Selection): Promise<CancelReport>;
}

export function createBulks(context: SendingContext, requestsPerSecond: number): Bulks {
  const { strapi, settings, momentIn, wake } = context;
  const asBulk = async (accept: (bulkId: string) => Promise<SendReport>): Promise<BulkReport> => {
    const bulkId = randomUUID();
    const report = await accept(bulkId);
    wake();
    return { ...report, bulkId: report.sent > 0 ? bulkId : null };
  };
  // A stored form may have lost its content type.
  const formOf = (contentType: string) =>
    isContentType(strapi, contentType) ? settings.anyFormOf(contentType) : null;
  const withRate = (
    estimate: Omit<BulkEstimate, 'requestsPerSecond' | 'paused'>,
  ): BulkEstimate => ({
    ...estimate,
    requestsPerSecond,
    paused: settings.current().delivery.paused,
  });

  return {
    resend(selection, requestedBy) {
      const priority = priorityOf('ids' in selection ? selection.ids.length : Infinity);
      return asBulk((bulkId) =>
        requestResend(strapi, momentIn, selection, { requestedBy, bulkId, priority }),
      );
    },

    estimateResend: async (selection) => withRate(await estimateResend(strapi, selection)),

    async sendEntries(contentType, documentIds, requestedBy) {
      const form = formOf(contentType);
      if (!form) return 'noForm';
      const priority = priorityOf(documentIds.length);
      return asBulk((bulkId) =>
        sendEntries(context, form, documentIds, { requestedBy, bulkId, priority }),
      );
    },

    async estimateEntries(contentType, documentIds) {
      const form = formOf(contentType);
      return form ? withRate(await estimateEntries(strapi, form, documentIds)) : 'noForm';
    },

    progress: (bulkId) => readProgress(strapi, bulkId),

    cancel: (selection, person) =>
      cancelDeliveries(strapi, settings, momentIn, selection, {
        code: 'cancelledByPerson',
        values: { person },
        text: null,
      }),

    estimateCancel: (selection) => estimateCancel(strapi, selection),
  };
}
