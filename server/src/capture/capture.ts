import {
  NO_SESSION_REASONS,
  type Capture,
  type Form,
  type NoSessionReason,
  type Settings,
  type Site,
} from '../contracts';
import { siteOf } from './site';

/** What a visitor's request brings along. All of it is the visitor's word: nothing is believed. */
export interface VisitorRequest {
  /** `calltouch` of the create request. */
  input: unknown;
  /** The `Cookie` header. */
  cookies: string | null;
  referer: string | null;
}

/** Longest page address that is passed on; Calltouch's page names no limit. */
export const LONGEST_PAGE_URL = 2048;
/** Digits of the longest session id. */
export const LONGEST_SESSION_ID = 20;
/** Longer cookie headers are not searched. */
const LONGEST_COOKIES = 16_384;

/** The capture of a submission that no visitor's request made. */
export const NO_CAPTURE: Capture = { sessionId: null, pageUrl: null, source: null, reason: null };

/**
 * Takes session and page from a visitor's request: what the page sent, else the tracker's cookies,
 * else, for the page, the `Referer`. Anything that is no plain number or no http(s) address is as if
 * it were not there.
 */
export function captureOf(
  request: VisitorRequest,
  settings: Pick<Settings, 'sites'>,
  form: Pick<Form, 'site'>,
): Capture {
  const input = isRecord(request.input) ? request.input : {};
  const pageUrl = pageUrlOf(input.pageUrl) ?? pageUrlOf(request.referer);
  const reason = reasonOf(input.reason);
  const sent = sessionIdOf(input.sessionId);
  if (sent !== null) return { sessionId: sent, pageUrl, source: 'body', reason: null };
  const site = siteOf(settings, form, pageUrl);
  // The browser sends the cookies of who has not agreed, too.
  const mayRead = site !== null && reason !== 'no_consent';
  const cookie = mayRead ? sessionInCookies(request.cookies, site, settings.sites.length) : null;
  if (cookie !== null) return { sessionId: cookie, pageUrl, source: 'cookie', reason: null };
  return { sessionId: null, pageUrl, source: null, reason };
}

/** A session id is a plain number; `0` is what broken pages send, and Calltouch refuses it. */
export function sessionIdOf(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > LONGEST_SESSION_ID) return null;
  return /^[1-9]\d*$/.test(text) ? text : null;
}

/** An absolute http(s) address of at most 2048 characters without white space or control characters. */
export function pageUrlOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_PAGE_URL) return null;
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(value)) return null;
  return URL.canParse(value) ? value : null;
}

/**
 * `modId:siteId:sessionId` of one tracker. Bounded, because a visitor writes cookies, too: of a long
 * row of letters each could begin one.
 */
const TRACKER = /([0-9a-z]{1,32}):\d{1,20}:(\d+)/g;

function sessionInCookies(header: string | null, site: Site, siteCount: number): string | null {
  if (header === null || header.length > LONGEST_COOKIES) return null;
  const ids = cookieOf(header, '_ct_ids');
  if (ids !== null && site.modId !== '') {
    for (const [, modId, sessionId] of ids.matchAll(TRACKER)) {
      if (modId === site.modId) return sessionIdOf(sessionId);
    }
  }
  // With several trackers on a page this cookie does not say whose session it holds.
  return siteCount === 1 ? sessionIdOf(cookieOf(header, '_ct_session_id')) : null;
}

function cookieOf(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return decoded(value.join('=').trim());
  }
  return null;
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
