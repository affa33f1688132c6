import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTROL_PATH, controlAnswer } from './control';
import type { LocalCalltouch, LocalCalltouchOptions } from './contract';
import { deliver } from './delivery';
import { FaultSwitch } from './faultSwitch';
import { journalPage } from './journalPage';
import { KNOWN_SESSIONS } from './knownSessions';
import { LeadBook } from './leadBook';
import { Ledger } from './ledger';
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

/**
 * Starts a server that plays Calltouch's part: takes leads over HTTP, answers as documented, keeps
 * to the documented rate, and fails on demand.
 *
 * @returns once it listens
 */
export async function startLocalCalltouch(
  options: LocalCalltouchOptions = {},
): Promise<LocalCalltouch> {
  const { port = 0, host = '127.0.0.1' } = options;
  const service: Service = {
    ledger: new Ledger(options.ledgerFile),
    rateLimit: new RateLimit(options.requestsPerSecond ?? 5),
    faults: new FaultSwitch(),
    book: new LeadBook(options.firstRequestId ?? '5222102', options.sessions ?? KNOWN_SESSIONS),
    siteIds: options.siteIds ?? null,
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
  const address = await listening(server, port, host).catch((error: unknown) => {
    service.ledger.close();
    throw error;
  });
  let stopped: Promise<void> | null = null;
  return {
    url: `http://${shownHost(address)}:${address.port}`,
    port: address.port,
    arrivals: service.ledger.arrivals,
    get leads() {
      return service.ledger.leads();
    },
    faults: service.faults,
    reset: () => reset(service),
    stop: () => (stopped ??= stop(server, service)),
  };
}

async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { ledger, faults, book } = service;
  const [path = ''] = (request.url ?? '').split('?', 1);
  if (path.startsWith(CONTROL_PATH)) {
    const controlled = { arrivals: ledger.arrivals, faults, reset: () => reset(service) };
    const answer = await controlAnswer(controlled, request);
    return deliver({ kind: 'answer', answer, delayMs: 0 }, response, () => undefined);
  }
  if (path === '/' && request.method === 'GET') {
    const { arrivals } = ledger;
    const view = {
      arrivals,
      leads: ledger.leads(),
      sessions: book.sessions,
      present: faults.current(),
    };
    const answer = journalPage(view, preferredLanguage(request.headers['accept-language']));
    return deliver({ kind: 'answer', answer, delayMs: 0 }, response, () => undefined);
  }
  return exchange(service, request, response);
}

function listening(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP address'));
      else resolve(address);
    });
  });
}

/** "Every address of this machine" is nothing that a browser can open. */
function shownHost({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return family === 'IPv6' ? `[${address}]` : address;
}

function reset({ ledger, rateLimit, faults, book }: Service): void {
  ledger.reset();
  rateLimit.reset();
  faults.setFault(null);
  book.reset();
}

function stop(server: Server, service: Service): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      service.ledger.close();
      resolve();
    });
    server.closeAllConnections();
  });
}
