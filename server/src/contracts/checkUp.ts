import type { Lead, OutcomeKind, Reason } from './delivery';
import type { SettingsError } from './settings';

/** `POST /test-lead`: one lead that says it is a test, outside the outbox but within the rate. */
export interface TestLeadRequest {
  /** Key of a stored site. */
  site: string;
  /** Content type of a stored form, whose custom fields the test carries, too. */
  contentType?: string;
}
export interface TestLeadResult {
  outcome: OutcomeKind;
  reason: Reason | null;
  lead: Lead;
  requestId: string | null;
  httpStatus: number | null;
  durationMs: number;
  /** The answer as it came, cut at 8 KiB; null: there was none. */
  response: string | null;
}

/** What a check-up looks at, in the order in which it is shown. */
export const DEPLOYMENT_CHECKS = [
  'deployment', // whether leads go out from here; values.owner, values.here where the database is foreign
] as const;
export const SITE_CHECKS = [
  'siteAccepted', // Calltouch took or refused leads with this site_id: values.at; text: its words
  'modId', // the tracker's id is known
  'tracker', // whose sessions its pages tell, once they have: values.siteId, values.trackerSiteId
  'hosts', // the page's host can tell the site where there are several
  'dailyLimit', // values.used, values.limit
] as const;
export const FORM_CHECKS = [
  'enabled',
  'mapping', // templates and attributes fit: values.count, and each problem in `problems`
  'contact', // name, phone or email is mapped
  'writeBack', // a result is written somewhere, and the attributes can hold it
  'publicCreate', // the public role may create entries
  'recentLeads', // how the last ones ended: values.delivered, values.total
  'capture', // share of the last ones with a session: values.withSession, values.total
] as const;
/** What the check of a live page looks at; after a `page` that is wrong there is no other. */
export const PAGE_CHECKS = [
  'page', // it could be read; values.status or values.code (Node's) where it could not
  'pageHost', // whose page it is by its host: values.host, values.name
  'pageScript', // the plugin's script: values.found, values.expected
  'pageTracker', // Calltouch's script: values.modId, values.name of the site that it is of
  'pageForms', // values.marked, values.total
] as const;
export type CheckCode =
  | (typeof DEPLOYMENT_CHECKS)[number]
  | (typeof SITE_CHECKS)[number]
  | (typeof FORM_CHECKS)[number]
  | (typeof PAGE_CHECKS)[number];

/** What a check can find; each variant has a text of its own. */
export const CHECK_VARIANTS = {
  deployment: ['sends', 'foreign', 'off', 'never'],
  siteAccepted: ['accepted', 'rejected', 'none'],
  modId: ['known', 'missing', 'missingAmongSeveral'],
  tracker: ['own', 'foreign'],
  hosts: ['known', 'notNeeded', 'fallback', 'missing'],
  dailyLimit: ['within', 'reached'],
  enabled: ['on', 'off'],
  mapping: ['fits', 'problems'],
  contact: ['mapped', 'missing'],
  writeBack: ['mapped', 'nothing', 'problems'],
  publicCreate: ['allowed', 'notAllowed', 'noPlugin'],
  recentLeads: ['delivered', 'someFailed', 'allFailed', 'waiting', 'none'],
  capture: ['some', 'never', 'neverForReason', 'tooFew'],
  page: [
    'read',
    'cut',
    'address',
    'notPublic',
    'unreachable',
    'certificate',
    'timeout',
    'redirects',
    'status',
    'notHtml',
  ],
  pageHost: ['ofSite', 'ofNone', 'onlySite'],
  pageScript: ['there', 'addressUnknown', 'mentioned', 'held', 'insecure', 'otherHost', 'missing'],
  pageTracker: [
    'ofSite',
    'ofAny',
    'loaded',
    'held',
    'noId',
    'tagManager',
    'otherSite',
    'unknown',
    'missing',
  ],
  pageForms: ['all', 'some', 'unmarked', 'none'],
} as const satisfies Record<CheckCode, readonly string[]>;

export interface Check {
  code: CheckCode;
  /** `unsure`: nothing shows yet whether it is right, or it need not be. */
  state: 'right' | 'wrong' | 'unsure';
  /** Which of the code's texts fits: `calltouch.check.<code>.<variant>` in the admin. */
  variant: string;
  values: Record<string, string>;
  /** The service's own words; null if there are none. */
  text: string | null;
  /** What is wrong in detail. */
  problems: SettingsError[];
}
/** `POST /check-page`: looks at a live page of a site. */
export interface CheckPageRequest {
  /** http(s) address of the page. */
  url: string;
}
/** A form of a page, as far as its tag tells which one it is; texts are empty where it has none. */
export interface PageForm {
  /** It carries `data-calltouch`. */
  isMarked: boolean;
  id: string;
  name: string;
  action: string;
}
export interface PageCheck {
  /** Where the redirects led to. */
  url: string;
  checks: Check[];
  /** The first 50. */
  forms: PageForm[];
}
/** `GET /check-up` */
export interface CheckUp {
  deployment: Check[];
  sites: { key: string; name: string; checks: Check[] }[];
  forms: { contentType: string; displayName: string; checks: Check[] }[];
}
