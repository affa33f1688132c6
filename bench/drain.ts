import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startLocalCalltouch } from '../local-calltouch';
import { settings } from '../tests/support/settings';
import { createTestDatabase, type TestDatabase } from '../tests/support/testDatabase';
import { startBenchApp, type BenchApp } from './support/benchApp';
import { startRival } from './support/childProcess';
import { cut, cutUp, median, type Bench, type BenchOptions, type Table } from './support/figures';
import { REDIS_URL, startDurableRedis } from './support/redis';

const LEADS = Number(process.env.BENCH_LEADS ?? 1_000);
/** As many requests under way at once as the plugin has without a limit of the rate. */
const CONCURRENCY = 8;

interface Result {
  seconds: number;
  cpuMs: number;
  stored: number;
}

interface Competitor {
  name: string;
  round(count: number): Promise<Result>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<unknown>;
  perSecond: number[];
  cpuMs: number[];
}

/** Everything there is to do for a lead, as fast as it can be done. */
export const drain: Bench = {
  name: 'drain',
  what: 'limit lifted: enqueue, send and settle, against BullMQ, pg-boss and graphile-worker',
  async run(options) {
    const calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
    const databases: TestDatabase[] = [];
    const database = async () => {
      const made = await createTestDatabase('postgres');
      databases.push(made);
      return made;
    };
    const competitors: Competitor[] = [];
    const durableRedis = await startDurableRedis();
    try {
      const own = await database();
      const app = await startBenchApp({
        ...own.env,
        CALLTOUCH_API_URL: calltouch.url,
        CALLTOUCH_REQUESTS_PER_SECOND: '0',
      });
      competitors.push(await plugin(app));
      const order = { serviceUrl: calltouch.url, concurrency: CONCURRENCY };
      competitors.push(await statements(app, { ...order, database: urlOf(own) }));
      const rivals: [name: string, kind: string, redisUrl: string][] = [
        ['BullMQ 6.7.0, Redis as installed', 'bullmq', REDIS_URL],
        ['BullMQ 6.7.0, Redis with appendfsync always', 'bullmq', durableRedis.url],
        ['pg-boss 10.4.2', 'pg-boss', ''],
        ['graphile-worker 0.17.3', 'graphile-worker', ''],
      ];
      for (const [name, kind, redisUrl] of rivals) {
        const url = urlOf(await database());
        competitors.push(
          await rival(name, 'queueProcess.ts', { ...order, kind, redisUrl, database: url }),
        );
      }
      return [await compare(competitors, options, () => calltouch.reset())];
    } finally {
      for (const competitor of competitors) await competitor.stop();
      await calltouch.stop();
      await durableRedis.stop();
      for (const made of databases) await made.drop();
    }
  },
};

async function compare(
  competitors: Competitor[],
  { rounds, log }: BenchOptions,
  forget: () => void,
): Promise<Table> {
  for (const competitor of competitors) competitor.freeze();
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % competitors.length;
    for (const competitor of [...competitors.slice(first), ...competitors.slice(0, first)]) {
      competitor.thaw();
      const { seconds, cpuMs, stored } = await competitor.round(LEADS);
      competitor.freeze();
      forget();
      if (stored < LEADS) throw new Error(`${competitor.name} stored ${stored} of ${LEADS}`);
      if (round === 0) continue;
      competitor.perSecond.push(LEADS / seconds);
      competitor.cpuMs.push(cpuMs / LEADS);
    }
    log(
      `round ${round}: ` +
        competitors.map((item) => (item.perSecond.at(-1) ?? 0).toFixed(0)).join(' '),
    );
  }
  const [own, loop] = competitors;
  const ratio = (of: Competitor | undefined, to: Competitor | undefined) =>
    cut(median((of?.perSecond ?? []).map((value, i) => value / (to?.perSecond[i] ?? 0))), 2);
  return {
    title: 'Deliveries a second with the limit lifted, PostgreSQL, service on loopback',
    columns: ['', 'a second', 'plugin / this', 'this / loop', 'processor, ms'],
    rows: competitors.map((item) => [
      item.name,
      cut(median(item.perSecond), 1),
      ratio(own, item),
      ratio(item, loop),
      cutUp(median(item.cpuMs), 2),
    ]),
    notes: [
      `${LEADS} leads a round from the first enqueue to the last stored result, ${CONCURRENCY} requests at once, ${rounds} rounds in turn after one that does not count; medians. Processor: that of the competitor's own process for one delivery. Each stores delivery, attempt and entry in PostgreSQL. The plugin opens a connection for each request, the others keep theirs; only the plugin and the loop record \`sending\` before a byte leaves.`,
    ],
  };
}

async function plugin(app: BenchApp): Promise<Competitor> {
  await app.order('settings', settings());
  return {
    name: 'plugin, in Strapi',
    round: (count) => app.order<Result>('drain', { count, concurrency: CONCURRENCY }),
    freeze: app.freeze,
    thaw: app.thaw,
    stop: app.kill,
    perSecond: [],
    cpuMs: [],
  };
}

/** The loop works on the plugin's own tables, whose entries Strapi makes. */
async function statements(app: BenchApp, order: object): Promise<Competitor> {
  const child = await startRival('statementsLoop.ts', order);
  return {
    ...ofProcess("hand-written loop of the plugin's statements", child),
    async round(count) {
      app.thaw();
      const ids = await app.order<string[]>('entries', count);
      app.freeze();
      return asked(child, { ids });
    },
  };
}

async function rival(name: string, script: string, order: object): Promise<Competitor> {
  const child = await startRival(script, order);
  return { ...ofProcess(name, child), round: (count) => asked(child, { count }) };
}

function ofProcess(name: string, child: ChildProcess): Omit<Competitor, 'round'> {
  return {
    name,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async stop() {
      child.kill('SIGKILL');
    },
    perSecond: [],
    cpuMs: [],
  };
}

async function asked(child: ChildProcess, message: object): Promise<Result> {
  child.send(message);
  const [result] = (await once(child, 'message')) as [Result];
  return result;
}

function urlOf({ env }: TestDatabase): string {
  const password = env.DATABASE_PASSWORD === '' ? '' : `:${env.DATABASE_PASSWORD}`;
  return `postgres://${env.DATABASE_USERNAME}${password}@${env.DATABASE_HOST}:${env.DATABASE_PORT}/${env.DATABASE_NAME}`;
}
