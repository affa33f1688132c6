/** Shortest wait before an automatic retry. */
export const SHORTEST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60 * 60 * 1000;
const FIRST_STEP_MS = 5_000;

/**
 * Wait before the next automatic try: `max(2 s, random(0, min(1 h, 5 s · 2ⁿ)))`. The full jitter
 * keeps many leads that failed together from coming back together.
 *
 * @param retryCount n: how many tries have failed before this one
 * @param random a number in [0, 1)
 */
export function retryDelayMs(retryCount: number, random: number): number {
  const ceilingMs = Math.min(LONGEST_RETRY_MS, FIRST_STEP_MS * 2 ** Math.min(retryCount, 30));
  return Math.max(SHORTEST_RETRY_MS, Math.floor(random * ceilingMs));
}

/**
 * How long the whole ring rests after an HTTP 429: what Calltouch asks for, but at least a second
 * that doubles with every further 429 in a row, up to a minute.
 */
export function throttleDelayMs(throttledInARow: number, askedMs: number | null): number {
  const backoffMs = Math.min(60_000, 1_000 * 2 ** Math.min(throttledInARow, 10));
  return Math.max(askedMs ?? 0, backoffMs);
}
