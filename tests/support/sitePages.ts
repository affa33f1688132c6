import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A form that a page sent to the site's own backend. */
export interface Post {
  path: string;
  fields: Record<string, string>;
}

/** A tiny web server in the role of the customer's sites; `*.localhost` is this machine in Chromium. */
export interface SitePages {
  /** Address of a page on one of the hosts. */
  url(host: string, path: string): string;
  /** Puts a page, a script or a style at a path of every host. */
  put(path: string, text: string, headers?: Record<string, string>): void;
  /** What came by POST, oldest first. */
  posts: Post[];
  stop(): Promise<void>;
}

/** Starts it, with no pages yet. */
export async function startSitePages(): Promise<SitePages> {
  const pages = new Map<string, { text: string; headers: Record<string, string> }>();
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.invalid');
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        posts.push({ path: pathname, fields: Object.fromEntries(new URLSearchParams(body)) });
        response.end('Thank you');
      });
      return;
    }
    const page = pages.get(pathname);
    if (page) response.writeHead(200, page.headers).end(page.text);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (host, path) => `http://${host}:${port}${path}`,
    put(path, text, headers = {}) {
      const type = { js: 'text/javascript', mjs: 'text/javascript' }[path.split('.')[1] ?? ''];
      const charset = `${type ?? 'text/html'}; charset=utf-8`;
      pages.set(path, { text, headers: { 'Content-Type': charset, ...headers } });
    },
    posts,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
