/** `npm run demo`, which has installed and built before what has changed. */
import { startLocalCalltouch, type LocalCalltouch } from '../local-calltouch';
import { DEMO_SETTINGS } from '../playground/src/demo/settings';
import { startLanding, type Landing } from './landing';
import { freePort } from './ports';
import { answers, startStrapi, type StrapiProcess } from './strapiProcess';
import { DEMO_SESSIONS, DEMO_VISITS } from './visits';

/** Taken if nobody else has them. */
const PORTS = { landing: 8080, strapi: 1337, calltouch: 18080 };

/** As `playground/src/demo/prepare.ts` makes him. */
const ADMINISTRATOR = {
  email: process.env.DEMO_EMAIL ?? 'admin@example.com',
  password: process.env.DEMO_PASSWORD ?? 'Calltouch1',
};

interface Parts {
  calltouch: LocalCalltouch;
  strapi: StrapiProcess;
  landing: Landing;
}

/**
 * Runs the demo until SIGINT, SIGTERM, or the end of a part.
 *
 * @returns the exit code: 0 if a person ended it
 */
async function runDemo(): Promise<number> {
  const asked = new Promise<0>((resolve) => {
    // `on`: a second Ctrl-C, out of impatience, must not leave Strapi behind.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve(0));
  });
  const parts: Partial<Parts> = {};
  try {
    return await Promise.race([asked, startAndWatch(parts)]);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    console.log('Stopping the demo …');
    await Promise.all([parts.landing?.stop(), parts.strapi?.stop(), parts.calltouch?.stop()]);
    console.log('Stopped.');
  }
}

async function startAndWatch(parts: Partial<Parts>): Promise<number> {
  const calltouch = await startLocalCalltouch({
    port: await freePort(PORTS.calltouch),
    sessions: DEMO_SESSIONS,
    // The database of the demo outlives it: ids must not begin anew with each start.
    firstRequestId: String(Math.floor(Date.now() / 1000)),
  });
  parts.calltouch = calltouch;
  const strapi = startStrapi(await freePort(PORTS.strapi), {
    CALLTOUCH_API_URL: calltouch.url,
    CALLTOUCH_TIMEOUT_MS: '5000',
    DATABASE_CLIENT: 'sqlite',
    DATABASE_FILENAME: '.tmp/demo.db',
  });
  parts.strapi = strapi;
  const [site] = DEMO_SETTINGS.sites;
  if (!site) throw new Error('The settings of the demo hold no site.');
  const landing = await startLanding(await freePort(PORTS.landing), {
    strapiUrl: strapi.url,
    calltouchUrl: calltouch.url,
    modId: site.modId,
    siteId: site.siteId,
    visits: DEMO_VISITS,
  });
  parts.landing = landing;
  await answers(strapi);
  introduce({ calltouch, strapi, landing });
  throw new Error(`Strapi ${await strapi.ended}; the demo can't go on without it.`);
}

function introduce({ landing, strapi, calltouch }: Parts): void {
  const seconds = (performance.now() / 1000).toFixed(1);
  console.log(`
The demo is ready after ${seconds} s.

  Landing page     ${landing.url}
  Strapi           ${strapi.url}/admin
                   login ${ADMINISTRATOR.email}, password ${ADMINISTRATOR.password}
  Local Calltouch  ${calltouch.url}  (its journal, and switches that make it fail)

Try: open the landing page as if from Yandex Direct, send the form, then see the lead in Strapi and in Calltouch's journal.
Попробуйте: откройте страницу «как из Яндекс Директа», отправьте заявку, затем найдите её в Strapi и в журнале Calltouch.

Ctrl-C stops everything.`);
}

// Strapi's process and open connections have ended by then; what is left may not hold it up.
void runDemo().then((exitCode) => process.exit(exitCode));
