/** What `read` returns, or undefined where it throws: a tracker, a page or a browser may throw at any
 * access, and the form must go out all the same. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
