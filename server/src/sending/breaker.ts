/**
 * The breaker of one site: it keeps a dead Calltouch from eating every waiting lead's attempts. After
 * repeated transport failures only one probe goes at a time; the rest waits, untouched.
 */
export interface Breaker {
  /** Transport failures in a row. */
  failures: number;
  /** Monotonic ms; null while closed. */
  probeAtMs: number | null;
  /** A probe is under way. */
  probing: boolean;
}

export const CLOSED: Breaker = { failures: 0, probeAtMs: null, probing: false };

const FAILURES_TO_OPEN = 5;
const FIRST_PROBE_MS = 2_000;
const LONGEST_PROBE_MS = 60_000;

/** Whether a delivery of the site may be claimed now. */
export function mayClaim(breaker: Breaker, nowMs: number): boolean {
  if (breaker.probeAtMs === null) return true;
  return !breaker.probing && breaker.probeAtMs <= nowMs;
}

/** The breaker after a delivery of its site was claimed. */
export function onClaim(breaker: Breaker): Breaker {
  return breaker.probeAtMs === null ? breaker : { ...breaker, probing: true };
}

/** The breaker after Calltouch gave any answer of its own: it is alive. */
export function onAnswer(): Breaker {
  return CLOSED;
}

/** The breaker after a claim that came to nothing (no request left). */
export function onUnused(breaker: Breaker): Breaker {
  return { ...breaker, probing: false };
}

/** The breaker after a transport failure; opens at the fifth in a row. */
export function onFailure(breaker: Breaker, nowMs: number): Breaker {
  const failures = breaker.failures + 1;
  if (failures < FAILURES_TO_OPEN) return { ...breaker, failures };
  const waitMs = Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** (failures - FAILURES_TO_OPEN));
  return { failures, probeAtMs: nowMs + waitMs, probing: false };
}
