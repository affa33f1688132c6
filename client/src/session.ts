/** What a tracker's answers and cookies say of a session. No access to the page. */
import { attempt } from './attempt';

/** Digits of a session, else undefined. */
export function sessionIdOf(value: unknown): string | undefined {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,19}$/.test(text) ? text : undefined;
}

/**
 * The session in an answer of `ct('calltracking_params', …)`: an object, or a list with an item for
 * each tracker of the page.
 *
 * @param modId the tracker whose session is wanted; where it or the answer's is unknown, the only
 *   one is taken
 * @throws whatever the answer's own getters throw
 */
export function sessionInAnswer(answer: unknown, modId: string | undefined): string | undefined {
  const items = [answer].flat() as { modId?: unknown; sessionId?: unknown }[];
  const own = items.find((item) =>
    modId && item.modId ? item.modId === modId : items.length === 1,
  );
  return sessionIdOf(own?.sessionId);
}

/**
 * The session in the tracker's cookies.
 *
 * @param cookies as `document.cookie` has them
 * @param isOnlySite no other site is known, so that `_ct_session_id` can't be another's
 */
export function sessionInCookies(
  cookies: string,
  modId: string | undefined,
  isOnlySite: boolean,
): string | undefined {
  // `modId:siteId:sessionId` of each tracker, joined by a comma or a `_`.
  const ids = cookieOf(cookies, '_ct_ids').split(/[^\da-z:]/);
  const items = ids.map((item) => {
    const [id, , sessionId] = item.split(':');
    return { modId: id, sessionId };
  });
  return (
    sessionInAnswer(items, modId) ??
    (isOnlySite ? sessionIdOf(cookieOf(cookies, '_ct_session_id')) : undefined)
  );
}

function cookieOf(cookies: string, name: string): string {
  const [, value = ''] = new RegExp(`(?:^|; *)${name}=([^;]*)`).exec(cookies) ?? [];
  return attempt(() => decodeURIComponent(value)) ?? '';
}
