import type { CustomField } from './settings';

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

/** Why there is no session, in the words of the capture script; `expired` stands beside one. */
export const NO_SESSION_REASONS = [
  'not_installed',
  'blocked',
  'loading',
  'late', // it came after the lead had been sent
  'timeout',
  'expired',
  'no_consent',
] as const;
export type NoSessionReason = (typeof NO_SESSION_REASONS)[number];

/** What a page may tell of the visit that led to a submission. */
export const VISIT_MEMBERS = [
  'landingPage',
  'referrer',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
  'yclid',
  'gclid',
  'ymclid',
  'yandexClientId',
] as const;
export type VisitMember = (typeof VISIT_MEMBERS)[number];
/** Members that were not told are left out. */
export type Visit = Partial<Record<VisitMember, string>>;

/** Session, page and moment of a submission, taken once from the visitor's own request. */
export interface Capture {
  sessionId: string | null;
  pageUrl: string | null;
  /** Where the session came from. */
  source: 'body' | 'cookie' | null;
  /** Why there is no session, if the page said so; `expired` beside one that is over. */
  reason: NoSessionReason | null;
  /** The site of the tracker that gave the session, as the page has it. */
  siteId: string | null;
  /** The same for each sending of one filling of a form; null if the page told none. */
  token: string | null;
  /** The page's word, else what the page's address says. */
  visit: Visit;
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
  'conditionFailed', // the form's condition could not be asked; text says why
  'mappingFailed', // an unexpected error while the lead was made; text says which
  'transformFailed', // config's transformLead threw or returned something that is no lead
  'nothingToSend', // the entry is gone and the lead was erased
  'dailyLimit', // the site has had its leads for today: values.limit
  // nothing goes out from here
  'foreignDatabase', // the database belongs to another deployment: values.owner, values.here
  'sendingOff', // development or a copy, and nobody has switched the sending on
  'sendNever', // config's send is 'never'
  'paused', // the settings say so
  'cancelledInCopy', // a person said that this is a copy of the site: values.person
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
  'phoneMovedToComment', // no number of Russia or Kazakhstan: values.phone
  'phoneExtensionMovedToComment', // values.phone
  'phoneListed', // several numbers: the first is sent, all are in the comment
  'phoneDropped', // no lead could be identified by it and no comment took it (never happens silently)
  'templateFailed', // values.message; the field is empty
  'attributeMissing', // the mapping names an attribute that does not exist: values.attribute
  'invalidSessionId', // the mapping gave something that is no number
  'foreignTracker', // the session is of another site's tracker: values.siteId, values.trackerSiteId
  'invalidRequestUrl',
  'invalidRequestDate',
  'customFieldsOverLimit', // more than 20
  'writeBackMissing', // target attribute missing: values.attribute
  'writeBackSystem', // target attribute is Strapi's own: values.attribute
  'writeBackProtected', // target attribute is a plugin's own, or private in its type: values.attribute
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
  /** What was sent; null once erased. */
  request: Lead | null;
  /** The answer's text, cut at 8 KiB; null when there was none or it was erased. */
  response: string | null;
}

/** The intent to register one lead once. */
export interface Delivery {
  id: number;
  contentType: string;
  documentId: string;
  /** The entry's language; null where it has none, or was not noted by an older version. */
  locale: string | null;
  /** Key of the site; null where none could be found. */
  site: string | null;
  status: DeliveryStatus;
  reason: Reason | null;
  warnings: Warning[];
  requestNumber: string;
  /** The lead's id in Calltouch; of several the last. */
  requestId: string | null;
  /** All ids that Calltouch gave, oldest first: one for each attempt that it accepted. */
  requestIds: string[];
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
  /** The entry is gone, so there is nothing to link to and nothing to send. */
  entryDeleted: boolean;
  /** Personal data is hidden from whoever asks: names, phones and emails show their first signs only. */
  isMasked: boolean;
  /** Only in `GET /deliveries/:id` and `GET /entries/…`; newest last. */
  attempts?: Attempt[];
}
