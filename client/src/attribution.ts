import { attempt } from './attempt';
import { addAttribution } from './body';
import { sessionInAnswer, sessionInCookies } from './session';
import { isBlocked, isTrackerComing, loadTracker, trackerFault } from './tracker';
import type { Attribution, CaptureOptions } from './types';

const DEFAULT_TIMEOUT_MS = 500;
/** No visitor waits longer, whatever the page's author wrote. */
const LONGEST_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

const options: CaptureOptions = {};

/** Changes the options and, where there is consent, loads the tracker if that is wished. */
export function setOptions(changes: CaptureOptions): void {
  Object.assign(options, changes);
  loadIfWished();
}

/** The session of this visit and the address of this page. Waits for a tracker that is still loading,
 * no longer than `timeoutMs`. Never rejects: without a session, `reason` says why. */
export async function getAttribution({
  timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
}: { timeoutMs?: number } = {}): Promise<Attribution> {
  loadIfWished();
  const endMs = performance.now() + Math.min(timeoutMs, LONGEST_TIMEOUT_MS);
  let leftMs;
  // So written that a time that is no number ends the waiting.
  while ((leftMs = endMs - performance.now()) > 0 && mayBecomeKnown()) {
    const pauseMs = Math.min(POLL_MS, leftMs);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return attributionNow();
}

/** Adds the attribution to a body: to `data.calltouch` of an object `{ data }`, to `calltouch` of
 * another object, to the fields of `FormData` or `URLSearchParams`. Never rejects. */
export async function withAttribution<Body>(
  body: Body,
  waiting?: { timeoutMs?: number },
): Promise<Body> {
  return addAttribution(body, await getAttribution(waiting));
}

/** What is known as a form goes out, which waits for nothing. */
export function attributionAtSubmit(): Attribution {
  const known = attributionNow();
  const isLoading = known.reason && mayBecomeKnown() && !attempt(isBlocked);
  return isLoading ? { ...known, reason: 'loading' } : known;
}

/** What is known at this moment. The cookies are asked last: they may be of an earlier visit. */
function attributionNow(): Attribution {
  const pageUrl = globalThis.location?.href ?? '';
  if (!hasConsent()) return { pageUrl, reason: 'no_consent' };
  const sessionId = trackerSession() ?? cookieSession();
  return sessionId ? { sessionId, pageUrl } : { pageUrl, reason: attempt(trackerFault) };
}

/** Whether waiting may bring a session. */
function mayBecomeKnown(): boolean {
  return Boolean(hasConsent() && attempt(isTrackerComing) && !trackerSession());
}

function trackerSession(): string | undefined {
  const modId = wantedModId();
  const ask = (...args: string[]) =>
    attempt(() => sessionInAnswer(window.ct!('calltracking_params', ...args), modId));
  return (modId && ask(modId)) || ask();
}

function cookieSession(): string | undefined {
  const isOnlySite = (options.sites ?? []).length < 2;
  return attempt(() => sessionInCookies(document.cookie, wantedModId(), isOnlySite));
}

/** As the server finds the site: by the page's host, else the first. */
function wantedModId(): string | undefined {
  const { modId, sites = [] } = options;
  const host = globalThis.location?.hostname.replace(/^www\./, '');
  return modId || (sites.find(({ hosts }) => hosts.includes(host)) ?? sites[0])?.modId;
}

function hasConsent(): boolean {
  const { consent = true } = options;
  return attempt(() => (typeof consent === 'function' ? consent() : consent)) === true;
}

function loadIfWished(): void {
  const modId = wantedModId();
  if (options.loadTracker && modId && hasConsent())
    attempt(() => loadTracker(modId, options.nonce));
}
