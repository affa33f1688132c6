import { QUEUES } from './queues';
import { createWork, eachOf, jobOf } from './work';

/** What the process of a rival is told. */
export interface QueueOrder {
  kind: string;
  serviceUrl: string;
  database: string;
  redisUrl: string;
  concurrency: number;
}

export interface QueueRound {
  count: number;
}

export interface QueueResult {
  seconds: number;
  /** Processor time of the process itself, without that of database and service. */
  cpuMs: number;
  stored: number;
}

const order = JSON.parse(process.env.BENCH_ORDER ?? '') as QueueOrder;

async function main(): Promise<void> {
  const { concurrency, serviceUrl, database, redisUrl, kind } = order;
  const work = createWork(serviceUrl, database, concurrency);
  await work.prepare();
  let onDone = () => {};
  const start = QUEUES[kind];
  if (!start) throw new Error(`No queue "${kind}"`);
  const queue = await start({
    work,
    database,
    redisUrl,
    concurrency,
    done: () => onDone(),
    onError: (error) => console.error(kind, error),
  });

  process.on('message', ({ count }: QueueRound) => {
    void round(count).then((result) => process.send?.(result));
  });
  process.send?.('ready');

  async function round(count: number): Promise<QueueResult> {
    const ids = await work.entries(count);
    let left = count;
    const finished = new Promise<void>((resolve) => {
      onDone = () => {
        left -= 1;
        if (left === 0) resolve();
      };
    });
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    await eachOf(ids, concurrency, (id) => queue.add(jobOf(id)));
    await finished;
    const seconds = (performance.now() - startMs) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return { seconds, cpuMs: (user + system) / 1000, stored: await work.stored() };
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
