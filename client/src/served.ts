/** The script that the plugin serves: starts by itself, set up by the attributes of its tag. */
import { start } from './start';
import { getAttribution, withAttribution } from './waiting';

/** Sites as the plugin gives them to this script, `[modId, ...hosts]`; the file as it is in the package
 * knows none. */
declare const SITES: string[][] | undefined;

declare global {
  interface Window {
    /** The capture, for scripts of the page. */
    calltouchCapture?: {
      configure: typeof start;
      getAttribution: typeof getAttribution;
      withAttribution: typeof withAttribution;
    };
  }
}

// A page may name the script twice.
if (!window.calltouchCapture) {
  const script = (document.currentScript ?? {}) as Partial<HTMLScriptElement>;
  const { dataset = {}, src, nonce } = script;
  window.calltouchCapture = { configure: start, getAttribution, withAttribution };
  start({
    ...dataset,
    consent: dataset.consent !== 'required',
    loadTracker: 'loadTracker' in dataset,
    nonce,
    // The address is the plugin's then.
    ...(SITES && {
      sessionUrl: src?.replace(/client\.js.*/, 'session'),
      known: SITES,
    }),
  });
}
