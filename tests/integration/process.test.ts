import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { readOutbox } from '../support/playgroundDatabase';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

jest.setTimeout(90_000);

describe('a Strapi process', () => {
  let folder: string;
  let filename: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-process-'));
    filename = path.join(folder, 'data.db');
    calltouch = await startLocalCalltouch();
  });

  afterEach(async () => {
    await app?.kill();
    app = null;
    await calltouch.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}) =>
    startStrapiProcess({
      PORT: String(await freePort()),
      DATABASE_FILENAME: filename,
      CALLTOUCH_API_URL: calltouch.url,
      DEMO: 'true',
      ...env,
    });

  const submit = async (url: string, data: object) => {
    const answer = await fetch(`${url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    expect(answer.status).toBe(201);
  };

  it('finishes the request in flight when it is told to stop', async () => {
    app = await start();
    calltouch.faults.setFault({ kind: 'delay', delayMs: 1_000 });
    await submit(app.url, { name: 'Анна', phone: '9201234567' });
    await waitFor('the request', () => calltouch.arrivals.length === 1);
    expect(await app.terminate()).toBe(0);
    expect(app.log()).not.toMatch(/error/i);
    app = null;
    const { deliveries, attempts } = readOutbox(filename);
    expect(deliveries).toMatchObject([{ status: 'delivered', attempt_count: 1 }]);
    expect(attempts).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('finds at its start what no hook saw', async () => {
    app = await start();
    await submit(app.url, { name: 'Анна', phone: '9201234567' });
    await waitFor('the lead', () => calltouch.leads.length === 1);
    await app.terminate();
    const database = new Database(filename);
    database
      .prepare(
        `insert into leads (document_id, name, phone, created_at, updated_at, published_at)
         values ('rawinsert', 'Борис', '9207654321', ?, ?, ?)`,
      )
      .run(Date.now(), Date.now(), Date.now());
    database.close();
    app = await start();
    await waitFor('the lead', () => calltouch.leads.length === 2, 20_000);
    expect(calltouch.leads[1]!.params).toMatchObject({
      fio: 'Борис',
      requestNumber: 'lead-rawinsert',
    });
  });

  it('keeps its outbox over a start with the plugin switched off', async () => {
    app = await start();
    await submit(app.url, { name: 'Анна', phone: '9201234567' });
    await waitFor('the lead', () => calltouch.leads.length === 1);
    await app.terminate();
    app = await start({ CALLTOUCH_ENABLED: 'false', DEMO: 'false' });
    await app.terminate();
    app = await start();
    await submit(app.url, { name: 'Борис', phone: '9207654321' });
    await waitFor('the second lead', () => calltouch.leads.length === 2);
    await app.terminate();
    app = null;
    const { deliveries } = readOutbox(filename);
    expect(deliveries.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  });

  it('refuses to start with a wrong configuration, and names every problem', async () => {
    const refused = start({
      CALLTOUCH_API_URL: 'ftp://calltouch',
      CALLTOUCH_METHOD: 'PUT',
      CALLTOUCH_TIMEOUT_MS: '-5',
    });
    const { message } = await refused.then(
      () => new Error('it started'),
      (error: Error) => error,
    );
    for (const name of ['apiUrl', 'method', 'timeoutMs']) expect(message).toContain(name);
    expect(message).toMatch(/ended with 1/);
  });

  it('logs no personal data, whatever happens to the leads', async () => {
    app = await start({ LOG_LEVEL: 'silly', CALLTOUCH_TIMEOUT_MS: '1000' });
    const person = { name: 'Ксения', phone: '+7 911 222-33-44', email: 'ksenia@example.ru' };
    const faults = [
      null,
      { kind: 'text', text: 'Номер 79112223344 (ksenia@example.ru) уже есть' },
      { kind: 'html' },
      { kind: 'resetAfterBody' },
      { kind: 'blackHole' },
      { kind: 'status', status: 429 },
    ] as const;
    for (const fault of faults) {
      const before = calltouch.arrivals.length;
      calltouch.faults.setFault(fault, { times: 1 });
      await submit(app.url, person);
      await waitFor('the request', () => calltouch.arrivals.length > before);
    }
    await submit(app.url, { ...person, calltouch: { sessionId: '79112223344\n', pageUrl: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await app.terminate();
    expect(app.log()).toContain('/api/leads');
    expect(app.log()).not.toMatch(/9112223344|911 222-33-44|ksenia|Ксения/);
    app = null;
  });
});
