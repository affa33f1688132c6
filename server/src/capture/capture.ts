import {
  NO_SESSION_REASONS,
  type Capture,
  type Form,
  type NoSessionReason,
  type Settings,
  type Site,
  type Visit,
} from '../contracts';
import { pageUrlOf } from './pageUrl';
import { siteOf } from './site';
import { marksOf, visitOf } from './visit';

/** What a visitor's request brings along. All of it is the visitor's word: nothing is believed. */
export interface VisitorRequest {
  /** `calltouch` of the create request. */
  input: unknown;
  /** The `Cookie` header. */
  cookies: string | null;
  referer: string | null;
  /** Epoch ms of the request. */
  atMs: number;
}

/** Digits of the longest session id. */
export const LONGEST_SESSION_ID = 20;
/** Longer cookie headers are not searched. */
const LONGEST_COOKIES = 16_384;

/** The capture of a submission that no visitor's request made. */
export const NO_CAPTURE: Capture = {
  sessionId: null,
  pageUrl: null,
  source: null,
  reason: null,
  siteId: null,
  token: null,
  visit: {},
};

/**
 * Takes session, page and visit from a visitor's request: what the page sent, else the tracker's
 * cookies, the `Referer`, and the marks of ads in the page's address. Anything that is not as it must
 * be is as if it were not there.
 */
export function captureOf(
  request: VisitorRequest,
  settings: Pick<Settings, 'sites'>,
  form: Pick<Form, 'site'>,
): Capture {
  const input = isRecord(request.input) ? request.input : {};
  const pageUrl = pageUrlOf(input.pageUrl) ?? pageUrlOf(request.referer);
  const reason = reasonOf(input.reason);
  const hasConsent = reason !== 'no_consent';
  const told = visitOf(input.visit);
  const known = {
    pageUrl,
    token: tokenOf(input.token),
    visit: isFilled(told) || !hasConsent || pageUrl === null ? told : marksOf(pageUrl),
  };
  const sent = sessionIdOf(input.sessionId);
  if (sent !== null) {
    const ended = reason === 'expired' ? reason : null;
    const siteId = sessionIdOf(input.siteId);
    return { ...known, sessionId: sent, source: 'body', reason: ended, siteId };
  }
  const site = siteOf(settings, form, pageUrl);
  // The browser sends the cookies of who has not agreed, too.
  const cookies = hasConsent ? cookiesOf(request.cookies) : new Map<string, string>();
  const found = site && sessionInCookies(cookies, site, settings.sites.length);
  if (found === null) return { ...NO_CAPTURE, ...known, reason };
  const ended = isExpired(cookies, found.sessionId, request.atMs) ? 'expired' : null;
  return { ...known, ...found, source: 'cookie', reason: ended };
}

function isFilled(visit: Visit): boolean {
  return Object.keys(visit).length > 0;
}

/** What tells the sendings of one filling: 16 to 64 letters, digits, `_` and `-`. */
export function tokenOf(value: unknown): string | null {
  return typeof value === 'string' && /^[\w-]{16,64}$/.test(value) ? value : null;
}

/** A session id is a plain number; `0` is what broken pages send, and Calltouch refuses it. */
export function sessionIdOf(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > LONGEST_SESSION_ID) return null;
  return /^[1-9]\d*$/.test(text) ? text : null;
}

/**
 * `modId:siteId:sessionId` of one tracker. Bounded, because a visitor writes cookies, too: of a long
 * row of letters each could begin one.
 */
const TRACKER = /([0-9a-z]{1,32}):(\d{1,20}):(\d+)/g;

function sessionInCookies(
  cookies: ReadonlyMap<string, string>,
  site: Site,
  siteCount: number,
): (Pick<Capture, 'sessionId' | 'siteId'> & { sessionId: string }) | null {
  const found = (session: string | undefined, siteId: string | null) => {
    const sessionId = sessionIdOf(session);
    return sessionId === null ? null : { sessionId, siteId };
  };
  if (site.modId !== '') {
    for (const [, modId, siteId, session] of (cookies.get('_ct_ids') ?? '').matchAll(TRACKER)) {
      if (modId === site.modId) return found(session, sessionIdOf(siteId));
    }
  }
  // With several trackers on a page this cookie does not say whose session it holds.
  return siteCount === 1 ? found(cookies.get('_ct_session_id'), null) : null;
}

/** Whether `call_s` (`modId,expiry,sessionId`, the expiry in seconds) says that a session is over. */
function isExpired(cookies: ReadonlyMap<string, string>, sessionId: string, atMs: number): boolean {
  const pattern = new RegExp(`\\b(\\d{10})[^\\d\\w]{1,3}${sessionId}\\b`);
  const [, expiry] = pattern.exec(cookies.get('call_s') ?? '') ?? [];
  return expiry !== undefined && Number(expiry) * 1000 < atMs;
}

/** Cookies by name; of several with one name the first. */
function cookiesOf(header: string | null): Map<string, string> {
  if (header === null || header.length > LONGEST_COOKIES) return new Map();
  const pairs = header.split(';').map((pair): [string, string] => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), decoded(value.join('=').trim()) ?? ''];
  });
  return new Map(pairs.reverse());
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** One of the reasons that the capture script gives. */
export function reasonOf(value: unknown): NoSessionReason | null {
  return NO_SESSION_REASONS.find((reason) => reason === value) ?? null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
