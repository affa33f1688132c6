import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTROL_PATH, controlAnswer } from './control';
import type { Arrival, LocalCalltouch, LocalCalltouchOptions } from './contract';
import { deliver } from './delivery';
import { FaultSwitch } from './faultSwitch';
import { journalPage } from './journalPage';
import { KNOWN_SESSIONS } from './knownSessions';
import { LeadBook } from './leadBook';
import { preferredLanguage } from './preferredLanguage';
import { RateLimit } from './rateLimit';
import { exchange, type Service } from './registerExchange';

export type {
  Arrival,
  Fault,
  Faults,
  FaultScope,
  LocalCalltouch,
  LocalCalltouchOptions,
  SessionAnswer,
} from './contract';
export { maximumArrivalsInAnySlidingSecond } from './slidingSecond';

/** Address to listen on. */
const HOST = '127.0.0.1';

/**
 * Starts a server that plays Calltouch's part: takes leads over HTTP, answers as documented, keeps
 * to the documented rate, and fails on demand.
 *
 * @returns once it listens
 */
export async function startLocalCalltouch(
  options: LocalCalltouchOptions = {},
): Promise<LocalCalltouch> {
  const service: Service = {
    arrivals: [],
    rateLimit: new RateLimit(options.requestsPerSecond ?? 5),
    faults: new FaultSwitch(),
    book: new LeadBook(options.firstRequestId ?? '5222102', options.sessions ?? KNOWN_SESSIONS),
    minimumDelayMs: options.minimumDelayMs ?? 0,
  };
  const server = createServer((request, response) => {
    // Only a mistake in this server gets here: the client sees a broken connection, the log why.
    serve(service, request, response).catch((error: unknown) => {
      process.emitWarning(error instanceof Error ? error : String(error));
      response.destroy();
    });
  });
  // Node would close idle connections after 5 s, and a request on its way would meet a reset that
  // nobody asked for.
  server.keepAliveTimeout = 0;
  const port = await listening(server, options.port ?? 0);
  let stopped: Promise<void> | null = null;
  return {
    url: `http://${HOST}:${port}`,
    port,
    arrivals: service.arrivals,
    get leads() {
      return leadsOf(service);
    },
    faults: service.faults,
    reset: () => reset(service),
    stop: () => (stopped ??= stop(server)),
  };
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { arrivals, faults, book } = service;
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path.startsWith(CONTROL_PATH)) {
    const controlled = { arrivals, faults, reset: () => reset(service) };
    const answer = await controlAnswer(controlled, request);
    return deliver({ kind: 'answer', answer, delayMs: 0 }, response, () => undefined);
  }
  if (path === '/' && request.method === 'GET') {
    const view = {
      arrivals,
      leads: leadsOf(service),
      sessions: book.sessions,
      present: faults.current(),
    };
    const answer = journalPage(view, preferredLanguage(request.headers['accept-language']));
    return deliver({ kind: 'answer', answer, delayMs: 0 }, response, () => undefined);
  }
  return exchange(service, request, response);
}

/** @returns the port; rejects if it is taken */
async function listening(server: Server, port: number): Promise<number> {
  server.listen(port, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function leadsOf({ arrivals }: Service): Arrival[] {
  return arrivals.filter(({ requestId }) => requestId !== null);
}

function reset({ arrivals, rateLimit, faults, book }: Service): void {
  arrivals.length = 0;
  rateLimit.reset();
  faults.setFault(null);
  book.reset();
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
