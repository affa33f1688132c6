import { get as httpGet } from 'node:http';
import { startLocalCalltouch, type Fault, type LocalCalltouch } from '../../../local-calltouch';
import { errorIn, get, leadIn, overTcp, post, requestText, REGISTER_PATH, until } from './client';

const LEAD = { fio: 'Вася', requestNumber: 'n-1' };

describe('a fault', () => {
  let calltouch: LocalCalltouch;
  beforeAll(async () => (calltouch = await startLocalCalltouch({ requestsPerSecond: 0 })));
  afterEach(() => calltouch.reset());
  afterAll(() => calltouch.stop());

  const answerWith = (fault: Fault): Promise<Response> => {
    calltouch.faults.setFault(fault);
    return post(calltouch.url, LEAD);
  };

  describe('status', () => {
    it('answers with it, and makes no lead', async () => {
      const answer = await answerWith({ kind: 'status', status: 500 });
      expect(answer.status).toBe(500);
      expect((await errorIn(answer)).apiErrorData?.errorCode).toBe(500);
      expect(calltouch.leads).toEqual([]);
      expect(calltouch.arrivals[0]).toMatchObject({ status: 500, fault: 'status', params: LEAD });
    });

    it('can have headers, a body and a content type of its own', async () => {
      const headers = { 'Retry-After': '7' };
      const own = { body: 'slow down', contentType: 'text/plain', headers };
      const answer = await answerWith({ kind: 'status', status: 429, ...own });
      expect(answer.headers.get('retry-after')).toBe('7');
      expect(answer.headers.get('content-type')).toBe('text/plain');
      expect(await answer.text()).toBe('slow down');
    });

    it('can be a redirect', async () => {
      calltouch.faults.setFault({
        kind: 'status',
        status: 301,
        headers: { location: '/elsewhere' },
      });
      const answer = await fetch(calltouch.url + REGISTER_PATH, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([301, '/elsewhere']);
    });
  });

  it('delay: the lead is made at once, the normal answer comes late', async () => {
    const start = performance.now();
    const answer = answerWith({ kind: 'delay', delayMs: 80 });
    await until(() => calltouch.leads.length === 1);
    expect(calltouch.leads[0]).toMatchObject({ status: null, fault: 'delay' });
    expect((await leadIn(answer)).requestNumber).toBe('n-1');
    expect(performance.now() - start).toBeGreaterThanOrEqual(78);
    expect(calltouch.leads[0]?.status).toBe(200);
  });

  it('delay: a client that leaves before gets no answer', async () => {
    calltouch.faults.setFault({ kind: 'delay', delayMs: 1_000 });
    const url = `${calltouch.url}${REGISTER_PATH}?fio=a`;
    await expect(fetch(url, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(calltouch.leads[0]?.status).toBeNull();
  });

  it('resetBefore: a reset without a lead, even while the body is on its way', async () => {
    calltouch.faults.setFault({ kind: 'resetBefore' });
    const headersOnly = requestText(LEAD).split('\r\n').slice(0, -1).join('\r\n');
    expect(await overTcp(calltouch.port, `${headersOnly}\r\n`)).toEqual({
      data: '',
      error: 'ECONNRESET',
    });
    expect(calltouch.arrivals[0]).toMatchObject({ status: null, fault: 'resetBefore', raw: '' });
    expect(calltouch.leads).toEqual([]);
  });

  it('resetAfterBody: a reset without an answer, with the lead made', async () => {
    calltouch.faults.setFault({ kind: 'resetAfterBody' });
    const { data, error } = await overTcp(calltouch.port, requestText(LEAD));
    expect([data, error]).toEqual(['', 'ECONNRESET']);
    expect(calltouch.leads[0]).toMatchObject({ status: null, params: LEAD });
  });

  it('resetInAnswer: headers and half of the JSON, then a reset, with the lead made', async () => {
    calltouch.faults.setFault({ kind: 'resetInAnswer' });
    const { data, error } = await overTcp(calltouch.port, requestText(LEAD));
    const [head = '', body = ''] = data.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/.exec(head)?.[1]);
    expect(error).toBe('ECONNRESET');
    expect(body.startsWith('{"date":')).toBe(true);
    expect(Buffer.byteLength(body)).toBe(Math.floor(length / 2));
    expect(calltouch.leads[0]?.status).toBe(200);
  });

  it('cutJson: a complete answer with half of the JSON, with the lead made', async () => {
    const answer = await answerWith({ kind: 'cutJson' });
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    expect(text.startsWith('{"date":')).toBe(true);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(calltouch.leads).toHaveLength(1);
  });

  it('html: a page, without a lead', async () => {
    const answer = await answerWith({ kind: 'html' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await answer.text()).toMatch(/^<!doctype html>/);
    expect((await answerWith({ kind: 'html', status: 502 })).status).toBe(502);
    expect(calltouch.leads).toEqual([]);
  });

  it('text: that text, without a lead', async () => {
    const answer = await answerWith({ kind: 'text', text: 'Сервис недоступен' });
    expect([answer.status, await answer.text()]).toEqual([200, 'Сервис недоступен']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(calltouch.leads).toEqual([]);
  });

  it('empty: 200 and nothing more, without a lead', async () => {
    const answer = await answerWith({ kind: 'empty' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(answer.headers.get('content-type')).toBeNull();
    expect(calltouch.leads).toEqual([]);
  });

  it('json: exactly that text, without a lead', async () => {
    const json = '{ "requestId" : 9007199254740993123 }';
    const answer = await answerWith({ kind: 'json', json });
    expect([answer.status, await answer.text()]).toEqual([200, json]);
    expect((await answerWith({ kind: 'json', json, status: 422 })).status).toBe(422);
    expect(calltouch.leads).toEqual([]);
  });

  it('hugeBody: JSON of so many bytes, without a lead', async () => {
    const text = await (await answerWith({ kind: 'hugeBody', bytes: 3_000_001 })).text();
    expect(text).toHaveLength(3_000_001);
    expect(JSON.parse(text)).toMatchObject({ requestType: 'CLIENT_ORDER' });
    expect(calltouch.leads).toEqual([]);
  });

  it('hugeBody: waits for a client that does not read, and ends with it', async () => {
    calltouch.faults.setFault({ kind: 'hugeBody', bytes: 2 ** 31 - 1 });
    const before = process.memoryUsage().rss;
    const client = await new Promise<ReturnType<typeof httpGet>>((resolve) => {
      const sent = httpGet(`${calltouch.url}${REGISTER_PATH}?fio=a`, () => resolve(sent));
    });
    client.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    client.destroy();
    calltouch.faults.setFault(null);
    expect((await post(calltouch.url, LEAD)).status).toBe(200);
  });

  it('blackHole: the lead is made, and no answer ever comes', async () => {
    calltouch.faults.setFault({ kind: 'blackHole' });
    const body = new URLSearchParams(LEAD);
    const signal = AbortSignal.timeout(100);
    const answer = fetch(calltouch.url + REGISTER_PATH, { method: 'POST', body, signal });
    await expect(answer).rejects.toThrow('timeout');
    expect(calltouch.leads[0]).toMatchObject({ status: null, fault: 'blackHole', params: LEAD });
  });

  it('makes no lead of a request that is refused anyhow', async () => {
    calltouch.faults.setFault({ kind: 'cutJson' });
    expect((await post(calltouch.url, { subject: 'Форма' })).status).toBe(400);
    expect(calltouch.leads).toEqual([]);
  });

  describe('is met by', () => {
    const statuses = async (count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let n = 0; n < count; n += 1) found.push((await post(calltouch.url, LEAD)).status);
      return found;
    };

    it('every request until it is taken back', async () => {
      calltouch.faults.setFault({ kind: 'status', status: 500 });
      expect(await statuses(3)).toEqual([500, 500, 500]);
      expect(calltouch.faults.current()).toMatchObject({ remaining: null });
      calltouch.faults.setFault(null);
      expect(await statuses(1)).toEqual([200]);
      expect(calltouch.faults.current()).toBeNull();
    });

    it('so many requests as were said', async () => {
      calltouch.faults.setFault({ kind: 'status', status: 503 }, { times: 2 });
      expect(await statuses(3)).toEqual([503, 503, 200]);
      expect(calltouch.faults.current()).toBeNull();
    });

    it('the requests that a condition picks by their parameters', async () => {
      const scope = {
        times: 1,
        when: ({ params }: { params: Record<string, string> }) => params.fio === 'Б',
      };
      calltouch.faults.setFault({ kind: 'status', status: 500 }, scope);
      const send = async (fio: string) => (await post(calltouch.url, { fio })).status;
      expect([await send('А'), await send('Б'), await send('Б')]).toEqual([200, 500, 200]);
    });

    it('those that resetBefore picks by their query', async () => {
      calltouch.faults.setFault(
        { kind: 'resetBefore' },
        { when: ({ params }) => params.fio === 'Б' },
      );
      expect((await get(calltouch.url, { fio: 'А' })).status).toBe(200);
      await expect(get(calltouch.url, { fio: 'Б' })).rejects.toThrow('fetch failed');
    });
  });
});
