import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { startStrapi, type StartedStrapi } from './startStrapi';

/** A Strapi and the Calltouch that it sends to. Both can be used from the first `beforeAll` on. */
export interface StrapiPlace {
  app: StartedStrapi;
  calltouch: LocalCalltouch;
}

/**
 * Describes tests of one Strapi, which is started before the first of them, with a database and a
 * local Calltouch of its own, and stopped after the last. What one test leaves the next one finds.
 *
 * @param options `isLimited`: both keep the documented rate, else none; `env`: what the environment
 *   adds, e.g. `{ CALLTOUCH_METHOD: 'GET' }`
 */
export function describeWithStrapi(
  title: string,
  { isLimited = false, env = {} }: { isLimited?: boolean; env?: Record<string, string> },
  tests: (place: StrapiPlace) => void,
): void {
  describe(title, () => {
    // Filled before the first test, so that tests can name them where they are described.
    const app = {} as StartedStrapi;
    const calltouch = {} as LocalCalltouch;

    beforeAll(async () => {
      fill(calltouch, await startLocalCalltouch(isLimited ? {} : { requestsPerSecond: 0 }));
      const started = await startStrapi({
        CALLTOUCH_API_URL: calltouch.url,
        ...(!isLimited && { CALLTOUCH_REQUESTS_PER_SECOND: '0' }),
        ...env,
      });
      fill(app, started);
    }, 180_000);

    afterAll(async () => {
      await app.stop?.();
      await calltouch.stop?.();
    });

    tests({ app, calltouch });
  });
}

/** With its getters, which tell what is now. */
function fill<T extends object>(place: T, started: T): void {
  Object.defineProperties(place, Object.getOwnPropertyDescriptors(started));
}
