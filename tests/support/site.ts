import path from 'node:path';
import {
  startLocalCalltouch,
  type LocalCalltouch,
  type LocalCalltouchOptions,
} from '../../local-calltouch';
import type { Settings } from '../../server/src/contracts';
import { freePort } from './freePort';
import { balance, openOutbox, type Balance, type Outbox } from './outbox';
import { startStrapiProcess, type StrapiProcess } from './startStrapiProcess';
import { createTestDatabase, type TestDatabase } from './testDatabase';
import { waitFor } from './waitFor';

/** A site whose Strapis are processes that can be killed, with a database and a Calltouch of its own. */
export interface Site {
  calltouch: LocalCalltouch;
  database: TestDatabase;
  outbox: Outbox;
  /** documentIds for which a client was answered 201. */
  acknowledged: Set<string>;
  /** Starts one more Strapi. */
  start(env?: Record<string, string>): Promise<StrapiProcess>;
  /** Submits a form; null where the client was not answered 201. */
  submit(url: string, data?: object): Promise<string | null>;
  /** Saves settings as an administrator does. */
  save(url: string, settings: Settings): Promise<void>;
  /** Waits until no delivery is waiting or being sent. */
  rest(timeoutMs?: number): Promise<void>;
  balance(): Promise<Balance>;
  /** Ends everything that was started. */
  close(): Promise<void>;
}

/**
 * @param kind of the database; SQLite if left out
 * @param options of the local Calltouch, which by default takes any rate
 */
export async function openSite(
  kind: 'sqlite' | 'postgres' | 'mysql' = 'sqlite',
  options: LocalCalltouchOptions = { requestsPerSecond: 0 },
): Promise<Site> {
  const calltouch = await startLocalCalltouch(options);
  const database = await createTestDatabase(kind);
  const outbox = openOutbox(database);
  const acknowledged = new Set<string>();
  const running = new Set<StrapiProcess>();
  let number = 0;

  return {
    calltouch,
    database,
    outbox,
    acknowledged,

    async start(env = {}) {
      const app = await startStrapiProcess({
        PORT: String(await freePort()),
        ...database.env,
        CALLTOUCH_API_URL: calltouch.url,
        CALLTOUCH_TIMEOUT_MS: '1000',
        DEMO: 'true',
        ...env,
      });
      running.add(app);
      return app;
    },

    async submit(url, data = {}) {
      number += 1;
      const lead = { name: `Visitor ${number}`, phone: '8 (920) 123-45-67', ...data };
      try {
        const answer = await fetch(`${url}/api/leads`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ data: lead }),
        });
        if (answer.status !== 201) return null;
        const body = (await answer.json()) as { data: { documentId: string } };
        acknowledged.add(body.data.documentId);
        return body.data.documentId;
      } catch {
        // The process died before it answered.
        return null;
      }
    },

    async save(url, settings) {
      const login = await asJson(`${url}/admin/login`, 'POST', {
        email: 'admin@example.com',
        password: 'Calltouch1',
      });
      const { token } = (login as { data: { token: string } }).data;
      await asJson(`${url}/calltouch/settings`, 'PUT', settings, token);
    },

    async rest(timeoutMs = 120_000) {
      await waitFor(
        'the outbox to come to rest',
        async () => {
          const deliveries = await outbox.deliveries();
          const known = new Set(deliveries.map(({ entryId }) => entryId));
          return (
            (await outbox.takenIn()) === 0 &&
            deliveries.every(({ status }) => status !== 'pending' && status !== 'sending') &&
            [...acknowledged].every((entry) => known.has(entry))
          );
        },
        timeoutMs,
      );
    },

    balance: () => balance(acknowledged, calltouch.arrivals, outbox),

    async close() {
      for (const app of running) await app.kill();
      await outbox.close();
      await calltouch.stop();
      await database.drop();
    },
  };
}

/** Node's options that load a file of this folder before anything else. */
export function preload(file: 'crashPoint.cjs' | 'fullDisk.cjs' | 'shiftedClock.cjs') {
  return { NODE_OPTIONS: `--require ${path.join(__dirname, file)}` };
}

async function asJson(
  url: string,
  method: string,
  body: unknown,
  token?: string,
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
