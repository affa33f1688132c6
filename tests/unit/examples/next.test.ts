import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendLead } from '../../../examples/next/actions';
import { POST } from '../../../examples/next/route';

const VISIT = { sessionId: '4794763832', pageUrl: 'https://example.ru/', reason: '' };

describe('the recipes for Next.js hand the visit on', () => {
  let strapi: Server;
  let status = 201;
  const bodies: unknown[] = [];

  beforeAll(async () => {
    strapi = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const isJson = request.headers['content-type'] === 'application/json';
        const fields = Object.fromEntries(new URLSearchParams(text));
        bodies.push([request.url, isJson ? JSON.parse(text) : fields]);
        response.writeHead(status).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(strapi, 'listening');
    process.env.STRAPI_URL = `http://127.0.0.1:${(strapi.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    strapi.close();
    strapi.closeAllConnections();
  });
  beforeEach(() => {
    status = 201;
    bodies.length = 0;
  });

  const SENT = ['/api/leads', { data: { name: 'Анна', phone: '8920', calltouch: VISIT } }];

  it('in a server action', async () => {
    const form = new FormData();
    form.set('name', 'Анна');
    form.set('phone', '8920');
    for (const [name, value] of Object.entries(VISIT)) form.set(`calltouch[${name}]`, value);
    expect(await sendLead(form)).toBe(true);
    const told = Object.entries(VISIT).map(([name, value]) => [`calltouch[${name}]`, value]);
    expect(bodies).toEqual([
      ['/api/leads', { 'data[name]': 'Анна', 'data[phone]': '8920', ...Object.fromEntries(told) }],
    ]);
    status = 500;
    expect(await sendLead(form)).toBe(false);
  });

  it('in a route handler', async () => {
    const request = () =>
      new Request('http://site.invalid/api/lead', {
        method: 'POST',
        body: JSON.stringify({ name: 'Анна', phone: '8920', calltouch: VISIT }),
      });
    const answer = await POST(request());
    expect([answer.status, await answer.json()]).toEqual([201, { sent: true }]);
    expect(bodies).toEqual([SENT]);
    status = 400;
    expect((await POST(request())).status).toBe(502);
  });
});
