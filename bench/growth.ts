import { startLocalCalltouch } from '../local-calltouch';
import { settings } from '../tests/support/settings';
import { createTestDatabase } from '../tests/support/testDatabase';
import { startBenchApp, type BenchApp } from './support/benchApp';
import { cut, cutUp, median, type Bench, type BenchOptions, type Table } from './support/figures';

const SMALL = 1_000;
const LARGE = Number(process.env.BENCH_GROWTH_ROWS ?? 1_000_000);
const DRAINED = Number(process.env.BENCH_DRAINED ?? 100_000);
const OPERATIONS = ['claim', 'list', 'list, counted anew', 'sweep'] as const;
/** Rows that wait, as after a long outage of Calltouch; as many again twice are finished. */
const WAITING = Number(process.env.BENCH_WAITING_ROWS ?? 100_000);
/** While all that waits is to be tried later. */
const LATER = [
  'look for what is due',
  'claim',
  'look for lost leases',
  'look for what is to be erased',
] as const;
/** While all that waits is due, at a site that is not asked as Calltouch does not answer for it. */
const RESTING = ['look while a site rests', 'claim while a site rests'] as const;

/** Whether work stays as quick as it was while the table grows, and the memory as small. */
export const growth: Bench = {
  name: 'growth',
  what: 'claim, looks, list and sweep with few and many deliveries; memory of a long drain',
  async run(options) {
    const tables: Table[] = [];
    for (const kind of ['sqlite', 'postgres']) {
      tables.push(await withWaiting(kind, options), await onDatabase(kind, options));
    }
    return [...tables, await memory(options)];
  },
};

function onDatabase(kind: string, options: BenchOptions): Promise<Table> {
  return compare(kind, options, {
    title: `Growth, ${kind}: ms with ${SMALL} and ${LARGE} finished deliveries`,
    sizes: [SMALL, LARGE],
    fill: 'fill',
    phases: [{ operations: OPERATIONS }],
  });
}

function withWaiting(kind: string, options: BenchOptions): Promise<Table> {
  return compare(kind, options, {
    title: `Growth, ${kind}: ms with ${SMALL} and ${WAITING} deliveries that wait`,
    sizes: [SMALL, WAITING],
    fill: 'fillWaiting',
    phases: [{ operations: LATER }, { prepare: 'restSite', operations: RESTING }],
  });
}

interface Comparison {
  title: string;
  sizes: [small: number, large: number];
  /** The order that fills a database, given a size. */
  fill: string;
  /** Operations that are timed in turn, after an order that changes what is in the database. */
  phases: { prepare?: string; operations: readonly string[] }[];
}

/** Times operations on a small and a large database, in turn. */
async function compare(
  kind: string,
  { rounds, log }: BenchOptions,
  { title, sizes, fill, phases }: Comparison,
): Promise<Table> {
  const operations = phases.flatMap((phase) => phase.operations);
  const apps: { app: BenchApp; drop(): Promise<void>; medians: Record<string, number[]> }[] = [];
  try {
    for (const size of sizes) {
      const database = await createTestDatabase(kind);
      const app = await startBenchApp({ ...database.env, CALLTOUCH_WORKER: 'false' }, [
        '--import',
        'tsx',
      ]);
      apps.push({
        app,
        drop: database.drop,
        medians: Object.fromEntries(operations.map((name) => [name, []])),
      });
      await app.order('settings', settings());
      await app.order(fill, size);
      log(`${title}: ${size} are in`);
    }
    for (const phase of phases) {
      if (phase.prepare) for (const { app } of apps) await app.order(phase.prepare);
      for (let round = 0; round <= rounds; round += 1) {
        for (const { app, medians } of apps) {
          for (const operation of phase.operations) {
            const times = await app.order<number[]>('time', operation);
            if (round > 0) medians[operation]?.push(median(times));
          }
        }
      }
    }
  } finally {
    for (const { app, drop } of apps) {
      await app.kill();
      await drop();
    }
  }
  const [small, large] = apps;
  return {
    title,
    columns: ['', ...sizes.map(String), 'ratio'],
    rows: operations.map((operation) => {
      const before = small?.medians[operation] ?? [];
      const after = large?.medians[operation] ?? [];
      return [
        operation,
        cutUp(median(before), 2),
        cutUp(median(after), 2),
        cutUp(median(after.map((value, round) => value / (before[round] ?? 0))), 2),
      ];
    }),
    notes: [`${rounds} rounds in turn after one that does not count; medians.`],
  };
}

/** Lets a full outbox drain with the limit lifted, and looks at the memory of the process. */
async function memory({ log }: BenchOptions): Promise<Table> {
  const calltouch = await startLocalCalltouch({ requestsPerSecond: 0 });
  const database = await createTestDatabase('postgres');
  const env = {
    ...database.env,
    CALLTOUCH_API_URL: calltouch.url,
    CALLTOUCH_REQUESTS_PER_SECOND: '0',
  };
  const rows: Table['rows'] = [];
  let app = await startBenchApp({ ...env, CALLTOUCH_WORKER: 'false' });
  try {
    await app.order('settings', settings());
    await app.order('fillPending', DRAINED);
    await app.kill();
    app = await startBenchApp(env);
    let arrived = 0;
    for (let tenth = 0; tenth <= 10; tenth += 1) {
      while (arrived < (DRAINED * tenth) / 10) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        // What the service remembers is not what is measured.
        arrived += calltouch.arrivals.splice(0).length;
      }
      const { rss, heapUsed } = await app.order<NodeJS.MemoryUsage>('memory');
      const toMiB = (bytes: number) => cut(bytes / 2 ** 20, 0);
      rows.push([arrived, toMiB(rss), toMiB(heapUsed)]);
      log(rows.at(-1)?.join(' | ') ?? '');
    }
  } finally {
    await app.kill();
    await database.drop();
    await calltouch.stop();
  }
  return {
    title: `Memory while ${DRAINED} leads drain, PostgreSQL, limit lifted`,
    columns: ['sent', 'RSS, MiB', 'heap used, MiB'],
    rows,
    notes: [],
  };
}
