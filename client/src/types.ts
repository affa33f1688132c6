/** Why there is no session. */
export type NoSessionReason =
  /** The page has no Calltouch tracker. */
  | 'not_installed'
  /** The tracker's script was kept from loading, as ad blockers do it. */
  | 'blocked'
  /** The tracker was still loading when the form went out, which waits for nothing. */
  | 'loading'
  /** The tracker was there but gave no session in the time that the page's script waited. */
  | 'timeout'
  /** The visitor has not agreed, so nothing was asked. */
  | 'no_consent';

/** What a form tells Strapi in `data.calltouch`. */
export interface Attribution {
  /** The Calltouch session, digits. */
  sessionId?: string;
  /** The page's address at this moment; empty on a server. */
  pageUrl: string;
  /** Why there is no session. */
  reason?: NoSessionReason;
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
  /** Nonce of the page's Content-Security-Policy, for the tracker's script. */
  nonce?: string;
}
