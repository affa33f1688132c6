import { cp } from 'node:fs/promises';
import path from 'node:path';
import { startLocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { openOutbox } from '../support/outbox';
import { openSite, type Site } from '../support/site';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { strapiCommand } from '../support/strapiCommand';
import { createTestDatabase, type TestDatabase } from '../support/testDatabase';
import { testFaults, type Promised } from './table';

jest.setTimeout(5 * 60_000);

/** Longer than a look for due leads, and than any delay of a first try. */
const SOON_MS = 3_000;

const soon = () => new Promise((resolve) => setTimeout(resolve, SOON_MS));

describe('what was not meant to send', () => {
  let site: Site;
  const databases: TestDatabase[] = [];

  afterEach(async () => {
    await site?.close();
    for (const database of databases.splice(0)) await database.drop();
  });

  testFaults(
    'deployment',
    ['a command that loads Strapi while leads are due', 'a copied database'],
    (fault) => (fault === 'a copied database' ? copied() : commands()),
  );

  /** A site that has stopped with so many leads due. */
  async function stoppedWithLeads(count: number, more: Record<string, string> = {}) {
    site = await openSite('sqlite');
    const app = await site.start({ CALLTOUCH_WORKER: 'false', ...more });
    for (let number = 0; number < count; number += 1) await site.submit(app.url);
    expect(site.acknowledged.size).toBe(count);
    expect(await app.terminate()).toBe(0);
    const env: Record<string, string> = {
      ...site.database.env,
      CALLTOUCH_API_URL: site.calltouch.url,
      CALLTOUCH_REQUESTS_PER_SECOND: '0',
    };
    return env;
  }

  async function expectUntouched(): Promise<void> {
    expect(site.calltouch.arrivals).toHaveLength(0);
    for (const { status, reason } of await site.outbox.deliveries()) {
      expect({ status, reason }).toEqual({ status: 'pending', reason: null });
    }
    expect(await site.outbox.attempts()).toEqual([]);
  }

  async function commands(): Promise<Promised> {
    const env = await stoppedWithLeads(3);
    const folder = path.dirname(env.DATABASE_FILENAME!);
    const archive = path.join(folder, 'archive');
    const empty = await createTestDatabase('sqlite');
    databases.push(empty);
    const person = ['--email=new@example.com', '--password=Calltouch1', '--firstname=N'];
    const run = async (args: string[], more: Record<string, string> = {}) => {
      await strapiCommand(args, { ...env, ...more });
      await expectUntouched();
    };
    await run(['export', '--no-encrypt', `--file=${archive}`]);
    await run(['routes:list']);
    await run(['admin:create-user', ...person, '--lastname=P']);
    await run(['configuration:dump', `--file=${path.join(folder, 'config.json')}`]);
    await run(['import', `--file=${archive}.tar.gz`, '--force'], empty.env);
    const imported = openOutbox(empty);
    expect((await imported.deliveries()).map(({ status }) => status)).toEqual(
      Array(3).fill('pending'),
    );
    await imported.close();
    // The console's server listens, but nobody has started the site.
    await strapiCommand(
      ['console'],
      { ...env, PORT: String(await freePort()) },
      { after: /> $/, text: `setTimeout(() => process.exit(0), ${SOON_MS})\n` },
    );
    await expectUntouched();

    await site.start();
    await site.rest();
    expect(await site.balance()).toMatchObject({ arrived: 3, lost: 0, twice: 0 });
    return 'six commands sent nothing and left nothing changed; the start sent each once';
  }

  async function copied(): Promise<Promised> {
    const env = await stoppedWithLeads(2, { PUBLIC_URL: 'https://example.ru' });
    const database = await createTestDatabase('sqlite');
    databases.push(database);
    await cp(env.DATABASE_FILENAME!, database.env.DATABASE_FILENAME!);
    const elsewhere = await startLocalCalltouch({ requestsPerSecond: 0 });
    let copy: StrapiProcess | null = null;
    try {
      copy = await startStrapiProcess({
        PORT: String(await freePort()),
        ...database.env,
        CALLTOUCH_API_URL: elsewhere.url,
        PUBLIC_URL: 'https://staging.example.ru',
        APP_KEYS: 'copied-key',
      });
      await site.start({ PUBLIC_URL: 'https://example.ru/', APP_KEYS: 'rotated-key' });
      await site.rest();
      const kept = await site.submit(copy.url);
      site.acknowledged.delete(kept!);
      await soon();
      expect(elsewhere.arrivals).toHaveLength(0);
      const outbox = openOutbox(database);
      const statuses = (await outbox.deliveries()).map(({ status }) => status);
      expect(statuses).toEqual(['pending', 'pending', 'pending']);
      await outbox.close();
      expect(copy.log()).toMatch(/belongs to example\.ru and not to .*staging\.example\.ru/);
    } finally {
      await copy?.kill();
      await elsewhere.stop();
    }
    expect(await site.balance()).toMatchObject({ arrived: 2, lost: 0, twice: 0 });
    return 'the site sent each of 2 once; the copy kept 3, none sent';
  }
});
