/** The script that the plugin serves: starts by itself, set up by the attributes of its tag. */
import { configure, getAttribution, withAttribution } from './index';
import type { ClientSite } from './types';

/** The plugin defines it around this script; the file as it is in the package knows no sites. */
declare const SITES: ClientSite[] | undefined;

declare global {
  interface Window {
    /** The capture, for scripts of the page. */
    calltouchCapture?: {
      configure: typeof configure;
      getAttribution: typeof getAttribution;
      withAttribution: typeof withAttribution;
    };
  }
}

// A page may name the script twice.
if (!window.calltouchCapture) {
  const script = document.currentScript as HTMLScriptElement | null;
  const { modId, timeoutMs, consent, loadTracker } = script?.dataset ?? {};
  window.calltouchCapture = { configure, getAttribution, withAttribution };
  configure({
    modId,
    sites: typeof SITES === 'undefined' ? [] : SITES,
    timeoutMs: timeoutMs ? Number(timeoutMs) : undefined,
    consent: consent !== 'required',
    loadTracker: loadTracker !== undefined,
    nonce: script?.nonce,
  });
}
