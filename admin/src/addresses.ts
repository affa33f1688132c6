/** Addresses of the plugin's pages and of entries, within the admin. */
import type { Delivery, DeliveryFilter } from '../../server/src/contracts';
import { PLUGIN_ID } from '../../server/src/contracts';

const BASE = `/plugins/${PLUGIN_ID}`;

export const OVERVIEW_ADDRESS = `${BASE}/overview`;
export const SETTINGS_ADDRESS = `/settings/${PLUGIN_ID}`;

/** The list of deliveries, narrowed by a filter. */
export function deliveriesAddress(filter: DeliveryFilter = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== '') params.set(name, String(value));
  }
  const query = params.toString();
  return query === '' ? BASE : `${BASE}?${query}`;
}

/** The page of one delivery. */
export function deliveryAddress(id: number): string {
  return `${BASE}/deliveries/${id}`;
}

/** An entry in the Content Manager, in its language: in another one it would open blank. */
export function entryAddress({
  contentType,
  documentId,
  locale,
}: Pick<Delivery, 'contentType' | 'documentId' | 'locale'>): string {
  const address = `/content-manager/collection-types/${contentType}/${documentId}`;
  return locale === null
    ? address
    : `${address}?plugins[i18n][locale]=${encodeURIComponent(locale)}`;
}
