import { addAttribution } from './body';
import { start } from './start';
import type { Attribution, CaptureOptions } from './types';
import * as waiting from './waiting';

export type { Attribution, CaptureOptions, ClientSite, NoSessionReason, Visit } from './types';

/** The module may be imported on a server, which knows nothing of a visit. */
const isServer = typeof window === 'undefined';
const NOTHING: Attribution = { pageUrl: '' };

/**
 * Sets how the page captures, and watches its `<form data-calltouch>`. May be called again, for
 * example with `{ consent: true }`; what is left out stays. On a server it watches nothing.
 */
export function configure({ sites, ...changes }: CaptureOptions = {}): void {
  if (isServer) return;
  const lists = sites?.map(({ modId, hosts }) => [modId, ...hosts]);
  start({ ...changes, ...(lists && { known: lists }) });
}

/** The session of this visit and the address of this page. Waits for a tracker that is still loading,
 * no longer than `timeoutMs`. Never rejects: without a session, `reason` says why. */
export async function getAttribution(how?: { timeoutMs?: number }): Promise<Attribution> {
  return isServer ? NOTHING : waiting.getAttribution(how);
}

/** Adds the attribution to a body: to `data.calltouch` of an object `{ data }`, to `calltouch` of
 * another object, to the fields of `FormData` or `URLSearchParams`. Never rejects. */
export async function withAttribution<Body>(
  body: Body,
  how?: { timeoutMs?: number },
): Promise<Body> {
  return isServer ? addAttribution(body, NOTHING) : waiting.withAttribution(body, how);
}
