import type { Core } from '@strapi/strapi';
import type { Settlement } from '../core/settle';
import type { ClaimedDelivery } from '../delivery/ports';

/** Tells Strapi's event hub, and so its webhooks, that a delivery came to rest. Ids, no personal data. */
export function announce(
  strapi: Core.Strapi,
  claimed: ClaimedDelivery,
  settlement: Settlement,
): void {
  const { status, result, reason } = settlement;
  if (status !== 'delivered' && status !== 'failed' && status !== 'unknown') return;
  void strapi.eventHub.emit(`calltouch.delivery.${status}`, {
    delivery: {
      id: claimed.id,
      contentType: claimed.contentType,
      documentId: claimed.entryId,
      site: claimed.siteKey,
      status,
      requestNumber: claimed.requestNumber,
      requestId: result?.requestId ?? null,
      source: result?.source ?? null,
      medium: result?.medium ?? null,
      reason: reason?.code ?? null,
    },
  });
}
