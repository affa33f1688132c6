/** The database may be away for a while after an answer came: a minute is given to it. */
const TRIES = 120;
const EVERY_MS = 500;

/**
 * Writes down what is known, again and again while the database is away: a lead that Calltouch took
 * must not be sent again, and one of which no byte left must not count as tried, only because nobody
 * could note it.
 *
 * @throws the last error, when the database stays away
 */
export async function persist<T>(
  write: () => Promise<T>,
  sleep: (forMs: number) => Promise<void>,
): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await write();
    } catch (error) {
      if (left <= 1) throw error;
      await sleep(EVERY_MS);
    }
  }
}
