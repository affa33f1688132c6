import { startLocalCalltouch, type LocalCalltouch } from '../../../local-calltouch';
import { post } from './client';

describe('the control interface', () => {
  let calltouch: LocalCalltouch;
  beforeEach(async () => (calltouch = await startLocalCalltouch()));
  afterEach(() => calltouch.stop());

  const control = (path: string, body?: string): Promise<Response> =>
    fetch(`${calltouch.url}/__control/${path}`, body === undefined ? {} : { method: 'POST', body });

  it('shows the arrivals as JSON', async () => {
    await post(calltouch.url, { fio: 'Вася' });
    const shown: unknown = await (await control('arrivals')).json();
    expect(shown).toEqual(calltouch.arrivals);
    expect(shown).toMatchObject([{ params: { fio: 'Вася' }, status: 200, requestId: '5222102' }]);
  });

  it('is no arrival and has no limit', async () => {
    for (let n = 0; n < 8; n += 1) expect((await control('arrivals')).status).toBe(200);
    expect(calltouch.arrivals).toEqual([]);
  });

  it('sets a fault for so many requests', async () => {
    const order = { fault: { kind: 'json', json: '{}', status: 418 }, times: 1 };
    expect((await control('fault', JSON.stringify(order))).status).toBe(200);
    expect((await post(calltouch.url, { fio: 'А' })).status).toBe(418);
    expect((await post(calltouch.url, { fio: 'А' })).status).toBe(200);
  });

  it('takes a fault back', async () => {
    await control('fault', '{"fault":{"kind":"status","status":500}}');
    expect((await post(calltouch.url, { fio: 'А' })).status).toBe(500);
    await control('fault', '{"fault":null}');
    expect((await post(calltouch.url, { fio: 'А' })).status).toBe(200);
  });

  it('resets all but the growing ids', async () => {
    await control('fault', '{"fault":{"kind":"cutJson"}}');
    for (let n = 0; n < 6; n += 1) await post(calltouch.url, { fio: 'А' });
    await control('reset', '');
    expect(calltouch.arrivals).toEqual([]);
    const answer = await (await post(calltouch.url, { fio: 'А' })).json();
    expect(answer).toMatchObject({ requestId: 5222107, uniqueRequest: true });
  });

  it.each([
    'no JSON',
    '[]',
    '{}',
    '{"fault":{"kind":"unheard-of"}}',
    '{"fault":{"kind":"__proto__"}}',
    '{"fault":{"kind":"status"}}',
    '{"fault":{"kind":"status","status":99}}',
    '{"fault":{"kind":"status","status":500,"headers":{"a":"b\\r\\nc"}}}',
    '{"fault":{"kind":"status","status":500,"headers":{"a b":"c"}}}',
    '{"fault":{"kind":"status","status":500,"contentType":7}}',
    '{"fault":{"kind":"delay","delayMs":-1}}',
    '{"fault":{"kind":"empty","status":500}}',
    '{"fault":{"kind":"empty"},"times":0}',
  ])('refuses %s', async (order) => {
    const answer = await control('fault', order);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining('expected') as string });
    expect(calltouch.faults.current()).toBeNull();
  });

  it.each<object>([
    {
      kind: 'status',
      status: 429,
      body: '{}',
      contentType: 'a/b',
      headers: { 'retry-after': '3' },
    },
    { kind: 'delay', delayMs: 5000 },
    { kind: 'resetBefore' },
    { kind: 'resetAfterBody' },
    { kind: 'resetInAnswer' },
    { kind: 'cutJson' },
    { kind: 'html', status: 502 },
    { kind: 'text', text: 'Ошибка' },
    { kind: 'empty' },
    { kind: 'hugeBody', bytes: 1000 },
    { kind: 'blackHole' },
    { kind: 'json', json: '{}' },
  ])('takes %j', async (fault) => {
    expect((await control('fault', JSON.stringify({ fault, times: 3 }))).status).toBe(200);
    expect(calltouch.faults.current()).toEqual({ fault, remaining: 3 });
  });

  it('says what it knows to a path or method that it does not', async () => {
    const answers = [await control('elsewhere'), await control('arrivals', '{}')];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(await answers[0]?.text()).toContain('/__control/arrivals');
  });
});
