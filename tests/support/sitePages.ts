import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';

/** What a page sent to the site's own backend, which is what lies below `/send`. */
export interface Sent {
  method: string;
  path: string;
  /** Of the address where it was sent by GET; a file counts as its content. */
  fields: [name: string, value: string][];
}

/** A session that a page told after its form, as it came over the wire. */
export interface Told {
  method: string;
  contentType: string;
  body: string;
}

/** A tiny web server in the role of the customer's sites; `*.localhost` is this machine in Chromium. */
export interface SitePages {
  /** Address of a page on one of the hosts. */
  url(host: string, path: string): string;
  /** Puts a page, a script or a style at a path of every host. */
  put(path: string, text: string, headers?: Record<string, string>): void;
  /** What came to the backend, oldest first. */
  sent: Sent[];
  /** What came to `/api/calltouch/session`, which answers 204 in Strapi's role. */
  told: Told[];
  /** How long the backend thinks before it answers. */
  slowMs: number;
  stop(): Promise<void>;
}

/** Starts it, with no pages yet. */
export async function startSitePages(): Promise<SitePages> {
  const pages = new Map<string, { text: string; headers: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site.invalid');
    if (pathname.startsWith('/send')) {
      void fieldsOf(request, searchParams).then((fields) => {
        site.sent.push({ method: request.method ?? '', path: pathname, fields });
        setTimeout(() => response.end('Thank you'), site.slowMs);
      });
      return;
    }
    if (pathname === '/api/calltouch/session') {
      void text(request).then((body) => {
        const contentType = request.headers['content-type'] ?? '';
        site.told.push({ method: request.method ?? '', contentType, body });
        response.writeHead(204).end();
      });
      return;
    }
    const page = pages.get(pathname);
    if (page) response.writeHead(200, page.headers).end(page.text);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const site: SitePages = {
    url: (host, path) => `http://${host}:${port}${path}`,
    put(path, text, headers = {}) {
      const type = { js: 'text/javascript', mjs: 'text/javascript' }[path.split('.')[1] ?? ''];
      const charset = `${type ?? 'text/html'}; charset=utf-8`;
      pages.set(path, { text, headers: { 'Content-Type': charset, ...headers } });
    },
    sent: [],
    told: [],
    slowMs: 0,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return site;
}

async function fieldsOf(request: IncomingMessage, query: URLSearchParams): Promise<Sent['fields']> {
  if (request.method === 'GET') return [...query];
  const body = await buffer(request);
  const type = request.headers['content-type'] ?? '';
  if (type.includes('json')) return Object.entries(JSON.parse(body.toString()) as object);
  const form = await new Response(body, { headers: { 'Content-Type': type } }).formData();
  const fields = Array.from(form, async ([name, value]): Promise<[string, string]> => [
    name,
    typeof value === 'string' ? value : await value.text(),
  ]);
  return Promise.all(fields);
}
