import { SOUND } from '../support/outbox';
import { openSite, preload, type Site } from '../support/site';
import { waitLong } from '../support/waitFor';
import { storedJourney } from './journey';
import { testFaults, words, type Promised } from './table';

jest.setTimeout(5 * 60_000);

describe('when a process freezes or its disk is full', () => {
  let site: Site;

  afterEach(() => site?.close());

  testFaults(
    'process',
    [
      'frozen longer than its lease, before the request',
      'frozen longer than its lease, with a request under way',
      'disk full (SQLite)',
    ],
    (fault) => {
      switch (fault) {
        case 'frozen longer than its lease, before the request':
          return frozenAt('after claim');
        case 'frozen longer than its lease, with a request under way':
          return frozenAt('written').then(words);
        default:
          return diskFull();
      }
    },
  );

  /** One of two instances freezes at a point; the other takes its lead over; then it wakes. */
  async function frozenAt(point: string) {
    site = await openSite('postgres');
    const frozen = await site.start({
      ...preload('crashPoint.cjs'),
      CRASH_AT: point,
      CRASH_SIGNAL: 'SIGSTOP',
    });
    await site.start();
    // The other's poll may be quicker than the wake-up: then it is the next lead that freezes.
    const answers: Promise<string | null>[] = [];
    await waitLong('a lead to be taken over', async () => {
      if (answers.length === 0 || (await Promise.race([answers.at(-1), soon()])) !== null) {
        answers.push(site.submit(frozen.url));
      }
      return (await site.outbox.attempts()).some(({ outcome }) => outcome === 'uncertain');
    });
    await site.rest();
    process.kill(frozen.pid, 'SIGCONT');
    const after = await site.submit(frozen.url);
    await Promise.all(answers);
    await site.rest();
    expect(await site.balance()).toMatchObject(SOUND);
    expect(await storedJourney(after!, site.outbox, site.calltouch.arrivals)).toMatchObject({
      status: 'delivered',
      arrived: 1,
    });
    const interrupted = (await site.outbox.attempts()).find(
      ({ possibleDuplicate }) => possibleDuplicate,
    );
    const delivery = (await site.outbox.deliveries()).find(
      ({ id }) => id === interrupted!.deliveryId,
    );
    return storedJourney(delivery!.entryId, site.outbox, site.calltouch.arrivals);
  }

  async function diskFull(): Promise<Promised> {
    site = await openSite();
    const app = await site.start({ ...preload('fullDisk.cjs'), CALLTOUCH_TIMEOUT_MS: '15000' });
    site.calltouch.faults.setFault({ kind: 'delay', delayMs: 1_500 }, { times: 1 });
    const entry = await site.submit(app.url);
    await waitLong('the request', () => site.calltouch.arrivals.length === 1);
    process.kill(app.pid, 'SIGUSR2');
    let refused = 0;
    const until = Date.now() + 4_000;
    while (Date.now() < until) {
      // Too long to find room in the pages that there are.
      if ((await site.submit(app.url, { message: 'x'.repeat(20_000) })) === null) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    process.kill(app.pid, 'SIGUSR2');
    await waitLong('a lead afterwards', () => site.submit(app.url));
    await site.rest();
    const rows = await site.outbox.query('leads').select('document_id');
    expect(new Set(rows.map((row) => row.document_id))).toEqual(site.acknowledged);
    expect(await site.balance()).toMatchObject({ ...SOUND, twice: 0 });
    const journey = await storedJourney(entry!, site.outbox, site.calltouch.arrivals);
    expect(journey).toMatchObject({ attempts: ['accepted'], status: 'delivered', arrived: 1 });
    return `${refused} clients told, ${site.acknowledged.size} acknowledged, each delivered once`;
  }

  const soon = () => new Promise<null>((resolve) => setTimeout(resolve, 300, null));
});
