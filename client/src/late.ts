import { attempt } from './attempt';
import { attributionNow, hasConsent, options } from './attribution';
import { recall, remember } from './memory';
import type { Attribution } from './types';

/** So long a session that comes late is still told, also by the site's next page. */
const KEPT_MS = 60_000;
const POLL_MS = 200;

/** An attribution as it goes out. Where its session may still come, it will be told by its token. */
export function sent(attribution: Attribution, token: string): Attribution {
  attempt(() => {
    const isLate = /loading|timeout/.test(attribution.reason!);
    if (isLate || (hasConsent() && recall().late?.[0] === token))
      remember({ late: isLate ? [token, Date.now()] : [] });
    tellLate();
  });
  return { ...attribution, token };
}

/** Tells the server the session of the submission that went out without it, as soon as it is there. */
export function tellLate(): void {
  const { sessionUrl } = options;
  const { sessionId, pageUrl } = attributionNow();
  const [token, atMs] = (sessionUrl && hasConsent() && recall().late) || [];
  if (!(Date.now() - atMs! < KEPT_MS)) return;
  if (sessionId) {
    remember({ late: [] });
    // As a text, because before any other type the browser would ask the server.
    navigator.sendBeacon(sessionUrl!, JSON.stringify({ token, sessionId, pageUrl }));
  } else setTimeout(() => attempt(tellLate), POLL_MS);
}
