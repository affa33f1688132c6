import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startLocalCalltouch } from '../local-calltouch';
import { settings } from '../tests/support/settings';
import { createTestDatabase } from '../tests/support/testDatabase';
import { startBenchApp, type BenchApp } from './support/benchApp';
import { cut, cutUp, median, percentile, type Bench, type Table } from './support/figures';
import { startLoadClient } from './support/loadClient';

const CONNECTIONS = 10;
const ROUND_MS = 3_000;
const WARM_UP_MS = 4_000;
const SERVICE_MS = 100;

interface Variant {
  name: string;
  env: Record<string, string>;
  prepare?(app: BenchApp, serviceUrl: string): Promise<unknown>;
}

const OFF = { CALLTOUCH_ENABLED: 'false' };
const withForm = (app: BenchApp) => app.order('settings', settings());

const VARIANTS: Variant[] = [
  { name: 'plugin off', env: OFF },
  {
    name: 'bare INSERT in afterCreate (floor)',
    env: OFF,
    prepare: (app) => app.order('hook', 'insert'),
  },
  {
    name: "bare INSERT into the plugin's table",
    env: { CALLTOUCH_WORKER: 'false' },
    prepare: (app) => app.order('hook', 'insertDelivery'),
  },
  { name: 'plugin on, worker: false', env: { CALLTOUCH_WORKER: 'false' }, prepare: withForm },
  { name: 'plugin on, sending 5 a second', env: {}, prepare: withForm },
  {
    name: "Strapi's webhook on entry.create",
    env: OFF,
    prepare: (app, serviceUrl) => app.order('webhook', serviceUrl),
  },
  {
    name: `axios awaited in afterCreate, service of ${SERVICE_MS} ms`,
    env: OFF,
    prepare: (app) => app.order('hook', 'awaitAxios'),
  },
];

/** What a visitor's form costs, with the plugin and with what sites do instead. */
export const create: Bench = {
  name: 'create',
  what: 'throughput and p99 of POST /api/leads',
  async run(options) {
    const tables: Table[] = [];
    for (const kind of ['sqlite', 'postgres']) tables.push(await onDatabase(kind, options));
    return tables;
  },
};

interface Runner {
  variant: Variant;
  app: BenchApp;
  drop(): Promise<void>;
  perSecond: number[];
  p99Ms: number[];
  /** Processor time of Strapi's process for each request. */
  cpuMs: number[];
  failed: number;
}

async function onDatabase(
  kind: string,
  { rounds, log }: Parameters<Bench['run']>[0],
): Promise<Table> {
  const calltouch = await startLocalCalltouch();
  const service = await startService();
  const client = startLoadClient();
  const runners: Runner[] = [];
  try {
    for (const variant of VARIANTS) {
      const database = await createTestDatabase(kind);
      const app = await startBenchApp({
        ...database.env,
        CALLTOUCH_API_URL: calltouch.url,
        BENCH_SERVICE_URL: service.url,
        ...variant.env,
      });
      runners.push({
        variant,
        app,
        drop: database.drop,
        perSecond: [],
        p99Ms: [],
        cpuMs: [],
        failed: 0,
      });
      await variant.prepare?.(app, service.url);
      await client.run({ url: app.url, connections: CONNECTIONS, forMs: WARM_UP_MS });
      app.freeze();
      log(`${kind}: ${variant.name} is warm`);
    }
    for (let round = 0; round < rounds; round += 1) {
      // Each begins once: what comes first or last in a round has no advantage over all rounds.
      const turn = [...runners.slice(round % runners.length), ...runners].slice(0, runners.length);
      for (const runner of turn) {
        runner.app.thaw();
        const load = { url: runner.app.url, connections: CONNECTIONS };
        await client.run({ ...load, forMs: 300 });
        const before = await runner.app.order<NodeJS.CpuUsage>('cpu');
        const { seconds, latenciesMs, failed } = await client.run({ ...load, forMs: ROUND_MS });
        const after = await runner.app.order<NodeJS.CpuUsage>('cpu');
        runner.app.freeze();
        const cpuMs = (after.user - before.user + after.system - before.system) / 1000;
        runner.cpuMs.push(cpuMs / latenciesMs.length);
        runner.perSecond.push(latenciesMs.length / seconds);
        runner.p99Ms.push(percentile(latenciesMs, 99));
        runner.failed += failed;
      }
      log(
        `${kind} round ${round + 1}: ` +
          runners
            .map(
              ({ perSecond, cpuMs }) =>
                `${perSecond.at(-1)?.toFixed(0)}/${cpuMs.at(-1)?.toFixed(2)}`,
            )
            .join(' '),
      );
    }
  } finally {
    client.stop();
    for (const runner of runners) {
      await runner.app.kill();
      await runner.drop();
    }
    await calltouch.stop();
    await service.stop();
  }
  return table(kind, runners, rounds);
}

function table(kind: string, runners: Runner[], rounds: number): Table {
  const [off, floor] = runners;
  const ratio = (runner: Runner, other: Runner | undefined) =>
    cut(median(runner.perSecond.map((value, round) => value / (other?.perSecond[round] ?? 0))), 3);
  return {
    title: `POST /api/leads, ${kind}`,
    columns: ['', 'a second', 'of “off”', 'of the floor', 'p99, ms', 'processor, ms', 'failed'],
    rows: runners.map((runner) => [
      runner.variant.name,
      cut(median(runner.perSecond), 1),
      ratio(runner, off),
      ratio(runner, floor),
      cutUp(median(runner.p99Ms), 1),
      cutUp(median(runner.cpuMs), 2),
      runner.failed,
    ]),
    notes: [
      `${CONNECTIONS} connections, ${rounds} rounds of ${ROUND_MS / 1000} s each, in turn; medians, the ratios of each round's own figures. Who is not measured is stopped (SIGSTOP). Processor: that of Strapi's process for one request.`,
    ],
  };
}

/** A service that answers after a while, and at once to the webhook. */
async function startService(): Promise<{ url: string; stop(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isWebhook = request.headers['x-strapi-event'] !== undefined;
      setTimeout(() => response.end('{"requestId":1}'), isWebhook ? 0 : SERVICE_MS);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
