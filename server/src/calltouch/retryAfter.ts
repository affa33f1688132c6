/** Longest wait that a `Retry-After` header may impose. A nonsense value must not stop the leads. */
export const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): whole seconds or an HTTP date.
 *
 * @returns milliseconds to wait, at most an hour; null for no header or nonsense
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER_MS);
  // Date.parse takes much that is no HTTP date ("-1", "soon, perhaps -1"): each form of RFC 9110
  // begins with the day of the week and holds a time of day.
  if (!/^[A-Za-z]{3,9},? .*\d\d:\d\d:\d\d/.test(text)) return null;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return null;
  return Math.min(Math.max(0, moment - nowMs), LONGEST_RETRY_AFTER_MS);
}
