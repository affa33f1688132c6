import { Queue, Worker } from 'bullmq';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import PgBoss from 'pg-boss';
import { eachOf, type Job, type Work } from './work';

/** A queue that is set up and has its workers running. */
export interface RunningQueue {
  add(job: Job): Promise<unknown>;
  stop(): Promise<void>;
}

export interface QueueOptions {
  work: Work;
  database: string;
  redisUrl: string;
  concurrency: number;
  /** Told after each job. */
  done(): void;
  onError(error: unknown): void;
}

/** The rivals, each set up for the highest throughput that its documentation names. */
export const QUEUES: Record<string, (options: QueueOptions) => Promise<RunningQueue>> = {
  bullmq: async ({ work, redisUrl, concurrency, done, onError }) => {
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    const queue = new Queue<Job>('leads', { connection });
    await queue.obliterate({ force: true });
    const worker = new Worker<Job>(
      'leads',
      async ({ data }) => {
        await work.perform(data);
      },
      { connection, concurrency, removeOnComplete: { count: 0 } },
    );
    worker.on('completed', done).on('failed', (_job, error) => onError(error));
    worker.on('error', onError);
    await worker.waitUntilReady();
    return {
      add: (job) => queue.add('lead', job, { attempts: 100, removeOnComplete: true }),
      async stop() {
        await worker.close();
        await queue.close();
      },
    };
  },

  'pg-boss': async ({ work, database, concurrency, done, onError }) => {
    const boss = new PgBoss({ connectionString: database, max: concurrency + 2 });
    boss.on('error', onError);
    await boss.start();
    await boss.createQueue('leads');
    let isRunning = true;
    // Not boss.work(), which waits half a second between two looks.
    const loop = async () => {
      while (isRunning) {
        const jobs = await boss.fetch<Job>('leads', { batchSize: 100 });
        if (jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        await eachOf(jobs, concurrency, ({ data }) => work.perform(data));
        if (jobs.length > 0) {
          await boss.complete(
            'leads',
            jobs.map(({ id }) => id),
          );
        }
        jobs.forEach(done);
      }
    };
    const running = loop().catch(onError);
    return {
      add: (job) => boss.send('leads', job, { retryLimit: 100 }),
      async stop() {
        isRunning = false;
        await running;
        await boss.stop({ graceful: false });
      },
    };
  },

  'graphile-worker': async ({ work, database, concurrency, done, onError }) => {
    const utils = await makeWorkerUtils({ connectionString: database });
    await utils.migrate();
    const runner = await run({
      connectionString: database,
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
      taskList: { lead: (job) => work.perform(job as Job) },
      preset: {
        worker: {
          concurrentJobs: concurrency,
          maxPoolSize: concurrency + 4,
          localQueue: { size: 100 },
          completeJobBatchDelay: 0,
        },
      },
    });
    runner.events.on('job:success', done).on('job:error', ({ error }) => onError(error));
    return {
      add: (job) => utils.addJob('lead', job, { maxAttempts: 100 }),
      async stop() {
        await runner.stop();
        await utils.release();
      },
    };
  },
};
