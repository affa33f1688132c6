/** Why there is no session, or what is wrong with it. */
export type NoSessionReason =
  /** The page has no Calltouch tracker. */
  | 'not_installed'
  /** The tracker's script was kept from loading, as ad blockers do it. */
  | 'blocked'
  /** The tracker was still loading when the form went out, which waits for nothing. */
  | 'loading'
  /** The tracker was there but gave no session in the time that the page's script waited. */
  | 'timeout'
  /** The session is over, by the tracker's own cookie; it is sent all the same. */
  | 'expired'
  /** The visitor has not agreed, so nothing was asked. */
  | 'no_consent';

/** Where a visit came from, as far as the page knows; each member at most 2,048 characters. */
export interface Visit {
  /** The tab's first page, and the page before it. */
  landingPage?: string;
  referrer?: string;
  utmSource?: string;
  utmMedium?: string;
  utmCampaign?: string;
  utmTerm?: string;
  utmContent?: string;
  yclid?: string;
  gclid?: string;
  ymclid?: string;
  /** Yandex Metrica's id of the browser. */
  yandexClientId?: string;
}

/** What a form tells Strapi in `data.calltouch`. */
export interface Attribution {
  /** The Calltouch session, digits. */
  sessionId?: string;
  /** Calltouch's id of the site that the tracker belongs to, digits. */
  siteId?: string;
  /** The page's address at this moment; empty on a server. */
  pageUrl: string;
  /** Why there is no session, or `expired` beside one that is over. */
  reason?: NoSessionReason;
  /** The same for each sending of one filling: 16 to 64 characters of `[A-Za-z0-9_-]`. */
  token?: string;
  visit?: Visit;
}

/** A site of the plugin's settings, as far as a page must know it. */
export interface ClientSite {
  /** Id of the site's tracker script; empty if unknown. */
  modId: string;
  /** Host names of its pages in their ASCII form, without `www.`. */
  hosts: string[];
}

/** How the page captures. All of it may be left out. */
export interface CaptureOptions {
  /** Id of the page's tracker script; if left out, that of the site of the page's host. */
  modId?: string;
  /** Known sites; the script that the plugin serves has those of the settings. */
  sites?: ClientSite[];
  /** How long `withAttribution` and `getAttribution` wait for a tracker that is still loading: 500, at
   * most 10,000. A form that goes out by itself never waits. */
  timeoutMs?: number;
  /** Whether the visitor agrees; asked each time. Until then nothing is read. */
  consent?: boolean | (() => boolean);
  /** Loads Calltouch's tracker where the page has none, once there is consent. */
  loadTracker?: boolean;
  /** Where a session that comes after its form is told, `…/api/calltouch/session` of Strapi; the script
   * that the plugin serves knows it. Without it nothing is told. */
  sessionUrl?: string;
  /** Nonce of the page's Content-Security-Policy, for the tracker's script. */
  nonce?: string;
}
