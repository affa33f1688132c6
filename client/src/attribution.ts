import { attempt } from './attempt';
import { pageOf, visitNow } from './page';
import { isExpired, sessionInAnswer, sessionInCookies } from './session';
import { loadTracker, trackerFault, trackerWindow } from './tracker';
import type { Attribution, CaptureOptions } from './types';

/** What a page may change, and its `sites` as `[modId, ...hosts]`. */
export type Options = Omit<CaptureOptions, 'sites'> & { known?: string[][] };

/** How the page captures. */
export const options: Options = { consent: true };

/** Changes the options and, where there is consent and none, loads the tracker if that is wished. */
export function setOptions(changes?: Options): void {
  Object.assign(options, changes);
  const modId = wantedModId();
  if (options.loadTracker && modId && hasConsent() && trackerFault(true) === 'not_installed')
    loadTracker(modId, options.nonce);
}

/**
 * What is known at this moment. The cookies are asked last: they may be of an earlier visit.
 *
 * @param hasWaited nobody waits any longer
 */
export function attributionNow(hasWaited?: boolean): Attribution {
  const page = pageOf();
  const pageUrl = page.location.href;
  if (!hasConsent()) return { pageUrl, reason: 'no_consent' };
  const modId = wantedModId();
  const ask = (...args: string[]) =>
    attempt(() => sessionInAnswer(trackerWindow().ct!('calltracking_params', ...args), modId));
  const cookies = attempt(() => unescape(page.document.cookie))!;
  const session = ask(modId!) ?? ask() ?? sessionInCookies(cookies, modId, !options.known?.[1]);
  const reason = !session
    ? attempt(() => trackerFault(hasWaited))
    : isExpired(cookies, session.sessionId!, Date.now())
      ? 'expired'
      : undefined;
  return { pageUrl, ...session, reason, visit: attempt(visitNow) };
}

/** Whether the visitor agrees at this moment. */
export function hasConsent(): boolean {
  const { consent } = options;
  return attempt(() => (typeof consent === 'function' ? consent() : consent)) === true;
}

/** As the server finds the site: by the page's host, else the first. */
function wantedModId(): string | undefined {
  const { modId, known = [] } = options;
  const host = pageOf().location.hostname.replace(/^www\./, '');
  return modId || (known.find((site) => site.includes(host)) ?? known[0])?.[0];
}
