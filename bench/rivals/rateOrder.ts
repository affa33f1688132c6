import { Queue } from 'bullmq';
import Redis from 'ioredis';

/** What a process is told that keeps to five requests a second together with others. */
export interface RateOrder {
  kind: string;
  serviceUrl: string;
  redisUrl: string;
  /** Keys of this run, so that runs do not meet. */
  prefix: string;
}

/** BullMQ alone has a queue to fill. */
export async function fillQueue({ redisUrl, prefix }: RateOrder, count: number): Promise<void> {
  const queue = new Queue('leads', { connection: { url: redisUrl }, prefix });
  await queue.addBulk(Array.from({ length: count }, () => ({ name: 'lead', data: {} })));
  await queue.close();
}

/** Forgets what a run left in Redis. */
export async function forget({ redisUrl, prefix }: RateOrder): Promise<void> {
  const redis = new Redis(redisUrl);
  const keys = await redis.keys(`*${prefix}*`);
  if (keys.length > 0) await redis.del(keys);
  await redis.quit();
}
