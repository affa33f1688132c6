import type { Core } from '@strapi/strapi';
import type { OnError } from '../sending/ports';
import type { DeliveryStatus, LeadResult, Reason } from '../contracts';

/** A delivery that came to rest. */
export interface Rested {
  id: number;
  contentType: string;
  entryId: string;
  siteKey: string;
  requestNumber: string;
  status: DeliveryStatus;
  reason: Reason | null;
  result: LeadResult | null;
}

/**
 * Tells Strapi's event hub, and so its webhooks, that a delivery came to rest. Ids, no personal data.
 *
 * @param onError told what a listener threw: that is no failure of the delivery
 */
export function announce(strapi: Core.Strapi, delivery: Rested, onError: OnError): void {
  const { status, result } = delivery;
  if (status !== 'delivered' && status !== 'failed' && status !== 'unknown') return;
  const payload = {
    delivery: {
      id: delivery.id,
      contentType: delivery.contentType,
      documentId: delivery.entryId,
      site: delivery.siteKey || null,
      status,
      requestNumber: delivery.requestNumber,
      requestId: result?.requestId ?? null,
      source: result?.source ?? null,
      medium: result?.medium ?? null,
      reason: delivery.reason?.code ?? null,
    },
  };
  void strapi.eventHub.emit(`calltouch.delivery.${status}`, payload).catch((error: unknown) => {
    onError(`tell a listener that delivery ${delivery.id} is ${status}`, error);
  });
}
