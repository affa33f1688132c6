import { maximumArrivalsInAnySlidingSecond } from '../../local-calltouch';
import { entryOf, SOUND } from '../support/outbox';
import { openSite, type Site } from '../support/site';
import type { StrapiProcess } from '../support/startStrapiProcess';
import { waitLong } from '../support/waitFor';

const TIMEOUT_MS = 2_000;
/** Where nothing is to fail, and a busy machine is no failure. */
const PATIENT = { CALLTOUCH_TIMEOUT_MS: '15000' };
/** `timeoutMs` + 5 s, by the design. */
const LEASE_MS = TIMEOUT_MS + 5_000;
/** A retry after a process that died waits so long at most; and a poll. */
const LONGEST_FIRST_RETRY_MS = 5_000 + 1_000;

jest.setTimeout(5 * 60_000);

describe.each([
  ['PostgreSQL', 'postgres'],
  ['MariaDB', 'mysql'],
] as const)('several instances on one %s', (name, kind) => {
  let site: Site;

  afterEach(() => site?.close());

  const say = (text: string) => process.stdout.write(`instances on ${name}: ${text}\n`);
  const rateOf = ({ calltouch }: Site) => {
    const moments = calltouch.arrivals.map(({ monotonicMs }) => monotonicMs);
    const seconds = (Math.max(...moments) - Math.min(...moments)) / 1000;
    return { most: maximumArrivalsInAnySlidingSecond(moments), seconds, count: moments.length };
  };
  const startAll = (envs: Record<string, string>[]): Promise<StrapiProcess[]> =>
    // The first alone: it makes the tables.
    site
      .start(envs[0])
      .then(async (first) => [
        first,
        ...(await Promise.all(envs.slice(1).map((env) => site.start(env)))),
      ]);

  it('send each lead once, and keep the rate together', async () => {
    site = await openSite(kind, {});
    const apps = await startAll([PATIENT, PATIENT, PATIENT]);
    const LEADS = 60;
    await Promise.all(
      apps.map(async ({ url }) => {
        for (let number = 0; number < LEADS / apps.length; number += 1) await site.submit(url);
      }),
    );
    await site.rest();
    const { most, seconds, count } = rateOf(site);
    const perSecond = (count - 5) / seconds;
    say(
      `3 senders, ${count} arrivals of ${LEADS} leads, ${perSecond.toFixed(2)} a second ` +
        `after the first five, at most ${most} in any sliding second`,
    );
    expect(await site.balance()).toEqual({
      acknowledged: LEADS,
      arrived: LEADS,
      twice: 0,
      ...SOUND,
    });
    expect(count).toBe(LEADS);
    expect(most).toBeLessThanOrEqual(5);
    expect(perSecond).toBeGreaterThan(3);
  });

  it('take over within its lease from one that is killed or frozen', async () => {
    // So slow that each of them has a request under way at any time.
    site = await openSite(kind, { minimumDelayMs: 800 });
    const env = { CALLTOUCH_TIMEOUT_MS: String(TIMEOUT_MS) };
    const [killed, frozen, left] = (await startAll([env, env, env])) as [
      StrapiProcess,
      StrapiProcess,
      StrapiProcess,
    ];
    const feed = async (urls: string[], count: number) => {
      for (let number = 0; number < count; number += 1) {
        await site.submit(urls[number % urls.length]!);
      }
    };
    // Whoever takes a lead looks for work first, so each of them gets some of these.
    await feed([killed.url, frozen.url, left.url], 9);
    await waitLong('requests under way', async () => {
      const deliveries = await site.outbox.deliveries();
      return deliveries.filter(({ status }) => status === 'sending').length >= 4;
    });
    await killed.kill();
    process.kill(frozen.pid, 'SIGSTOP');
    const atMs = performance.now();
    await feed([left.url], 31);
    await site.rest();
    const tookMs = performance.now() - atMs;
    process.kill(frozen.pid, 'SIGCONT');
    await feed([frozen.url, left.url], 10);
    await site.rest();
    const balance = await site.balance();
    const { most } = rateOf(site);
    const interrupted = (await site.outbox.attempts()).filter(
      ({ reason }) => reason?.code === 'interrupted' || reason?.code === 'timeout',
    ).length;
    say(
      `one of three killed and one frozen: ${balance.acknowledged} leads, ${interrupted} attempts ` +
        `interrupted, all taken over in ${(tookMs / 1000).toFixed(1)} s (lease ${LEASE_MS / 1000} s), ` +
        `${balance.twice} arrived twice, ${balance.unmarked} unmarked, at most ${most} in any second`,
    );
    expect(balance).toMatchObject(SOUND);
    expect(interrupted).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(5);
    // 40 leads at the rate of what is left of the ring, besides the lease and the retry.
    expect(tookMs).toBeLessThan(LEASE_MS + LONGEST_FIRST_RETRY_MS + 40_000 / 3);
  });

  it('send at once what an instance that only enqueues has taken', async () => {
    site = await openSite(kind);
    const [, taker] = (await startAll([
      { ...PATIENT, CALLTOUCH_REQUESTS_PER_SECOND: '0' },
      { CALLTOUCH_WORKER: 'false' },
    ])) as [StrapiProcess, StrapiProcess];
    const delays: number[] = [];
    for (let number = 0; number < 30; number += 1) {
      const entry = await site.submit(taker.url);
      const acknowledgedAtMs = performance.now();
      const arrival = await waitLong('the lead', () =>
        site.calltouch.leads.find(({ params }) => entryOf(params) === entry),
      );
      delays.push(Math.max(0, arrival.monotonicMs - acknowledgedAtMs));
      // Else each lead would come just after a poll.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
    }
    delays.sort((a, b) => a - b);
    say(
      `from acknowledged by an instance that only enqueues to arrived: ` +
        `median ${delays[15]!.toFixed(0)} ms, longest ${delays[29]!.toFixed(0)} ms of 30`,
    );
    expect(await site.balance()).toMatchObject({ arrived: 30, twice: 0, ...SOUND });
    expect(delays[15]).toBeLessThan(1_000);
  });

  it('have a ring for each egress address', async () => {
    site = await openSite(kind);
    const apps = await startAll([
      { ...PATIENT, CALLTOUCH_EGRESS: 'a' },
      { ...PATIENT, CALLTOUCH_EGRESS: 'b' },
    ]);
    const LEADS = 80;
    await Promise.all(
      apps.map(async ({ url }) => {
        for (let number = 0; number < LEADS / 2; number += 1) await site.submit(url);
      }),
    );
    await site.rest();
    const { most, seconds, count } = rateOf(site);
    say(
      `two egress names: ${count} arrivals in ${seconds.toFixed(1)} s, at most ${most} in any second`,
    );
    const rings = await site.outbox
      .query('calltouch_slots')
      .select('egress')
      .count({ slots: '*' })
      .groupBy('egress')
      .orderBy('egress');
    expect(rings.map(({ egress, slots }) => [egress, Number(slots)])).toEqual([
      ['a', 5],
      ['b', 5],
    ]);
    expect(await site.balance()).toMatchObject({ arrived: LEADS, twice: 0, ...SOUND });
    expect(most).toBeLessThanOrEqual(10);
    // One ring alone would need 15 s.
    expect(most).toBeGreaterThan(5);
  });
});
