import { WINDOW_MS } from './slidingSecond';

/**
 * Calltouch's limit on requests from one client address. Its page says that of 11 requests in a
 * second 5 are executed and the others fail, so only the admitted ones are counted. The page does
 * not say whether the second slides; the stricter reading is taken.
 */
export class RateLimit {
  private readonly admittedMs = new Map<string, number[]>();

  /** @param requestsPerSecond 0: no limit */
  constructor(private readonly requestsPerSecond: number) {}

  /**
   * Decides on one request, and counts it if it is admitted.
   *
   * @param monotonicMs moment of its arrival; never less than that of an earlier call
   */
  admits(address: string, monotonicMs: number): boolean {
    if (this.requestsPerSecond === 0) return true;
    const earlier = this.admittedMs.get(address) ?? [];
    const recent = earlier.filter((moment) => monotonicMs - moment < WINDOW_MS);
    const admitted = recent.length < this.requestsPerSecond;
    if (admitted) recent.push(monotonicMs);
    this.admittedMs.set(address, recent);
    return admitted;
  }

  reset(): void {
    this.admittedMs.clear();
  }
}
