/** Counting so many takes long enough to be felt, and nobody sees whether one is missing. */
const LARGE_TOTAL = 10_000;
/** A list looks for news more often than that. */
const REMEMBERED_FOR_MS = 15_000;

/** Counts what matches a filter, at most so often where that is a lot. */
export interface Totals {
  /**
   * The number that `count` resolves with, or that it did at most 15 s ago if that was 10,000 or more.
   *
   * @param filter what is counted, in a form that JSON can tell from other filters
   */
  of(filter: object, count: () => Promise<number>): Promise<number>;
}

/** @param monotonicMs this host's */
export function createTotals(monotonicMs: () => number): Totals {
  const known = new Map<string, { total: number; untilMs: number }>();
  return {
    async of(filter, count) {
      const key = JSON.stringify(filter);
      const nowMs = monotonicMs();
      for (const [name, { untilMs }] of known) if (untilMs <= nowMs) known.delete(name);
      const remembered = known.get(key);
      if (remembered) return remembered.total;
      const total = await count();
      if (total >= LARGE_TOTAL) known.set(key, { total, untilMs: nowMs + REMEMBERED_FOR_MS });
      return total;
    },
  };
}
