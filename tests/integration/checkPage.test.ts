import dns, { type LookupAddress } from 'node:dns';
import { readFileSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPage } from '../../server/src/operations/checkPage';
import { fetchPage } from '../../server/src/page/fetchPage';
import { mayConnect } from '../../server/src/page/publicAddress';
import { settings, site } from '../support/settings';
import { startStrapi, type StartedStrapi } from '../support/startStrapi';

jest.setTimeout(60_000);

const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

/** A page's server on loopback, and what it was asked for. */
async function serve(listener: RequestListener, tls?: https.ServerOptions) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const counted: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    listener(request, response);
  };
  const server = tls ? https.createServer(tls, counted) : http.createServer(counted);
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    connections: () => sockets.size,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
type Served = Awaited<ReturnType<typeof serve>>;

/** The rule of the tests: loopback is the internet, but for the ports that are named. */
const loopbackBut =
  (...ports: number[]) =>
  (address: string, port: number) =>
    address === '127.0.0.1' && !ports.includes(port);

describe('a page', () => {
  let server: Served | undefined;
  afterEach(() => server?.stop());

  const fetched = async (listener: RequestListener, timeoutMs?: number) => {
    server = await serve(listener);
    return fetchPage(`${server.url}/page`, loopbackBut(), timeoutMs);
  };

  it('is read, with nothing of ours but that we want HTML', async () => {
    let headers: http.IncomingHttpHeaders = {};
    const page = await fetched((request, response) => {
      headers = request.headers;
      response.writeHead(200, HTML).end('<form data-calltouch>Заявка</form>');
    });
    expect(page).toEqual({
      kind: 'page',
      url: `${server!.url}/page`,
      html: '<form data-calltouch>Заявка</form>',
      isCut: false,
    });
    expect(headers.cookie).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
    expect(server!.asked).toEqual(['GET /page']);
  });

  it('is found by the name of its host', async () => {
    server = await serve((_request, response) => response.writeHead(200, HTML).end('by name'));
    const page = await fetchPage(`http://localhost:${server.port}/`, loopbackBut());
    expect(page).toMatchObject({ kind: 'page', html: 'by name' });
  });

  it('is looked up once, and connected to at none but public addresses of its name', async () => {
    server = await serve((_request, response) => response.writeHead(200, HTML).end('public'));
    const names = jest.spyOn(dns, 'lookup').mockImplementation(((
      _name: string,
      _options: object,
      callback: (error: null, found: LookupAddress[]) => void,
    ) => {
      const inner = names.mock.calls.length > 1;
      const found = inner ? ['10.0.0.1'] : ['10.0.0.1', '127.0.0.1'];
      callback(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    }) as unknown as typeof dns.lookup);
    try {
      const url = `http://rebound.example:${server.port}/`;
      expect(await fetchPage(url, loopbackBut())).toMatchObject({ kind: 'page', html: 'public' });
      expect(names).toHaveBeenCalledTimes(1);
      // By now the name has been given an inner address.
      expect(await fetchPage(url, loopbackBut())).toMatchObject({ fault: { kind: 'notPublic' } });
    } finally {
      names.mockRestore();
    }
  });

  it('in windows-1251 is read in it', async () => {
    const page = await fetched((_request, response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(Buffer.concat([Buffer.from('<meta charset=windows-1251>'), Buffer.from([0xc7])])),
    );
    expect(page).toMatchObject({ kind: 'page', html: '<meta charset=windows-1251>З' });
  });

  it('is followed through three redirects, and no more', async () => {
    const hops: RequestListener = ({ url }, response) => {
      const left = Number(/\d+/.exec(url ?? '')?.[0]);
      if (left === 0) response.writeHead(200, HTML).end('the end');
      else response.writeHead(302, { Location: `./hop${left - 1}?` }).end();
    };
    server = await serve(hops);
    const three = await fetchPage(`${server.url}/hop3`, loopbackBut());
    expect(three).toMatchObject({ kind: 'page', html: 'the end', url: `${server.url}/hop0?` });
    server.asked.length = 0;
    const four = await fetchPage(`${server.url}/hop4`, loopbackBut());
    expect(four).toMatchObject({ kind: 'fault', fault: { kind: 'redirects' } });
    expect(server.asked).toHaveLength(4);
  });

  it.each([
    ['to a file', 'file:///etc/passwd', 'address'],
    ['to another protocol', 'gopher://127.0.0.1/', 'address'],
    ['with a name and a password', 'http://user:secret@127.0.0.1/', 'address'],
    ['to nowhere', 'http://', 'address'],
    ['to private numbers', 'http://10.0.0.1/', 'notPublic'],
    ['to IPv6', 'http://[::1]/', 'notPublic'],
    ['to the other end of the machine', 'http://0.0.0.0/', 'notPublic'],
  ])('that redirects %s is not followed', async (_where, location, kind) => {
    const page = await fetched((_request, response) =>
      response.writeHead(302, { Location: location }).end(),
    );
    expect(page).toMatchObject({ kind: 'fault', fault: { kind } });
  });

  it('that redirects to what is not public gets nobody there connected to', async () => {
    const inner = await serve((_request, response) => response.end('secret'));
    server = await serve(({ url }, response) => {
      const host = url === '/name' ? 'localhost' : '127.0.0.1';
      response.writeHead(302, { Location: `http://${host}:${inner.port}/` }).end();
    });
    try {
      for (const place of ['/name', '/number']) {
        const page = await fetchPage(server.url + place, loopbackBut(inner.port));
        expect(page).toMatchObject({ kind: 'fault', fault: { kind: 'notPublic' } });
      }
      expect(inner.connections()).toBe(0);
    } finally {
      await inner.stop();
    }
  });

  it('that is too long is read as far as 2 MB, and not to its end', async () => {
    let sent = 0;
    let isCutOff = false;
    const page = await fetched((_request, response) => {
      response.writeHead(200, HTML).on('close', () => (isCutOff = true));
      const piece = '<p>x</p>'.repeat(8_192);
      const send = () => {
        while (!response.destroyed && sent < 1024 ** 3) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', send);
        }
      };
      send();
    });
    expect(page).toMatchObject({ kind: 'page', isCut: true });
    expect(page).toHaveProperty('html.length', 2 * 1024 * 1024);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isCutOff).toBe(true);
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('that is a packed bomb is unpacked no further than 2 MB', async () => {
    // Gzip within gzip's own limit: 500 MB in half of one.
    const bomb = gzipSync(Buffer.alloc(512 * 1024 * 1024, '<p>'));
    const before = process.memoryUsage().rss;
    const page = await fetched((_request, response) =>
      response.writeHead(200, { ...HTML, 'Content-Encoding': 'gzip' }).end(bomb),
    );
    expect(page).toMatchObject({ kind: 'page', isCut: true });
    expect(page).toHaveProperty('html.length', 2 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => {}],
    [
      'sends its head and no more',
      (_request, response) => response.writeHead(200, HTML).flushHeaders(),
    ],
    [
      'comes byte by byte',
      (_request, response) => {
        response.writeHead(200, HTML);
        const timer = setInterval(() => response.write('<'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'redirects slowly',
      (_request, response) =>
        void setTimeout(() => response.writeHead(302, { Location: '/again' }).end(), 150),
    ],
  ])('that %s is given up in time', async (_how, listener) => {
    const startMs = performance.now();
    const page = await fetched(listener, 400);
    expect(page).toMatchObject({ kind: 'fault', fault: { kind: 'timeout' } });
    expect(performance.now() - startMs).toBeLessThan(1_500);
  });

  it.each<[string, number, object, object]>([
    ['is gone', 404, HTML, { kind: 'status', status: 404 }],
    ['wants a password', 401, HTML, { kind: 'status', status: 401 }],
    ['is broken', 503, HTML, { kind: 'status', status: 503 }],
    ['redirects without saying where', 302, {}, { kind: 'status', status: 302 }],
    ['is a picture', 200, { 'Content-Type': 'image/png' }, { kind: 'notHtml' }],
    ['is JSON', 200, { 'Content-Type': 'application/json' }, { kind: 'notHtml' }],
    [
      'is packed in a way that it is not',
      200,
      { ...HTML, 'Content-Encoding': 'gzip' },
      { kind: 'unreachable' },
    ],
  ])('that %s is a fault', async (_what, status, headers, fault) => {
    const page = await fetched((_request, response) =>
      response.writeHead(status, { ...headers }).end('<p>no page</p>'),
    );
    expect(page).toMatchObject({ kind: 'fault', fault });
  });

  it('that nobody serves can’t be reached', async () => {
    const gone = await serve(() => {});
    await gone.stop();
    const page = await fetchPage(gone.url, loopbackBut());
    expect(page).toMatchObject({ fault: { kind: 'unreachable', code: 'ECONNREFUSED' } });
  });

  it('with a certificate of nobody is a fault', async () => {
    const folder = path.join(__dirname, '../support/certificate');
    const read = (name: string) => readFileSync(path.join(folder, name));
    server = await serve((_request, response) => response.writeHead(200, HTML).end(), {
      key: read('key.pem'),
      cert: read('cert.pem'),
    });
    const page = await fetchPage(server.url, loopbackBut());
    expect(page).toMatchObject({ fault: { kind: 'certificate' } });
    expect(server.asked).toEqual([]);
  });

  it('is compared with the settings', async () => {
    server = await serve((_request, response) =>
      response
        .writeHead(200, HTML)
        .end(
          '<script src="https://cms.example.ru/api/calltouch/client.js"></script>' +
            '<script src="https://mod.calltouch.ru/init.js?id=abcd1234"></script><form></form>',
        ),
    );
    const { checks, forms } = await checkPage(
      server.url,
      settings([], {}, [site({ hosts: ['127.0.0.1'] })]),
      'https://cms.example.ru/api/calltouch/client.js',
      loopbackBut(),
    );
    expect(checks.map(({ code, state, variant }) => [code, state, variant])).toEqual([
      ['page', 'right', 'read'],
      ['pageHost', 'right', 'ofSite'],
      ['pageScript', 'right', 'there'],
      ['pageTracker', 'right', 'ofSite'],
      ['pageForms', 'unsure', 'unmarked'],
    ]);
    expect(forms).toEqual([{ isMarked: false, id: '', name: '', action: '' }]);
  });
});

describe('an address that leads inside', () => {
  it.each([
    ...['http://127.0.0.1/', 'http://127.1/', 'http://2130706433/', 'http://0x7f000001/'],
    ...['http://0177.0.0.1/', 'http://0x7f.0.0.1/', 'http://0/', 'http://localhost/'],
    ...['http://[::1]/', 'http://[::]/', 'http://[::ffff:127.0.0.1]/'],
    ...['http://[::ffff:7f00:1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/'],
    ...['http://[2001:0:7f00:1::]/', 'http://[fe80::1]/', 'http://[fd00::1]/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://192.168.0.1/'],
    ...[
      'http://１２７.０.０.１/',
      'http://①②⑦.⓪.⓪.①/',
      'http://127。0。0。1/',
      'https://127.0.0.1/',
      'https://localhost/',
    ],
    ...['http://8.8.8.8:22/', 'http://8.8.8.8:6379/', 'HTTP://LOCALHOST/', 'http:127.0.0.1'],
    ...['http://\t127.0.0.1/', 'http:\\\\127.0.0.1\\', 'http://%31%32%37.0.0.1/'],
  ])('%s is refused', async (url) => {
    const page = await fetchPage(url, mayConnect);
    expect(page).toMatchObject({ kind: 'fault', fault: { kind: 'notPublic' } });
  });

  it.each([
    ...['', 'example.ru', 'ftp://example.ru/', 'file:///etc/passwd', 'javascript:alert(1)'],
    ...['data:text/html,x', 'http://', 'http://user@8.8.8.8/', 'http://:secret@8.8.8.8/'],
    ...['http://[fe80::1%25lo]/', 'http://256.1.1.1/', 'http://8.8.8.8:99999/', 'unix:/run/x.sock'],
  ])('“%s” is no address of a page', async (url) => {
    const page = await fetchPage(url, mayConnect);
    expect(page).toMatchObject({ kind: 'fault', fault: { kind: 'address' } });
  });

  it('is refused also where the environment names a proxy', async () => {
    const proxy = await serve((_request, response) => response.writeHead(200, HTML).end('proxied'));
    const before = process.env.http_proxy;
    process.env.http_proxy = proxy.url;
    try {
      const page = await fetchPage('http://localhost/', mayConnect);
      expect(page).toMatchObject({ fault: { kind: 'notPublic' } });
      expect(proxy.connections()).toBe(0);
    } finally {
      if (before === undefined) delete process.env.http_proxy;
      else process.env.http_proxy = before;
      await proxy.stop();
    }
  });
});

describe('POST /calltouch/check-page', () => {
  let app: StartedStrapi;
  beforeAll(async () => {
    app = await startStrapi();
  });
  afterAll(() => app?.stop());

  const ask = (body: object, token?: string) =>
    app.admin('post', '/calltouch/check-page', token).send(body);

  it('answers in findings, and reads nothing of this machine', async () => {
    const inner = await serve((_request, response) => response.end('secret'));
    const answer = await ask({ url: `http://localhost:${inner.port}/` });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      url: `http://localhost:${inner.port}/`,
      checks: [
        {
          code: 'page',
          state: 'wrong',
          variant: 'notPublic',
          values: {},
          text: null,
          problems: [],
        },
      ],
      forms: [],
    });
    expect(inner.connections()).toBe(0);
    await inner.stop();
  });

  it('is for those who may read the settings', async () => {
    const url = 'http://127.0.0.1/';
    expect((await ask({ url }, await app.tokenWith(['settings.read']))).status).toBe(200);
    expect((await ask({ url }, await app.tokenWith(['deliveries.read']))).status).toBe(403);
    const visitor = await app.visitor.post('/calltouch/check-page').send({ url });
    expect(visitor.status).toBe(401);
  });

  it.each([[{}], [{ url: 5 }], [{ url: null }], [{ url: ['http://a.ru'] }]])(
    'refuses %j',
    async (body) => {
      const answer = await ask(body);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details.errors[0].path).toEqual(['url']);
    },
  );
});
