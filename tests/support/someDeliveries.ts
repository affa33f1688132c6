import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeliveryFilter, DeliveryPage } from '../../server/src/contracts';
import { DEMO_SESSIONS, DEMO_VISITS } from '../../demo/visits';
import { startLocalCalltouch, type Fault, type LocalCalltouch } from '../../local-calltouch';
import { registerAdministrator } from './administrator';
import { freePort } from './freePort';
import { endRest } from './playgroundDatabase';
import { form, settings } from './settings';
import { startStrapiProcess, type StrapiProcess } from './startStrapiProcess';
import { waitFor } from './waitFor';

/** A Strapi with some deliveries, at the rate that Calltouch allows. */
export interface SomeDeliveries {
  app: StrapiProcess;
  calltouch: LocalCalltouch;
  /** Of an administrator who may do everything. */
  token: string;
  /** Sends a visitor's form; the phone is nobody else's. */
  submit(name: string, more?: Record<string, unknown>): Promise<{ documentId: string }>;
  /** The deliveries that match. */
  find(filter: DeliveryFilter): Promise<DeliveryPage>;
  /** Asks the server as the administrator. */
  ask(method: string, address: string, body?: unknown): Promise<unknown>;
  /** Ends the rest of an hour that Calltouch asks for with the last of them. */
  endRest(): void;
  /** Stops everything and removes the database. */
  stop(): Promise<void>;
}

/** How many of them have which status. */
export const COUNTS = { delivered: 24, failed: 5, unknown: 3, skipped: 2, pending: 2 } as const;
export const TOTAL = Object.values(COUNTS).reduce((sum, count) => sum + count, 0);

export const REFUSAL = 'В настройках API нет такого поля';

/** What Calltouch does to the leads of these statuses. */
const FAULTS: Record<'failed' | 'unknown' | 'pending', Fault> = {
  failed: { kind: 'json', status: 400, json: `{"errorCode":1,"message":"${REFUSAL}"}` },
  unknown: { kind: 'status', status: 500, body: 'Internal error' },
  pending: { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
};

/** Starts Strapi with its admin and a local Calltouch, and really sends visitors' forms. */
export async function startSomeDeliveries(): Promise<SomeDeliveries> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-some-'));
  const databaseFile = path.join(folder, 'data.db');
  const calltouch = await startLocalCalltouch({ sessions: DEMO_SESSIONS });
  const app = await startStrapiProcess({
    PORT: String(await freePort()),
    DATABASE_FILENAME: databaseFile,
    CALLTOUCH_API_URL: calltouch.url,
    CALLTOUCH_TIMEOUT_MS: '60000',
    SERVE_ADMIN: 'true',
  });
  const token = await registerAdministrator(app.url);
  let phone = 79_201_000_000;

  const ask: SomeDeliveries['ask'] = async (method, address, body) => {
    const answer = await fetch(`${app.url}${address}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const find: SomeDeliveries['find'] = async (filter) => {
    const members = Object.entries(filter).map(([name, value]) => [name, String(value)]);
    const query = new URLSearchParams(Object.fromEntries(members) as Record<string, string>);
    return (await ask('GET', `/calltouch/deliveries?${query.toString()}`)) as DeliveryPage;
  };
  const submit: SomeDeliveries['submit'] = async (name, more = {}) => {
    const answer = await fetch(`${app.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: { name, phone: String((phone += 1)), kind: 'order', ...more } }),
    });
    if (!answer.ok) throw new Error(`The form was answered ${answer.status}`);
    return ((await answer.json()) as { data: { documentId: string } }).data;
  };
  const some: SomeDeliveries = {
    app,
    calltouch,
    token,
    submit,
    find,
    ask,
    endRest: () => endRest(databaseFile),
    async stop() {
      await app.kill();
      await calltouch.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await make(some);
    return some;
  } catch (error) {
    await some.stop();
    throw error;
  }
}

async function make({ ask, calltouch, find, submit }: SomeDeliveries): Promise<void> {
  const condition = { kind: { $in: ['order', 'callback'] } };
  const document = settings([form({ condition })], { onUnknown: 'hold' });
  await ask('PUT', '/calltouch/settings', document);
  for (const status of ['delivered', 'skipped', 'failed', 'unknown', 'pending'] as const) {
    calltouch.faults.setFault(status in FAULTS ? FAULTS[status as keyof typeof FAULTS] : null);
    for (let index = 0; index < COUNTS[status]; index += 1) {
      await submit(`Visitor ${status} ${index + 1}`, {
        email: index % 2 === 0 ? `${status}${index}@example.ru` : undefined,
        message: 'A white kitchen, three metres',
        kind: status === 'skipped' ? 'newsletter' : 'order',
        calltouch:
          index % 3 === 0
            ? { pageUrl: 'https://example.ru/kitchens', reason: 'blocked' }
            : {
                pageUrl: 'https://example.ru/kitchens?utm_source=yandex',
                sessionId: DEMO_VISITS[index % DEMO_VISITS.length]!.sessionId,
              },
      });
    }
    const isThere = async () =>
      (await find({ status: [status] })).pagination.total === COUNTS[status] &&
      (status !== 'pending' || calltouch.arrivals.some((arrival) => arrival.status === 429));
    await waitFor(`all that are ${status}`, isThere, 60_000);
  }
  calltouch.faults.setFault(null);
}
