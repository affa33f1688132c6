import http from 'node:http';
import { FORM_HEADERS, formBody } from './visitorForm';

export interface Load {
  url: string;
  /** Requests under way at once, each on a connection that is kept. */
  connections: number;
  forMs: number;
}

export interface LoadResult {
  seconds: number;
  /** One for each request that was answered with 201. */
  latenciesMs: number[];
  failed: number;
}

let sent = 0;

async function run({ url, connections, forMs }: Load): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let failed = 0;
  const startMs = performance.now();
  const endMs = startMs + forMs;
  const visitor = async () => {
    while (performance.now() < endMs) {
      const sentMs = performance.now();
      const status = await post(`${url}/api/leads`, formBody((sent += 1)), agent);
      if (status === 201) latenciesMs.push(performance.now() - sentMs);
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, visitor));
  agent.destroy();
  return { seconds: (performance.now() - startMs) / 1000, latenciesMs, failed };
}

function post(url: string, body: string, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      agent,
      headers: { ...FORM_HEADERS, 'Content-Length': Buffer.byteLength(body) },
    });
    request.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });
}

process.on('message', (load: Load) => {
  void run(load).then((result) => process.send?.(result));
});
