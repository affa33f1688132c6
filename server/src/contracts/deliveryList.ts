import type { Delivery, DeliveryStatus } from './delivery';

export interface Pagination {
  page: number;
  pageSize: number;
  pageCount: number;
  total: number;
}

/** `GET /deliveries` takes these as its query; the resend of many takes them as `filter`. */
export interface DeliveryFilter {
  status?: DeliveryStatus[];
  site?: string;
  contentType?: string;
  /**
   * Of the submission, inclusive: a day `yyyy-mm-dd` (of the zone of `site`, else of the first site),
   * or a moment in ISO 8601.
   */
  from?: string;
  /** The last day, inclusive; or a moment in ISO 8601, exclusive. */
  to?: string;
  /** False: only leads that went out without a session, so that their source is unknown. */
  hasSession?: boolean;
  /**
   * documentId, any of the requestIds, requestNumber that the plugin made; phone, email and any
   * requestNumber for those who may see personal data.
   */
  search?: string;
}

export interface DeliveryPage {
  results: Delivery[];
  pagination: Pagination;
}
