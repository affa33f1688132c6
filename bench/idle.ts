import http from 'node:http';
import { startLocalCalltouch } from '../local-calltouch';
import { settings } from '../tests/support/settings';
import { createTestDatabase } from '../tests/support/testDatabase';
import { waitFor } from '../tests/support/waitFor';
import { startBenchApp } from './support/benchApp';
import { cutUp, median, percentile, type Bench, type Table } from './support/figures';
import { FORM_HEADERS, formBody } from './support/visitorForm';

const LEADS = Number(process.env.BENCH_IDLE_LEADS ?? 300);
/** Longer than a slot is taken, divided by five slots: nothing waits for the rate. */
const PAUSE_MS = 260;

/** How soon a lead is at Calltouch where nothing else is to be done. */
export const idle: Bench = {
  name: 'idle',
  what: 'delay from the acknowledged create to the arrival at the service',
  async run({ log }) {
    const rows: Table['rows'] = [];
    for (const kind of ['sqlite', 'postgres']) {
      for (const requestsPerSecond of [0, 5]) {
        const delaysMs = await delays(kind, requestsPerSecond);
        rows.push([
          `${kind}, ${requestsPerSecond === 0 ? 'no limit' : `${requestsPerSecond} a second`}`,
          cutUp(median(delaysMs), 2),
          cutUp(percentile(delaysMs, 99), 2),
          cutUp(Math.max(...delaysMs), 2),
        ]);
        log(rows.at(-1)?.join(' | ') ?? '');
      }
    }
    return [
      {
        title: 'From the acknowledged create to the arrival, ms',
        columns: ['', 'median', 'p99', 'longest'],
        rows,
        notes: [
          `${LEADS} single leads, one every ${PAUSE_MS} ms at the earliest. Acknowledged: the client has the answer's head. Both moments by the clock of one process; the lead may arrive before the client has its answer.`,
        ],
      },
    ];
  },
};

async function delays(kind: string, requestsPerSecond: number): Promise<number[]> {
  const calltouch = await startLocalCalltouch({ requestsPerSecond });
  const database = await createTestDatabase(kind);
  const app = await startBenchApp({
    ...database.env,
    CALLTOUCH_API_URL: calltouch.url,
    CALLTOUCH_REQUESTS_PER_SECOND: String(requestsPerSecond),
  });
  const agent = new http.Agent({ keepAlive: true });
  const found: number[] = [];
  try {
    await app.order('settings', settings());
    for (let number = 1; number <= LEADS; number += 1) {
      const acknowledgedMs = await acknowledged(`${app.url}/api/leads`, number, agent);
      const arrival = await waitFor(`lead ${number}`, () => calltouch.arrivals[number - 1], 30_000);
      found.push(arrival.monotonicMs - acknowledgedMs);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    agent.destroy();
    await app.kill();
    await database.drop();
    await calltouch.stop();
  }
  return found;
}

function acknowledged(url: string, number: number, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const body = formBody(number);
    const request = http.request(url, {
      method: 'POST',
      agent,
      headers: { ...FORM_HEADERS, 'Content-Length': Buffer.byteLength(body) },
    });
    request.on('response', (response) => {
      const moment = performance.now();
      response.resume().on('end', () => {
        if (response.statusCode === 201) resolve(moment);
        else reject(new Error(`Answered ${response.statusCode}`));
      });
    });
    request.on('error', reject).end(body);
  });
}
