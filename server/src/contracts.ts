/**
 * Types and names shared by the server, the admin and other code. Types and constants only: this
 * file imports nothing and does nothing.
 */

/** The plugin's id in Strapi: prefix of its routes, permissions, tables and events. */
export const PLUGIN_ID = 'calltouch';

// ───────────────────────────── settings ─────────────────────────────

/** The parameters of Calltouch's register request that a form maps (all but the custom fields). */
export const LEAD_FIELDS = [
  'subject',
  'fio',
  'phoneNumber',
  'email',
  'comment',
  'tags',
  'requestUrl',
  'sessionId',
  'requestNumber',
  'requestDate',
] as const;
export type LeadField = (typeof LEAD_FIELDS)[number];

/** Results of a delivery that can be written back onto the entry. */
export const WRITE_BACK_RESULTS = [
  'status',
  'requestId',
  'requestNumber',
  'attribution',
  'source',
  'medium',
  'keywords',
  'utmSource',
  'utmMedium',
  'utmTerm',
  'utmContent',
  'utmCampaign',
  'city',
  'ref',
  'url',
  'sessionId',
  'yaClientId',
  'guaClientId',
  'clientId',
  'uniqueRequest',
  'uniqTargetRequest',
  'targetRequest',
  'deliveredAt',
  'error',
  'response',
] as const;
export type WriteBackResult = (typeof WRITE_BACK_RESULTS)[number];

/** A site of the Calltouch account. */
export interface Site {
  /** Stable name that forms and deliveries refer to: `[a-zA-Z0-9_-]{1,64}`. */
  key: string;
  /** What people call it. */
  name: string;
  /** Calltouch's numeric id of the site, as text. */
  siteId: string;
  /** Id of Calltouch's tracker script: 8 characters of `[0-9a-z]`; empty if unknown. */
  modId: string;
  /** Host names whose pages belong to this site, without scheme, port or path. */
  hosts: string[];
  /** IANA time zone of the account, in which `requestDate` is written. */
  timeZone: string;
}

export interface CustomField {
  /** Name of the field in the Calltouch account's API settings. */
  name: string;
  /** Liquid template. */
  value: string;
}

/** The rule for one content type: which site, which mapping, when. */
export interface Form {
  /** uid of the content type, e.g. `api::lead.lead`. */
  contentType: string;
  enabled: boolean;
  /** Key of a site; null: the site whose hosts contain the page's host, else the first. */
  site: string | null;
  /** `create`: as soon as the entry exists; `publish`: when a published version exists. */
  sendOn: 'create' | 'publish';
  /** A Strapi filter that an entry must match, or null for every entry. */
  condition: Record<string, unknown> | null;
  /** Liquid templates; a member left out is the same as empty. */
  fields: Partial<Record<LeadField, string>>;
  customFields: CustomField[];
  /** Result → name of the attribute that takes it. */
  writeBack: Partial<Record<WriteBackResult, string>>;
}

export interface DeliverySettings {
  /** True: nothing is sent; new leads wait in the outbox. */
  paused: boolean;
  /** Hours after which a lead that could not be delivered is set `failed`. */
  giveUpAfterHours: number;
  /** What to do when nobody knows whether a lead arrived. */
  onUnknown: 'resend' | 'hold';
  /** Most leads a day and site (day of the site's zone); null: no limit. */
  dailyLimit: number | null;
  /** Days after which a finished delivery loses its lead and answer. */
  retentionDays: number;
}

/** The document that the settings page edits. */
export interface Settings {
  sites: Site[];
  forms: Form[];
  delivery: DeliverySettings;
}

/** One refusal, of settings or of a request: where, and what to do about it. */
export interface SettingsError {
  /** Path of the member, as in Strapi's own errors: `["sites", "0", "siteId"]`. */
  path: string[];
  /** Key of the translated text (`calltouch.error.<code>` in the admin). */
  code: string;
  /** Values for the text's placeholders. */
  values: Record<string, string>;
  /** The same in English, for those who call the API. */
  message: string;
}

// ───────────────────────────── lead and delivery ─────────────────────────────

/** Exactly what Calltouch is sent. An absent or empty member is not sent. */
export interface Lead {
  subject?: string;
  requestNumber?: string;
  /** `dd.mm.yyyy hh:mm:ss` in the site's zone. */
  requestDate?: string;
  sessionId?: string;
  fio?: string;
  /** Eleven digits, beginning with 7. */
  phoneNumber?: string;
  email?: string;
  comment?: string;
  tags?: string;
  requestUrl?: string;
  customFields: CustomField[];
}

/** Session, page and moment of a submission, taken once from the visitor's own request. */
export interface Capture {
  sessionId: string | null;
  pageUrl: string | null;
  /** Where the session came from. */
  source: 'body' | 'cookie' | null;
  /** Why there is no session, in the browser's words, if it said so. */
  reason: string | null;
}

export const DELIVERY_STATUSES = [
  'pending',
  'sending',
  'delivered',
  'failed',
  'unknown',
  'skipped',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export type Trigger = 'automatic' | 'manual';

export type OutcomeKind = 'accepted' | 'rejected' | 'throttled' | 'retry' | 'uncertain';

/** Why a delivery or an attempt is as it is. The admin has a text for each code in each language. */
export const REASON_CODES = [
  // a rule said no, or a person did
  'condition', // the entry does not match the form's condition
  'clone', // the entry is a copy, not a submission
  'transformRejected', // config's transformLead returned null
  'entryDeleted', // the entry was deleted before the lead was sent
  'cancelledByPerson',
  // the lead could not be made
  'noContact', // none of name, phone and email
  'noSite', // no site is configured, or the form's site is gone
  'noForm', // no form is configured for the content type
  'mappingFailed', // an unexpected error while the lead was made; text says which
  'transformFailed', // config's transformLead threw or returned something that is no lead
  'nothingToSend', // the entry is gone and the lead was erased
  'dailyLimit', // the site has had its leads for today: values.limit
  // Calltouch or the way to it
  'rejected', // Calltouch refused; text holds its words
  'throttled', // HTTP 429
  'dns',
  'refused',
  'unreachable',
  'tls',
  'connectTimeout',
  'redirect', // HTTP 3xx: apiUrl is wrong
  'timeout', // sent, but no answer in time
  'reset', // sent, then the connection broke
  'serverError', // HTTP 5xx or 408
  'unreadable', // an answer that is no answer: HTML, cut off, empty, too long
  'interrupted', // the process died while the lead was being sent
  // the end
  'gaveUp', // not delivered within giveUpAfterHours
  'crashed', // was being sent at three crashes
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export interface Reason {
  code: ReasonCode;
  /** Values for the text's placeholders, e.g. `{ status: "503" }`. */
  values: Record<string, string>;
  /** The service's or the error's own words, shown beneath; null if there are none. */
  text: string | null;
}

export const WARNING_CODES = [
  'cut', // longer than the service takes: values.limit
  'phoneMovedToComment', // not 11 digits: values.phone
  'phoneExtensionMovedToComment', // values.phone
  'phoneListed', // several numbers: the first is sent, all are in the comment
  'phoneDropped', // no lead could be identified by it and no comment took it (never happens silently)
  'templateFailed', // values.message; the field is empty
  'attributeMissing', // the mapping names an attribute that does not exist: values.attribute
  'invalidSessionId', // the mapping gave something that is no number
  'invalidRequestUrl',
  'invalidRequestDate',
  'customFieldsOverLimit', // more than 20
  'writeBackMissing', // target attribute missing: values.attribute
  'writeBackType', // target attribute cannot hold the value: values.attribute
  'writeBackFailed', // the database refused: values.attribute, values.message
  'dateDiffers', // Calltouch's date is not the one that was sent: values.hours
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

/** Something a person should know about a lead that goes out all the same. */
export interface Warning {
  /** Lead parameter, `customFields.<name>` or `writeBack.<result>`. */
  field: string;
  code: WarningCode;
  values: Record<string, string>;
}

/** What Calltouch said of an accepted lead. All ids are strings: they exceed 2^53. */
export interface LeadResult {
  requestId: string;
  requestNumber: string | null;
  /** Number of the attribution model. */
  attribution: string | null;
  source: string | null;
  medium: string | null;
  keywords: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmTerm: string | null;
  utmContent: string | null;
  utmCampaign: string | null;
  city: string | null;
  ref: string | null;
  url: string | null;
  sessionId: string | null;
  yaClientId: string | null;
  guaClientId: string | null;
  clientId: string | null;
  uniqueRequest: boolean | null;
  uniqTargetRequest: boolean | null;
  targetRequest: boolean | null;
  /** Calltouch's moment of the lead, ms since 1970. */
  dateMs: number | null;
}

/** One HTTP request for a delivery. */
export interface Attempt {
  id: number;
  /** 1 for the delivery's first. */
  number: number;
  trigger: Trigger;
  /** Who asked for it; null for automatic ones and for other code. */
  requestedBy: string | null;
  /** True if an earlier attempt may have arrived, so that this one may have made a second lead. */
  possibleDuplicate: boolean;
  /** ISO 8601. */
  startedAt: string;
  durationMs: number | null;
  httpStatus: number | null;
  outcome: OutcomeKind;
  reason: Reason | null;
  requestId: string | null;
  /** The answer's text, cut at 8 KiB; null when there was none or it was erased. */
  response: string | null;
}

/** The intent to register one lead once. */
export interface Delivery {
  id: number;
  contentType: string;
  documentId: string;
  /** Key of the site; null where none could be found. */
  site: string | null;
  status: DeliveryStatus;
  reason: Reason | null;
  warnings: Warning[];
  requestNumber: string;
  requestId: string | null;
  result: LeadResult | null;
  /** Null once erased. */
  lead: Lead | null;
  capture: Capture | null;
  trigger: Trigger;
  attemptCount: number;
  possibleDuplicate: boolean;
  /** ISO 8601: the moment of submission. */
  submittedAt: string;
  /** ISO 8601; null unless pending. */
  nextAttemptAt: string | null;
  deliveredAt: string | null;
  /** Only in `GET /deliveries/:id` and `GET /entries/…`; newest last. */
  attempts?: Attempt[];
}

// ───────────────────────────── admin API ─────────────────────────────

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
  /** ISO 8601, inclusive; of the submission. */
  from?: string;
  /** ISO 8601, exclusive. */
  to?: string;
  /** documentId, requestId, requestNumber, phone or email. */
  search?: string;
}
export interface DeliveryPage {
  results: Delivery[];
  pagination: Pagination;
}

/** Why a delivery could not be sent (again). */
export type SkipReason = 'sending' | 'notFound' | 'noForm' | 'erased';

export interface SendReport {
  /** How many were accepted for sending. */
  sent: number;
  skipped: number;
  /** How many for which reason. */
  reasons: Partial<Record<SkipReason, number>>;
}
/** Answer of the routes for one delivery or entry. */
export interface SendOneReport extends SendReport {
  delivery: Delivery;
}

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
}

/** `GET /forms`: which content types are forms; for panels and columns. */
export interface FormInfo {
  contentType: string;
  enabled: boolean;
}

export interface Overview {
  counts: Record<DeliveryStatus, number>;
  /** Age in ms of the oldest pending delivery; null if none is pending. */
  oldestPendingAgeMs: number | null;
  /** The last 30 days, days in UTC as `yyyy-mm-dd`, oldest first. */
  perDay: { day: string; counts: Partial<Record<DeliveryStatus, number>>; withSession: number }[];
  /** Delivered leads of the last 30 days by source and medium, most first, at most 50. */
  perSource: { source: string | null; medium: string | null; count: number }[];
}

/** Actions of Strapi's permissions, without their prefix `plugin::calltouch.`. */
export const PERMISSIONS = [
  'settings.read',
  'settings.update',
  'deliveries.read',
  'deliveries.send',
  'deliveries.export',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Attributes that the plugin adds to types with `pluginOptions.calltouch.enabled`. */
export const RESULT_ATTRIBUTES: Partial<Record<WriteBackResult, string>> = {
  status: 'calltouchStatus',
  requestId: 'calltouchRequestId',
  attribution: 'calltouchAttribution',
  source: 'calltouchSource',
  medium: 'calltouchMedium',
  error: 'calltouchError',
};
