/**
 * `npm run test:soak -- --minutes 60 [--seed 1] [--database postgres|mysql|sqlite]`: three Strapis on
 * one database (one on SQLite) take leads while processes are killed and frozen, and network, Calltouch
 * and database fail, at random. Then everything heals, and the three books are compared: what
 * clients were told, what arrived at Calltouch, and what the outbox says.
 */
import { parseArgs } from 'node:util';
import { maximumArrivalsInAnySlidingSecond } from '../../local-calltouch';
import type { Fault } from '../../local-calltouch/contract';
import { startFaultProxy, type ProxyFault } from '../support/faultProxy';
import { openSite } from '../support/site';
import type { StrapiProcess } from '../support/startStrapiProcess';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    database: { type: 'string', default: 'postgres' },
  },
});
const DATABASES = ['sqlite', 'postgres', 'mysql'] as const;
const kind = DATABASES.find((name) => name === values.database);
const minutes = Number(values.minutes);
const random = randomFrom(Number(values.seed));
/** Below the five a second of which second arrivals take their part. */
const LEADS_PER_SECOND = 2;
/** For what waits when everything is well again. */
const REST_MS = 10 * 60_000;

const NETWORK_FAULTS: ProxyFault[] = [
  'refuse',
  'resetBeforeBody',
  'resetInBody',
  'resetAfterBody',
  'blackHole',
  'slowAnswer',
];
/** All that may pass: a lead that Calltouch refuses is not lost, it is refused. */
const SERVICE_FAULTS: Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'status', status: 429 },
  { kind: 'status', status: 408 },
  { kind: 'status', status: 302, headers: { Location: '/' } },
  { kind: 'html' },
  { kind: 'empty' },
  { kind: 'cutJson' },
  { kind: 'resetInAnswer' },
  { kind: 'delay', delayMs: 3_000 },
];

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  if (!kind || !(minutes > 0))
    throw new Error('--minutes: a number; --database: ' + DATABASES.join(', '));
  console.log(`soak: ${minutes} minutes on ${kind}, seed ${values.seed}`);
  const site = await openSite(kind, { minimumDelayMs: 20 });
  const network = await startFaultProxy(site.calltouch);
  const { DATABASE_PORT } = site.database.env;
  const database = DATABASE_PORT ? await startFaultProxy({ port: Number(DATABASE_PORT) }) : null;
  const counts: Record<string, number> = {};
  const count = (what: string) => (counts[what] = (counts[what] ?? 0) + 1);

  const start = () =>
    site.start({
      CALLTOUCH_API_URL: `http://127.0.0.1:${network.port}`,
      ...(database && { DATABASE_PORT: String(database.port) }),
    });
  const apps: (StrapiProcess | null)[] = [];
  let isDone = false;
  /** Starts one in a place, and another one when that ends by itself, as whoever runs Strapi would. */
  const startAt = async (index: number): Promise<void> => {
    // It may not start while the database is away.
    let app: StrapiProcess | null = null;
    while (!app) app = await start().catch(() => null);
    const started = app;
    apps[index] = started;
    void started.ended.then(() => {
      if (isDone || apps[index] !== started) return;
      count('Strapi ended by itself');
      console.log(`Strapi ended by itself. Its last words:\n${started.log().slice(-1_500)}`);
      apps[index] = null;
      void startAt(index);
    });
  };
  // The first alone: it makes the tables.
  await startAt(0);
  if (kind !== 'sqlite') await Promise.all([startAt(1), startAt(2)]);
  const startedAtMs = performance.now();
  const endMs = startedAtMs + minutes * 60_000;
  const isOver = () => performance.now() > endMs;

  /** Kills one, and starts another in its place. */
  async function kill(index: number): Promise<void> {
    const app = apps[index];
    apps[index] = null;
    await app?.kill();
    await sleep(random() * 3_000);
    if (app) await startAt(index);
  }

  async function freeze(index: number): Promise<void> {
    const app = apps[index];
    if (!app) return;
    signal(app, 'SIGSTOP');
    await sleep(500 + random() * 9_500);
    signal(app, 'SIGCONT');
  }

  async function breakNetwork(): Promise<void> {
    await network.setFault(oneOf(NETWORK_FAULTS));
    await sleep(1_000 + random() * 4_000);
    await network.setFault(null);
  }

  async function breakDatabase(): Promise<void> {
    if (!database) return;
    if (random() < 0.5) await database.setFault('refuse');
    database.cut();
    await sleep(random() * 3_000);
    await database.setFault(null);
  }

  const events: [name: string, share: number, happen: (index: number) => Promise<void>][] = [
    ['SIGKILL', 0.2, kill],
    ['SIGSTOP', 0.2, freeze],
    ['network fault', 0.2, breakNetwork],
    [
      'fault of Calltouch',
      0.2,
      async () =>
        site.calltouch.faults.setFault(oneOf(SERVICE_FAULTS), {
          times: 1 + Math.floor(random() * 5),
        }),
    ],
    ['fault of the database', database ? 0.2 : 0, breakDatabase],
  ];

  const storm = async () => {
    while (!isOver()) {
      await sleep(1_000 + random() * 5_000);
      let dice = random();
      const event = events.find(([, share]) => (dice -= share) < 0);
      if (!event) continue;
      count(event[0]);
      await event[2](Math.floor(random() * apps.length));
    }
  };
  const visit = async () => {
    const pending = new Set<Promise<unknown>>();
    while (!isOver()) {
      await sleep((2 * random() * 1_000) / LEADS_PER_SECOND);
      const app = oneOf(apps);
      if (!app) continue;
      const visitor: Promise<unknown> = site
        .submit(app.url)
        .then((entry) => count(entry ? 'acknowledged' : 'visitors who were told of a failure'))
        .finally(() => pending.delete(visitor));
      pending.add(visitor);
    }
    return () => Promise.all(pending);
  };
  const tell = setInterval(() => {
    const minute = Math.round((performance.now() - startedAtMs) / 60_000);
    console.log(
      `minute ${minute}: ${JSON.stringify(counts)}, ${site.calltouch.leads.length} leads`,
    );
  }, 60_000);

  const [answered] = await Promise.all([visit(), storm()]);
  clearInterval(tell);
  await network.setFault(null);
  site.calltouch.faults.setFault(null);
  await answered();

  // What has failed often may wait for an hour: its time is brought forward, as often as it takes.
  const hasten = setInterval(() => {
    site.outbox
      .query('calltouch_deliveries')
      .where({ status: 'pending' })
      .update({ next_attempt_at: 0 })
      .catch(() => undefined);
  }, 15_000);
  await site.rest(REST_MS).finally(() => clearInterval(hasten));

  const balance = await site.balance();
  const deliveries = await site.outbox.deliveries();
  const failed = deliveries.filter(({ status }) => status !== 'delivered');
  const moments = site.calltouch.arrivals.map(({ monotonicMs }) => monotonicMs);
  const figures = {
    ...counts,
    attempts: (await site.outbox.attempts()).length,
    'leads that Calltouch has': balance.arrived,
    lost: balance.lost,
    'of these shown as failed': failed.length,
    'delivered but never arrived': balance.neverArrived,
    'arrived twice or more': balance.twice,
    'of these unmarked': balance.unmarked,
    'most arrivals in any sliding second': maximumArrivalsInAnySlidingSecond(moments),
    'answered 429 for the rate': site.calltouch.arrivals.filter(
      ({ status, fault }) => status === 429 && fault === null,
    ).length,
  };
  console.log(`\n| soak of ${minutes} minutes on ${kind}, seed ${values.seed} | |\n| --- | --- |`);
  for (const [name, value] of Object.entries(figures)) console.log(`| ${name} | ${value} |`);
  for (const { reason } of failed) console.log(`not delivered: ${JSON.stringify(reason)}`);
  isDone = true;
  await site.close();
  await network.stop();
  await database?.stop();
  const isSound =
    balance.lost <= failed.length &&
    balance.neverArrived === 0 &&
    balance.unmarked === 0 &&
    figures['most arrivals in any sliding second'] <= 5;
  console.log(isSound ? '1 passed, 0 failed' : '0 passed, 1 failed');
  if (!isSound) process.exitCode = 1;
}

/** Does nothing where the process has ended by itself. */
function signal(app: StrapiProcess, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(app.pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function sleep(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}

function oneOf<T>(items: T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** A small generator of numbers in [0, 1) that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
