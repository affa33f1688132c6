import http from 'node:http';
import axios from 'axios';
import Bottleneck from 'bottleneck';
import { Worker } from 'bullmq';
import Redis from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateOrder } from '../rate';
import { jobOf } from './work';

/** Requests under way at once in each process. */
const CONCURRENCY = 5;

const order = JSON.parse(process.env.BENCH_ORDER ?? '') as RateOrder;
const client = axios.create({
  httpAgent: new http.Agent({ keepAlive: true }),
  proxy: false,
  timeout: 15_000,
});

async function send(): Promise<void> {
  await client.post(
    `${order.serviceUrl}/calls-service/RestAPI/requests/18990/register/`,
    new URLSearchParams(jobOf('x').lead).toString(),
  );
}

/** Sends for ever, so many at a time. */
function forEver(task: () => Promise<unknown>): void {
  const lane = async () => {
    for (;;) await task().catch(() => undefined);
  };
  for (let index = 0; index < CONCURRENCY; index += 1) void lane();
}

/** Each as its documentation shows for five requests a second. */
const LIMITERS: Record<string, () => Promise<void>> = {
  bullmq: async () => {
    const connection = { url: order.redisUrl, maxRetriesPerRequest: null };
    const worker = new Worker('leads', send, {
      connection,
      prefix: order.prefix,
      concurrency: CONCURRENCY,
      limiter: { max: 5, duration: 1000 },
    });
    worker.on('error', () => undefined);
    await worker.waitUntilReady();
  },

  'rate-limiter-flexible': async () => {
    const limiter = new RateLimiterRedis({
      storeClient: new Redis(order.redisUrl),
      keyPrefix: order.prefix,
      points: 5,
      duration: 1,
    });
    forEver(async () => {
      try {
        await limiter.consume('calltouch');
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        await new Promise((resolve) => setTimeout(resolve, refused.msBeforeNext));
        return;
      }
      await send();
    });
  },

  'bottleneck, reservoir': () =>
    bottleneck({
      reservoir: 5,
      reservoirRefreshAmount: 5,
      reservoirRefreshInterval: 1000,
    }),

  'bottleneck, minTime': () => bottleneck({ minTime: 200 }),
};

async function bottleneck(rule: Bottleneck.ConstructorOptions): Promise<void> {
  const { hostname: host, port } = new URL(order.redisUrl);
  const limiter = new Bottleneck({
    ...rule,
    id: order.prefix,
    datastore: 'ioredis',
    clearDatastore: false,
    Redis,
    clientOptions: { host, port: Number(port) },
  });
  await limiter.ready();
  forEver(() => limiter.schedule(send));
}

const start = LIMITERS[order.kind];
if (!start) throw new Error(`No limiter "${order.kind}"`);
start().then(
  () => process.send?.('ready'),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
