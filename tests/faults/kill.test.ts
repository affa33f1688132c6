import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { readOutbox } from '../support/playgroundDatabase';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';
import { testFaults } from './table';

const SUBMISSIONS = 120;
const KILLS = 12;
/** Kills fall anywhere between two requests and within them. */
const LONGEST_LIFE_MS = 1_500;

jest.setTimeout(8 * 60_000);

describe('a Strapi that is killed again and again', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess | null = null;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-kill-'));
    // Slow enough that kills find requests under way.
    calltouch = await startLocalCalltouch({ requestsPerSecond: 0, minimumDelayMs: 40 });
  });

  afterAll(async () => {
    await app?.kill();
    await calltouch?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  testFaults('process', ['killed at random'], async () => {
    const filename = path.join(folder, 'data.db');
    const env = {
      PORT: String(await freePort()),
      DATABASE_FILENAME: filename,
      CALLTOUCH_API_URL: calltouch.url,
      CALLTOUCH_TIMEOUT_MS: '2000',
      CALLTOUCH_REQUESTS_PER_SECOND: '50',
      DEMO: 'true',
    };
    const acknowledged = new Map<string, string>();
    let number = 0;
    let kills = 0;
    let refused = 0;

    const submit = async (url: string): Promise<boolean> => {
      number += 1;
      const name = `Visitor ${number}`;
      try {
        const answer = await fetch(`${url}/api/leads`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ data: { name, phone: '8 (920) 123-45-67' } }),
        });
        if (answer.status !== 201) return false;
        const { data } = (await answer.json()) as { data: { documentId: string } };
        acknowledged.set(data.documentId, name);
        return true;
      } catch {
        return false;
      }
    };

    while (acknowledged.size < SUBMISSIONS || kills < KILLS) {
      app = await startStrapiProcess(env);
      const { url } = app;
      let isAlive = true;
      const visitors = Array.from({ length: 3 }, async () => {
        while (isAlive) {
          if (!(await submit(url))) refused += 1;
          await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 120));
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * LONGEST_LIFE_MS));
      await app.kill();
      app = null;
      kills += 1;
      isAlive = false;
      await Promise.all(visitors);
    }

    app = await startStrapiProcess(env);
    const arrivalsOf = () => {
      const counts = new Map<string, number>();
      for (const { params, requestId } of calltouch.arrivals) {
        const entry = requestId && params.requestNumber?.replace(/^lead-/, '');
        if (entry) counts.set(entry, (counts.get(entry) ?? 0) + 1);
      }
      return counts;
    };
    const missing = () => [...acknowledged.keys()].filter((id) => !arrivalsOf().has(id));
    await waitFor('every lead', () => missing().length === 0, 120_000).catch(() => undefined);
    // Leads whose sender was killed wait for their lease, and then for a retry.
    const undelivered = () =>
      readOutbox(filename).deliveries.filter(({ status }) => status !== 'delivered');
    await waitFor('every delivery', () => undelivered().length === 0, 120_000).catch((error) => {
      const rows = undelivered().map(({ id, status, reason_code: reason }) => [id, status, reason]);
      throw new Error(`${String(error)}: ${JSON.stringify(rows)}`);
    });
    expect(await app.terminate()).toBe(0);
    app = null;

    const { deliveries, attempts } = readOutbox(filename);
    const counts = arrivalsOf();
    const doubled = [...counts].filter(([, count]) => count > 1).map(([entry]) => entry);
    const marked = new Set(
      deliveries.filter((row) => row.possible_duplicate === 1).map((row) => row.entry_id),
    );
    const unmarked = doubled.filter((entry) => !marked.has(entry));
    const interrupted = attempts.filter(({ outcome }) => outcome === 'uncertain').length;
    const figures =
      `${kills} SIGKILLs, ${acknowledged.size} acknowledged (${refused} refused ` +
      `while it was down), ${missing().length} lost, ${interrupted} attempts interrupted, ` +
      `${doubled.length} arrived twice, ${unmarked.length} of them unmarked`;
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(acknowledged.size).toBeGreaterThanOrEqual(SUBMISSIONS);
    expect(missing()).toEqual([]);
    expect(unmarked).toEqual([]);
    // Delivered in the outbox, but unknown to Calltouch: that would be the worst of reports.
    expect(deliveries.filter((row) => !counts.has(row.entry_id))).toEqual([]);
    return figures;
  });
});
