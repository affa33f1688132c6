import { isPassing } from './passing';
import type { DeliverPorts } from './deliver';

/** The database may be away for a while after an answer came: a minute is given to it. */
const TRIES = 120;
const EVERY_MS = 500;

/**
 * Writes down what is known, again and again while the database is away: a lead that Calltouch took
 * must not be sent again, and one of which no byte left must not count as tried, only because nobody
 * could note it. What will not pass by itself goes through at once. A series of tries leaves one line:
 * this one's when it comes right, the caller's when it does not.
 *
 * @param doing in words, as for `onError`
 * @throws the last error, when the database stays away or it is no matter of time
 */
export async function persist<T>(
  doing: string,
  write: () => Promise<T>,
  { sleep, onError }: Pick<DeliverPorts, 'sleep' | 'onError'>,
): Promise<T> {
  let first: unknown;
  for (let tries = 1; ; tries += 1) {
    try {
      const written = await write();
      if (tries > 1) onError(`${doing} at once, but at try ${tries}`, first);
      return written;
    } catch (error) {
      if (!isPassing(error) || tries >= TRIES) throw error;
      first ??= error;
      await sleep(EVERY_MS);
    }
  }
}
