/** Calltouch's tracker on the page: `window.ct` and the script tag that brings it. */
import { pageOf } from './page';

declare global {
  interface Window {
    /** Calltouch's function; until its script has loaded, a stub that queues what it is told. */
    ct?: ((...args: unknown[]) => unknown) & { loaded?: unknown };
    CalltouchDataObject?: 'ct';
  }
}

/** The window that has the tracker: a frame's own, else its page's. */
export function trackerWindow() {
  return window.ct ? window : pageOf();
}

/**
 * Why the tracker gives no session; `loading` as long as it may still give one.
 *
 * @param hasWaited nobody waits any longer
 */
export function trackerFault(hasWaited?: boolean) {
  const { ct, document, performance } = trackerWindow();
  const tag = document.querySelector<HTMLScriptElement>('script[src*="mod.calltouch.ru/"]');
  const isComplete = document.readyState === 'complete';
  // A request that has ended without bringing the tracker was blocked. Before the page is complete,
  // the script may still be about to run.
  if (isComplete && tag && performance.getEntriesByName(tag.src)[0] && (!ct || ct.loaded === false))
    return 'blocked';
  if (!ct && !tag && (isComplete || hasWaited)) return 'not_installed';
  return hasWaited ? 'timeout' : 'loading';
}

/** Does what the snippet in Calltouch's account does: leaves a stub, and loads the script. */
export function loadTracker(modId: string, nonce?: string): void {
  const callbacks: unknown[] = [];
  const stub = (...args: unknown[]) => void callbacks.push(args);
  window.CalltouchDataObject = 'ct';
  window.ct = Object.assign(stub, { callbacks, loaded: false, counters: [modId] });
  const src = `https://mod.calltouch.ru/init.js?id=${modId}`;
  document.head.append(Object.assign(document.createElement('script'), { nonce, src }));
}
