import { deliveryRow } from '../support/insertDeliveries';
import { SOUND } from '../support/outbox';
import { openSite, preload, type Site } from '../support/site';
import { changeStoredSettings } from '../support/storedSettings';
import { waitLong } from '../support/waitFor';
import { storedJourney } from './journey';
import { testFaults, words, type Promised } from './table';

jest.setTimeout(5 * 60_000);

describe('when a process freezes, or dies with much to do, or its disk is full', () => {
  let site: Site;

  afterEach(() => site?.close());

  testFaults(
    'process',
    [
      'frozen longer than its lease, before the request',
      'frozen longer than its lease, with a request under way',
      'lost content type',
      'disk full (SQLite)',
      'killed with 10,000 leads waiting (SQLite)',
      'killed with 10,000 leads waiting (PostgreSQL)',
    ],
    (fault) => {
      switch (fault) {
        case 'frozen longer than its lease, before the request':
          return frozenAt('after claim');
        case 'frozen longer than its lease, with a request under way':
          return frozenAt('written').then(words);
        case 'killed with 10,000 leads waiting (SQLite)':
          return killedBeforeMany('sqlite');
        case 'killed with 10,000 leads waiting (PostgreSQL)':
          return killedBeforeMany('postgres');
        case 'lost content type':
          return lostContentType();
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

  /** The process dies with a claim and 10,000 leads behind it; the next one has all of them to send. */
  async function killedBeforeMany(kind: 'sqlite' | 'postgres'): Promise<Promised> {
    const WAITING = 10_000;
    site = await openSite(kind);
    const { query } = site.outbox;
    const doomed = await site.start({ ...preload('crashPoint.cjs'), CRASH_AT: 'after claim' });
    const waiting = Array.from({ length: WAITING }, (_, at) =>
      deliveryRow(`waits-${at}`, {
        status: 'pending',
        attempt_count: 0,
        next_attempt_at: 1,
        lead: JSON.stringify({ fio: 'Visitor', phoneNumber: '79201234567', customFields: [] }),
      }),
    );
    await query.batchInsert('calltouch_deliveries', waiting, 100);
    await site.submit(doomed.url);
    await doomed.ended;
    const held = () => query('calltouch_deliveries').where({ status: 'sending' });
    const lost = (await held()).map((row) => row.id);
    expect(lost.length).toBeGreaterThan(0);
    const { url } = await site.start();
    const begunMs = Date.now();
    // Their site is not among the settings: they are refused, without a request to wait for.
    expect(await site.submit(url)).not.toBeNull();
    expect(Date.now() - begunMs).toBeLessThan(5_000);
    const ofLost = () => query('calltouch_deliveries').whereIn('id', lost);
    const leases = (await ofLost()).map((row) => Number(row.lease_until));
    await waitLong('the lead to be taken up', async () =>
      (await ofLost()).every(({ status }) => status !== 'sending'),
    );
    const lateMs = Date.now() - Math.max(begunMs, ...leases);
    expect(lateMs).toBeLessThan(5_000);
    const [row] = await query('calltouch_deliveries')
      .where({ status: 'pending' })
      .count({ left: '*' });
    expect(Number(row?.left)).toBeGreaterThan(WAITING / 2);
    return `${lost.length} taken up ${Math.max(0, lateMs)} ms after lease and start, ${row?.left} waiting`;
  }

  /** A form's content type is gone when Strapi starts again; an entry of another form had no hook. */
  async function lostContentType() {
    site = await openSite();
    const before = await site.start();
    await site.submit(before.url);
    await site.rest();
    await before.terminate();
    changeStoredSettings(
      site.database.env.DATABASE_FILENAME!,
      ({ forms: [lead], ...settings }) => ({
        ...settings,
        forms: [{ ...lead!, contentType: 'api::gone.gone' }, lead!],
      }),
    );
    const now = Date.now();
    await site.outbox.query('leads').insert({
      document_id: 'rawinsert',
      name: 'Борис',
      phone: '9207654321',
      created_at: now,
      updated_at: now,
      published_at: now,
    });
    const after = await site.start({ CALLTOUCH_TIMEOUT_MS: '15000' });
    await waitLong('the entry to be found', () => site.calltouch.leads.length === 2);
    await site.rest();
    expect(after.log()).toContain('api::gone.gone');
    return storedJourney('rawinsert', site.outbox, site.calltouch.arrivals);
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
