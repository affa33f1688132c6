import { setOptions } from './attribution';
import { watchForms } from './forms';
import { watchTracker } from './tracker';
import type { CaptureOptions } from './types';

export { getAttribution, withAttribution } from './attribution';
export type { Attribution, CaptureOptions, ClientSite, NoSessionReason } from './types';

/**
 * Sets how the page captures, and watches its `<form data-calltouch>`. May be called again, for
 * example with `{ consent: true }`; what is left out stays. On a server it watches nothing.
 */
export function configure(changes: CaptureOptions = {}): void {
  setOptions(changes);
  if (typeof window === 'undefined') return;
  watchTracker();
  watchForms();
}
