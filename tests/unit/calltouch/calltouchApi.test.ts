import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCalltouchApi } from '../../../server/src/calltouch/calltouchApi';
import { SITE } from '../mapping/mappingModels';

const REFUSAL = 'Не возможно создать заявку';
/** windows-1251 has the Russian letters in one row, from А on. */
const inWindows1251 = (text: string) =>
  Buffer.from(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0);
      return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
    }),
  );

describe('the bytes of an answer', () => {
  let server: Server;
  let answer: { contentType: string; bytes: Buffer };
  const body = async (contentType: string, bytes: Buffer) => {
    answer = { contentType, bytes };
    const { port } = server.address() as AddressInfo;
    const api = createCalltouchApi({
      apiUrl: `http://127.0.0.1:${port}`,
      method: 'POST',
      timeoutMs: 5000,
    });
    const lead = { fio: 'Анна', customFields: [] };
    const done = await api.register({ site: SITE, lead, turn: () => Promise.resolve(true) });
    return done.kind === 'done' && done.exchange.kind === 'answer' ? done.exchange.body : done;
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        response.writeHead(
          200,
          answer.contentType === '' ? {} : { 'Content-Type': answer.contentType },
        );
        response.end(answer.bytes);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    ['text/plain; charset=windows-1251', inWindows1251(REFUSAL)],
    ['text/plain;charset="CP1251"', inWindows1251(REFUSAL)],
    ['text/plain', inWindows1251(REFUSAL)],
    ['', inWindows1251(REFUSAL)],
    ['application/json; charset=utf-8', inWindows1251(REFUSAL)],
    ['text/plain; charset=no-such-thing', inWindows1251(REFUSAL)],
    ['text/plain; charset=utf-8', Buffer.from(REFUSAL)],
    ['text/plain; charset=windows-1251', Buffer.from(REFUSAL)],
    ['', Buffer.from(`\ufeff${REFUSAL}`)],
    ['', Buffer.from(`\u0000${REFUSAL}`)],
  ])('of %j are read', async (contentType, bytes) => {
    expect(await body(contentType, bytes)).toBe(REFUSAL);
  });

  it('may be none, and keep the digits of big ids', async () => {
    expect(await body('application/json', Buffer.alloc(0))).toBe('');
    const big = '{"requestId":9007199254740993}';
    expect(await body('application/json', Buffer.from(big))).toBe(big);
  });
});
