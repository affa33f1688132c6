import { Queue } from 'bullmq';
import Redis from 'ioredis';
import type { RateOrder } from '../rate';

/** What is done before a run (`fill`), or after it (`forget`). */
export interface KeysOrder extends RateOrder {
  task: 'fill' | 'forget';
  /** For `fill`: how many leads. */
  leads: number;
}

const { task, leads, redisUrl, prefix } = JSON.parse(process.env.BENCH_ORDER ?? '') as KeysOrder;

/** BullMQ alone has a queue to fill. */
async function fill(): Promise<void> {
  const queue = new Queue('leads', { connection: { url: redisUrl }, prefix });
  await queue.addBulk(Array.from({ length: leads }, () => ({ name: 'lead', data: {} })));
  await queue.close();
}

/** Forgets what a run left in Redis. */
async function forget(): Promise<void> {
  const redis = new Redis(redisUrl);
  const keys = await redis.keys(`*${prefix}*`);
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
}

(task === 'fill' ? fill() : forget()).then(
  // Nobody listens for messages, so the process ends by itself.
  () => process.send?.('ready'),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
