import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Core } from '@strapi/strapi';
import { settings, site } from '../tests/support/settings';
import { startStrapi } from '../tests/support/startStrapi';
import { entryIdOf, fillOutbox } from './fillOutbox';
import { measure } from './measure';
import type { Bench, BenchOptions, Table } from './support/figures';

const DAY_MS = 24 * 3_600_000;
const DELIVERIES = 100_000;

/**
 * What the admin asks for, over HTTP with an administrator's token, on an outbox of 100,000
 * deliveries in SQLite. Client and server share the process, so the client's share is in the times.
 */
export const adminQueries: Bench = {
  name: 'admin',
  what: 'lists, searches, overview and export on 100,000 deliveries in SQLite',
  run: (options) => run(options),
};

async function run({ log }: BenchOptions): Promise<Table[]> {
  const deliveries = DELIVERIES;
  const app = await startStrapi({ NODE_ENV: 'production', CALLTOUCH_WORKER: 'false' });
  try {
    const sites = ['main', 'second', 'third'].map((key) => site({ key }));
    await app.admin('put', '/calltouch/settings').send(settings(undefined, {}, sites));
    const token = await app.tokenWith([
      'settings.read',
      'deliveries.read',
      'deliveries.personal',
      'deliveries.export',
    ]);
    const fillStartMs = performance.now();
    const nowMs = Date.now();
    await fillOutbox(app.strapi, deliveries, nowMs);
    log(`filled in ${Math.round(performance.now() - fillStartMs)} ms`);
    const server = app.strapi.server.httpServer.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const get = async (path: string): Promise<Response> => {
      const answer = await fetch(`http://127.0.0.1:${port}/calltouch${path}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      if (answer.status !== 200)
        throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer;
    };

    const rows: Table['rows'] = [];
    const plans: Table['rows'] = [];
    for (const [name, pathOf] of Object.entries(requests(deliveries, nowMs))) {
      const act = async (number: number) => (await get(pathOf(number))).text();
      const figures = await measure(act);
      rows.push([name, up(figures.medianMs), up(figures.p95Ms), up(figures.processorMs)]);
      for (const { sql, plan } of await plansOf(app.strapi, () => act(1_000)))
        plans.push([name, sql, plan.join('; ')]);
    }
    const exported = await measureExport(get);
    server.closeAllConnections();
    return [
      {
        title: "The admin's queries on 100,000 deliveries",
        columns: ['request', 'median, ms', '95 of 100, ms', 'processor, ms'],
        rows,
        notes: ['Client and server share the process.'],
      },
      {
        title: 'Export of everything',
        columns: ['rows', 'rows a second', 'growth of the memory, MB'],
        rows: exported.map((one) => [one.rows, one.rowsPerSecond, up(one.rssGrowthMegabytes)]),
        notes: [],
      },
      { title: 'Plans', columns: ['request', 'statement', 'plan'], rows: plans, notes: [] },
    ];
  } finally {
    await app.stop();
  }
}

/** With one digit after the point, rounded up. */
function up(value: number): number {
  return Math.ceil(value * 10) / 10;
}

/** Paths under the plugin's prefix, each another one at each repetition where that matters. */
function requests(deliveries: number, nowMs: number): Record<string, (number: number) => string> {
  const iso = (ms: number) => encodeURIComponent(new Date(ms).toISOString());
  const other = (number: number) => (number * 7_919) % deliveries;
  const lastPage = deliveries / 100;
  const entries = (number: number) =>
    Array.from({ length: 20 }, (_, at) => entryIdOf(other(number * 20 + at) | 1)).join(',');
  return {
    'nothing but Strapi (sites)': () => '/sites',
    'list, page 1 of 20': () => '/deliveries?pageSize=20',
    'list, page 1 of 100': () => '/deliveries?pageSize=100',
    'list, page 1000 of 100': () => `/deliveries?pageSize=100&page=${lastPage}`,
    'list, page 2500 of 20': () => `/deliveries?pageSize=20&page=${deliveries / 40}`,
    'list, status=unknown': () => '/deliveries?status=unknown',
    'list, status=delivered': () => '/deliveries?status=delivered',
    'list, site=third': () => '/deliveries?site=third',
    'list, site=nowhere': () => '/deliveries?site=nowhere',
    'list, contentType': () => '/deliveries?contentType=api::booking.booking',
    'list, hasSession=false': () => '/deliveries?hasSession=false',
    'list, one day': () =>
      `/deliveries?from=${iso(nowMs - 31 * DAY_MS)}&to=${iso(nowMs - 30 * DAY_MS)}`,
    'list, 30 days, failed, site': () =>
      `/deliveries?from=${iso(nowMs - 30 * DAY_MS)}&status=failed&site=main`,
    'list, sort=attemptCount:desc': () => '/deliveries?sort=attemptCount:desc',
    'list, sort=status:asc': () => '/deliveries?sort=status:asc',
    'list, sort=deliveredAt:desc': () => '/deliveries?sort=deliveredAt:desc',
    'list, sort=deliveredAt:desc, page 2500': () =>
      `/deliveries?sort=deliveredAt:desc&page=${deliveries / 40}`,
    'search, documentId': (number) => `/deliveries?search=${entryIdOf(other(number))}`,
    'search, requestId': (number) => `/deliveries?search=${5_222_102 + other(number)}`,
    'search, phone': (number) => `/deliveries?search=79${200_000_000 + other(number)}`,
    'search, nothing found': () => '/deliveries?search=nobody@example.ru',
    'overview, 30 days': () => '/overview?days=30',
    'overview, 90 days': () => '/overview?days=90',
    'check-up': () => '/check-up',
    'statuses of 20 entries': (number) => `/entries/api::lead.lead?documentIds=${entries(number)}`,
  };
}

interface Plan {
  sql: string;
  plan: string[];
}

/** How SQLite does the plugin's own statements of a request. */
async function plansOf(strapi: Core.Strapi, request: () => Promise<unknown>): Promise<Plan[]> {
  const { connection } = strapi.db;
  const statements: { sql: string; bindings: unknown[] }[] = [];
  const note = (statement: { sql: string; bindings: unknown[] }) => {
    if (/calltouch_/.test(statement.sql)) statements.push(statement);
  };
  connection.on('query', note);
  await request();
  connection.removeListener('query', note);
  const plans: Plan[] = [];
  for (const { sql, bindings } of statements) {
    const rows: { detail: string }[] = await connection.raw(
      `explain query plan ${sql}`,
      bindings as never,
    );
    plans.push({ sql, plan: rows.map(({ detail }) => detail) });
  }
  return plans;
}

async function measureExport(get: (path: string) => Promise<Response>) {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    global.gc?.();
    const before = process.memoryUsage.rss();
    let peak = before;
    const startMs = performance.now();
    const answer = await get('/deliveries/export');
    let bytes = 0;
    let lines = 0;
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      for (const byte of chunk) if (byte === 10) lines += 1;
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    const seconds = (performance.now() - startMs) / 1_000;
    runs.push({
      rows: lines - 1,
      seconds,
      rowsPerSecond: Math.floor((lines - 1) / seconds),
      megabytes: bytes / 1e6,
      rssGrowthMegabytes: (peak - before) / 1e6,
    });
  }
  return runs;
}
