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
  /** How long a lead waits for a session that its page has announced; 0: not at all. */
  sessionGraceMs: number;
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

/** Attributes that the plugin adds to types with `pluginOptions.calltouch.enabled`. */
export const RESULT_ATTRIBUTES: Partial<Record<WriteBackResult, string>> = {
  status: 'calltouchStatus',
  requestId: 'calltouchRequestId',
  attribution: 'calltouchAttribution',
  source: 'calltouchSource',
  medium: 'calltouchMedium',
  error: 'calltouchError',
};
