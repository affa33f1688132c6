import { openSite, preload, type Site } from '../support/site';
import { SOUND } from '../support/outbox';
import { storedJourney } from './journey';
import { testFaults, type Journey } from './table';

/** Where `crashPoint.cjs` strikes. */
const POINTS = {
  'killed after commit, before the client’s answer': 'after commit of enqueue',
  'killed after a rate slot was taken': 'after slot',
  'killed in the claim, before its commit': 'before commit of claim',
  'killed after `sending` is committed': 'after claim',
  'killed when the connection is ready': 'ready',
  'killed after the request was written': 'written',
  'killed after the answer': 'answered',
  'killed before it settles': 'before settle',
  'killed before the settlement’s commit': 'before commit of settle',
  'killed after the settlement': 'after commit of settle',
};
const THREE_TIMES = 'killed three times with the same lead';

type Crash = keyof typeof POINTS | typeof THREE_TIMES;
const CRASHES = [...(Object.keys(POINTS) as (keyof typeof POINTS)[]), THREE_TIMES] as Crash[];

/** Most of a crash's time is waiting for its lease, so some are waited for at once. */
const AT_ONCE = 3;

jest.setTimeout(6 * 60_000);

describe('a Strapi that dies at a named point', () => {
  const runs = new Map<string, Promise<Journey>>();
  const sites: Site[] = [];

  beforeAll(() => {
    const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
    CRASHES.forEach((crash, index) => {
      const run = lanes[index % AT_ONCE]!.then(() => crashed(crash));
      runs.set(crash, run);
      lanes[index % AT_ONCE] = run.then(
        () => undefined,
        () => undefined,
      );
    });
  });

  afterAll(async () => {
    await Promise.allSettled(runs.values());
    await Promise.all(sites.map((site) => site.close()));
  });

  testFaults('process', CRASHES, (crash) => runs.get(crash)!);

  async function crashed(crash: Crash): Promise<Journey> {
    // A claim is a transaction where the database has no UPDATE … RETURNING; else one statement.
    const site = await openSite(
      crash === 'killed in the claim, before its commit' ? 'mysql' : 'sqlite',
    );
    sites.push(site);
    const times = crash === THREE_TIMES ? 3 : 1;
    const point = crash === THREE_TIMES ? 'ready' : POINTS[crash];
    for (let time = 1; time <= times; time += 1) {
      const doomed = await site.start({ ...preload('crashPoint.cjs'), CRASH_AT: point });
      if (time === 1) await site.submit(doomed.url);
      await doomed.ended;
    }
    await site.start();
    await site.rest();
    const balance = await site.balance();
    if (crash === THREE_TIMES) expect(balance).toMatchObject({ ...SOUND, lost: 1 });
    else expect(balance).toMatchObject(SOUND);
    const [delivery] = await site.outbox.deliveries();
    return storedJourney(delivery!.entryId, site.outbox, site.calltouch.arrivals);
  }
});
