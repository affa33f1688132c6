/** Does things in the order of their moments; time stands still while one is done. */
export function createVirtualClock(setNow: (ms: number) => void) {
  const queue: { atMs: number; order: number; work: () => Promise<void> | void }[] = [];
  let nowMs = 1_000_000;
  let count = 0;
  return {
    after(delayMs: number, work: () => Promise<void> | void): void {
      queue.push({ atMs: nowMs + delayMs, order: (count += 1), work });
    },
    async run(): Promise<void> {
      while (queue.length > 0) {
        queue.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
        const first = queue.shift();
        if (!first) return;
        nowMs = first.atMs;
        setNow(nowMs);
        await first.work();
      }
    },
  };
}
