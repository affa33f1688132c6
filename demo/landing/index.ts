import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import { preferredLanguage, type Language } from '../../local-calltouch/preferredLanguage';
import { landingPage, type LandingFacts } from './page';

/** A running server of the landing page. */
export interface Landing {
  url: string;
  stop(): Promise<void>;
}

/** Visitors' cookies of the tracker, as Calltouch names them. */
const TRACKER_COOKIES = ['_ct_ids', '_ct_session_id'];

const TEXT_TYPES: Record<string, string> = {
  '/style.css': 'text/css',
  '/page.js': 'text/javascript',
};

/**
 * Serves the landing page and the stand-in for Calltouch's tracker script.
 *
 * @param port a free TCP port of 127.0.0.1
 * @returns once it listens
 */
export function startLanding(port: number, facts: LandingFacts): Promise<Landing> {
  const server = createServer((request, response) => serve(facts, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        url: `http://localhost:${port}`,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          }),
      }),
    );
  });
}

function serve(facts: LandingFacts, request: IncomingMessage, response: ServerResponse): void {
  const address = new URL(request.url ?? '/', 'http://landing.invalid');
  const type = TEXT_TYPES[address.pathname];
  if (type) return send(response, type, browserFile(address.pathname));
  if (address.pathname === '/tracker.js') {
    return send(response, 'text/javascript', trackerScript(facts));
  }
  if (address.pathname === '/') {
    const blocked = address.searchParams.get('tracker') === 'blocked';
    // A blocked script leaves no cookies; those of an earlier try would spoil this one.
    if (blocked) {
      const expired = TRACKER_COOKIES.map((name) => `${name}=; Path=/; Max-Age=0`);
      response.setHeader('Set-Cookie', expired);
    }
    const page = landingPage(facts, languageOf(address, request), address, blocked);
    return send(response, 'text/html', page);
  }
  response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
}

function languageOf(address: URL, request: IncomingMessage): Language {
  const wished = address.searchParams.get('lang');
  if (wished === 'en' || wished === 'ru') return wished;
  return preferredLanguage(request.headers['accept-language']);
}

/** The tracker script with the visits that it can tell apart, by `utm_source`. */
function trackerScript({ modId, siteId, visits }: LandingFacts): string {
  const sessions = Object.fromEntries(
    visits.map(({ query, sessionId }) => [
      new URLSearchParams(query).get('utm_source') ?? '',
      sessionId,
    ]),
  );
  const setup = JSON.stringify({ modId, siteId: Number(siteId), sessions });
  return `window.trackerSetup = ${setup};\n${browserFile('/tracker.js')}`;
}

function browserFile(pathname: string): string {
  return readFileSync(path.join(__dirname, 'browser', pathname), 'utf8');
}

function send(response: ServerResponse, type: string, text: string): void {
  response
    .writeHead(200, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' })
    .end(text);
}
