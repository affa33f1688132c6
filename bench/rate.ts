import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { maximumArrivalsInAnySlidingSecond, startLocalCalltouch } from '../local-calltouch';
import { settings } from '../tests/support/settings';
import { createTestDatabase } from '../tests/support/testDatabase';
import { startBenchApp } from './support/benchApp';
import { startRival } from './support/childProcess';
import { cut, type Bench, type Table } from './support/figures';
import { startJitterProxy } from './support/jitterProxy';
import { REDIS_URL } from './support/redis';

const RUN_MS = Number(process.env.BENCH_RATE_MS ?? 60_000);
/** Enough for five a second until the last process is up and the time is over. */
const LEADS = 1_000;
const RATE = 5;

/** What a process is told that keeps to five requests a second together with others. */
export interface RateOrder {
  kind: string;
  serviceUrl: string;
  redisUrl: string;
  /** Keys of this run, so that runs do not meet. */
  prefix: string;
}

/** A process that sends. */
interface SendingProcess {
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

interface Contender {
  name: string;
  /** Without the way that delays. */
  isDirect?: true;
  /** Gets all things ready for a run; returns how one process is started, and what comes after. */
  prepare(serviceUrl: string): Promise<{
    start(): Promise<SendingProcess>;
    end(): Promise<void>;
  }>;
}

const CONTENDERS: Contender[] = [
  { name: 'plugin', prepare: preparePlugin },
  { name: 'plugin, no delay on the way', isDirect: true, prepare: preparePlugin },
  ...['bullmq', 'rate-limiter-flexible', 'bottleneck, reservoir', 'bottleneck, minTime'].map(
    (kind): Contender => ({ name: kind, prepare: (url) => prepareRival(kind, url) }),
  ),
];

const RUNS = [
  { processes: 1, isDisturbed: false },
  { processes: 4, isDisturbed: false },
  { processes: 4, isDisturbed: true },
];

/** Whether five a second are kept, and used. */
export const rate: Bench = {
  name: 'rate',
  what: 'five a second over several processes, with kills and freezes, against other limiters',
  async run({ log }) {
    const tables: Table[] = [];
    for (const run of RUNS) {
      const rows: Table['rows'] = [];
      for (const contender of CONTENDERS) {
        const row = await measured(contender, run);
        log(row.join(' | '));
        rows.push(row);
      }
      tables.push({
        title: `Five a second: ${run.processes} ${run.processes === 1 ? 'process' : 'processes'}${run.isDisturbed ? ', killed and frozen' : ''}`,
        columns: [
          '',
          'a second',
          'most in any second',
          'arrivals over the limit',
          'arrivals',
          'kills',
          'freezes',
        ],
        rows,
        notes: [
          `${RUN_MS / 1000} s after all processes were up; there is always more to send. The way to the service delays each piece by 0 to 40 ms each way, and one in fifty by 300 ms more.`,
        ],
      });
    }
    return tables;
  },
};

async function measured(
  contender: Contender,
  { processes, isDisturbed }: (typeof RUNS)[number],
): Promise<Table['rows'][number]> {
  const calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
  const proxy = await startJitterProxy(calltouch.port);
  const { start, end } = await contender.prepare(contender.isDirect ? calltouch.url : proxy.url);
  const running: SendingProcess[] = [];
  try {
    for (let index = 0; index < processes; index += 1) running.push(await start());
    const startMs = performance.now();
    const disturbed = isDisturbed
      ? await disturb(running, start, startMs + RUN_MS)
      : await quiet(startMs + RUN_MS);
    const endMs = performance.now();
    const moments = calltouch.arrivals
      .map((arrival) => arrival.monotonicMs)
      .filter((moment) => moment >= startMs && moment < endMs)
      .sort((a, b) => a - b);
    const over = moments.filter(
      (moment, index) => index >= RATE && moment - (moments[index - RATE] ?? 0) < 1000,
    ).length;
    return [
      contender.name,
      cut(moments.length / ((endMs - startMs) / 1000), 2),
      maximumArrivalsInAnySlidingSecond(moments),
      over,
      moments.length,
      disturbed.kills,
      disturbed.freezes,
    ];
  } finally {
    await Promise.all(running.map((item) => item.kill()));
    await end();
    await proxy.stop();
    await calltouch.stop();
  }
}

async function quiet(endMs: number): Promise<{ kills: number; freezes: number }> {
  await sleep(endMs - performance.now());
  return { kills: 0, freezes: 0 };
}

/** Every two seconds or so one process is killed and started again, or frozen for a while. */
async function disturb(
  running: SendingProcess[],
  start: () => Promise<SendingProcess>,
  endMs: number,
): Promise<{ kills: number; freezes: number }> {
  const counts = { kills: 0, freezes: 0 };
  const busy = new Set<number>();
  const work: Promise<void>[] = [];
  while (performance.now() < endMs) {
    await sleep(1_000 + Math.random() * 2_000);
    const index = Math.floor(Math.random() * running.length);
    const victim = running[index];
    // One is left alone at all times, as a rolling restart would do.
    if (!victim || busy.has(index) || busy.size >= running.length - 1) continue;
    busy.add(index);
    const isKill = Math.random() < 0.5;
    counts[isKill ? 'kills' : 'freezes'] += 1;
    const disturbance = async () => {
      if (isKill) {
        await victim.kill();
        running[index] = await start();
      } else {
        victim.freeze();
        await sleep(200 + Math.random() * 4_000);
        victim.thaw();
      }
      busy.delete(index);
    };
    work.push(disturbance());
  }
  await Promise.all(work);
  return counts;
}

/** Strapi processes on one database, and an outbox that is full. */
async function preparePlugin(serviceUrl: string) {
  const database = await createTestDatabase('postgres');
  const env = { ...database.env, CALLTOUCH_API_URL: serviceUrl };
  const filler = await startBenchApp({ ...env, CALLTOUCH_WORKER: 'false' });
  await filler.order('settings', settings());
  await filler.order('enqueue', { count: LEADS, concurrency: 8 });
  await filler.kill();
  return { start: () => startBenchApp(env), end: database.drop };
}

async function prepareRival(kind: string, serviceUrl: string) {
  const order: RateOrder = { kind, serviceUrl, redisUrl: REDIS_URL, prefix: `b${randomUUID()}` };
  const keys = (task: 'fill' | 'forget') =>
    startRival('rateKeys.ts', { ...order, task, leads: LEADS });
  if (kind === 'bullmq') await keys('fill');
  return {
    async start(): Promise<SendingProcess> {
      const child = await startRival('rateProcess.ts', order);
      return {
        freeze: () => void child.kill('SIGSTOP'),
        thaw: () => void child.kill('SIGCONT'),
        async kill() {
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
        },
      };
    },
    end: async () => void (await keys('forget')),
  };
}

function sleep(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, forMs)));
}
