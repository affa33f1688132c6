import { attempt } from './attempt';
import { attributionNow, options, setOptions } from './attribution';
import { addAttribution, isFields, tokenIn, valuesOfBody } from './body';
import { sent } from './late';
import { newToken, tokenOf } from './token';
import type { Attribution } from './types';

const DEFAULT_TIMEOUT_MS = 500;
/** No visitor waits longer, whatever the page's author wrote. */
const LONGEST_TIMEOUT_MS = 10_000;
const POLL_MS = 50;

/** How long a caller lets itself be kept waiting. */
interface Waiting {
  timeoutMs?: number;
}

/** The session of this visit and the address of this page. Waits for a tracker that is still loading,
 * no longer than `timeoutMs`. Never rejects: without a session, `reason` says why. */
export async function getAttribution(
  { timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS }: Waiting = {},
  token = newToken(),
): Promise<Attribution> {
  // The visitor may have agreed since.
  attempt(setOptions);
  const endMs = Date.now() + Math.min(timeoutMs, LONGEST_TIMEOUT_MS);
  // So written that a time that is no number ends the waiting.
  while (Date.now() < endMs && attributionNow().reason === 'loading')
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  return sent(attributionNow(true), token);
}

/** Adds the attribution to a body: to `data.calltouch` of an object `{ data }`, to `calltouch` of
 * another object, to the fields of `FormData` or `URLSearchParams`. Never rejects. */
export async function withAttribution<Body>(body: Body, waiting?: Waiting): Promise<Body> {
  const values = attempt(() => valuesOfBody(body));
  const tokenOfValues = () => tokenOf(window, values);
  const token = isFields(body)
    ? // Fields keep the token that their form gave them, until somebody changes them.
      tokenOf(body, values, () => tokenIn(body) || tokenOfValues())
    : tokenOfValues();
  return addAttribution(body, await getAttribution(waiting, token));
}
