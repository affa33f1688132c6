/** Length of the window in which requests are counted. */
export const WINDOW_MS = 1000;

/**
 * Counts the most arrivals that any window of one second holds, wherever it begins. The window is
 * half-open, `[t, t + 1000)`: two arrivals exactly 1000 ms apart never share one.
 *
 * @param monotonicMs moments by one monotonic clock, in any order
 */
export function maximumArrivalsInAnySlidingSecond(monotonicMs: number[]): number {
  const moments = [...monotonicMs].sort((a, b) => a - b);
  let most = 0;
  let oldest = 0;
  // A fullest window can always be moved until it begins at one of its arrivals.
  moments.forEach((moment, index) => {
    while (moment - (moments[oldest] ?? moment) >= WINDOW_MS) oldest += 1;
    most = Math.max(most, index - oldest + 1);
  });
  return most;
}
