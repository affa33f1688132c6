/** What a tracker's answers and cookies say of a session. No access to the page. */

/** A session, and whose it is. */
export interface Session {
  sessionId?: string;
  /** Calltouch's id of the site that the tracker belongs to, where it says so. */
  siteId?: string;
}

/** A session by its digits; without them it is none. */
function sessionOf(sessionId: unknown, siteId: unknown): Session | undefined {
  return /^[1-9]\d{0,19}$/.test(sessionId as string)
    ? { sessionId: `${sessionId as string}`, siteId: siteId as string }
    : undefined;
}

/**
 * The session in an answer of `ct('calltracking_params', …)`: an object, or a list with an item for
 * each tracker of the page.
 *
 * @param modId the tracker whose session is wanted; where it or the answer's is unknown, the only
 *   one is taken
 * @throws whatever the answer's own getters throw, and where there is none
 */
export function sessionInAnswer(answer: unknown, modId: string | undefined): Session | undefined {
  const items = [answer].flat() as Record<'modId' | 'siteId' | 'sessionId', unknown>[];
  const own = items.find((item) => (modId && item.modId ? item.modId === modId : !items[1]))!;
  return sessionOf(own.sessionId, own.siteId);
}

/**
 * The session in the tracker's cookies.
 *
 * @param cookies as `document.cookie` has them, without escapes
 * @param isOnlySite no other site is known, so that `_ct_session_id` can't be another's
 */
export function sessionInCookies(
  cookies: string,
  modId: string | undefined,
  isOnlySite: boolean,
): Session | undefined {
  // `modId:siteId:sessionId` of each tracker, joined by a comma or a `_`.
  const found =
    RegExp(`\\b_ct_ids=[^;=]*${modId}:(\\d*):(\\d*)`).exec(cookies) ??
    (isOnlySite && /\b_ct_session_id=()(\d*)/.exec(cookies));
  return found ? sessionOf(found[2], found[1]) : undefined;
}

/**
 * Whether the cookie `call_s` (`modId,expiry,sessionId`, the expiry in seconds) says that the session
 * is over. Where it can't be read, that is not known.
 */
export function isExpired(cookies: string, sessionId: string, nowMs: number): boolean {
  const found = RegExp(`call_s=[^;=]*?\\b(\\d{10})\\W+${sessionId}\\b`).exec(cookies);
  return Number(found?.[1]) * 1000 < nowMs;
}
