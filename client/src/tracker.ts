/** Calltouch's tracker on the page: `window.ct` and the script tag that brings it. */

declare global {
  interface Window {
    /** Calltouch's function; until its script has loaded, a stub that queues what it is told. */
    ct?: ((...args: unknown[]) => unknown) & { loaded?: unknown };
    CalltouchDataObject?: string;
  }
}

const TRACKER_URL = 'https://mod.calltouch.ru/init.js?id=';

/** Whether the browser told that the tracker's script could not be loaded. */
let hasFailed = false;

/** Listens for the failure of the tracker's script. */
export function watchTracker(): void {
  // Errors of resources do not bubble.
  addEventListener('error', onError, true);
}

function onError({ target }: Event): void {
  if (target && target === trackerTag()) hasFailed = true;
}

/** Whether a session may still come. */
export function isTrackerComing(): boolean {
  return !hasFailed && (hasTracker() || document.readyState !== 'complete');
}

/** Why the tracker gave no session in time. */
export function trackerFault(): 'not_installed' | 'blocked' | 'timeout' {
  if (!hasTracker()) return 'not_installed';
  return isBlocked() || !window.ct ? 'blocked' : 'timeout';
}

/** Whether the tracker's script was kept away. */
export function isBlocked(): boolean {
  const tag = trackerTag();
  // A request that has ended without bringing the tracker was blocked before we could hear of it.
  const hasEnded = tag && performance.getEntriesByName(tag.src).length > 0;
  return hasFailed || Boolean(hasEnded && (!window.ct || window.ct.loaded === false));
}

/** Does what the snippet in Calltouch's account does: leaves a stub, and loads the script. */
export function loadTracker(modId: string, nonce = ''): void {
  if (hasTracker()) return;
  const callbacks: unknown[] = [];
  const stub = (...args: unknown[]) => void callbacks.push(args);
  window.CalltouchDataObject = 'ct';
  window.ct = Object.assign(stub, { callbacks, loaded: false, counters: [modId] });
  const src = TRACKER_URL + modId;
  document.head.append(
    Object.assign(document.createElement('script'), { nonce, async: true, src }),
  );
}

function hasTracker(): boolean {
  return Boolean(window.ct || trackerTag());
}

function trackerTag(): HTMLScriptElement | null {
  return document.querySelector('script[src*="//mod.calltouch.ru/"]');
}
