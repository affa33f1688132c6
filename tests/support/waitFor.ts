/**
 * Resolves with the first value that is neither null, undefined nor false.
 *
 * @param what for the message
 * @throws after `timeoutMs`, naming what did not come
 */
export async function waitFor<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The same with more patience: for what waits for leases and boots, on a machine that has more to do. */
export function waitLong<T>(
  what: string,
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  return waitFor(what, probe, 60_000);
}
