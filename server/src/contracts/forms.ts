import type { Lead, Reason, Warning } from './delivery';
import type { Form, WriteBackResult } from './settings';

export interface AttributeInfo {
  name: string;
  /** Strapi's attribute type. */
  type: string;
  /** Template that inserts its text, e.g. `{{ product.title }}`; null where it can't be mapped. */
  template: string | null;
  /** Attributes within (of a component, or of the related type), one level. */
  attributes?: AttributeInfo[];
  /** Results that it can take by write-back. */
  takes: WriteBackResult[];
}

export interface ContentTypeInfo {
  uid: string;
  displayName: string;
  draftAndPublish: boolean;
  /** The plugin adds its own result attributes (`pluginOptions.calltouch.enabled`). */
  resultAttributes: boolean;
  attributes: AttributeInfo[];
  /** A mapping made from the attributes' names. */
  suggestion: Pick<Form, 'fields' | 'customFields' | 'writeBack'>;
}

export interface PreviewRequest {
  form: Form;
  /** Entry to show; the newest if absent. */
  documentId?: string;
}
export interface Preview {
  /** Null: the content type has no entry yet. */
  documentId: string | null;
  site: string | null;
  lead: Lead | null;
  /** Why no lead would be sent. */
  reason: Reason | null;
  warnings: Warning[];
  /** Personal data is hidden from whoever asks. */
  isMasked: boolean;
}

/** `GET /forms`: which content types are forms; for panels, columns and filters. */
export interface FormInfo {
  contentType: string;
  displayName: string;
  enabled: boolean;
}
/** `GET /sites`: what a site is called, and whose days are its own; for filters. */
export interface SiteInfo {
  key: string;
  name: string;
  /** IANA name. */
  timeZone: string;
}
