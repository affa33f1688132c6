import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalCalltouch, type LocalCalltouch } from '../../../local-calltouch';
import { maximumArrivalsInAnySlidingSecond } from '../../../local-calltouch';
import { RateLimit } from '../../../local-calltouch/rateLimit';
import { post } from './client';

describe('RateLimit', () => {
  it('admits five within any second and none more', () => {
    const limit = new RateLimit(5);
    const admitted = [0, 100, 200, 300, 400, 500].map((moment) => limit.admits('a', moment));
    expect(admitted).toEqual([true, true, true, true, true, false]);
  });

  it('slides: each place is free again exactly a second after it was taken', () => {
    const limit = new RateLimit(2);
    const moments = [0, 600, 999.9, 1000, 1599, 1600];
    expect(moments.map((moment) => limit.admits('a', moment))).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('does not count the refused ones', () => {
    const limit = new RateLimit(1);
    expect([0, 500, 999, 1000].map((moment) => limit.admits('a', moment))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('counts every client address by itself', () => {
    const limit = new RateLimit(1);
    expect([limit.admits('a', 0), limit.admits('b', 0), limit.admits('a', 1)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('a local Calltouch with the documented rate', () => {
  let calltouch: LocalCalltouch;
  beforeEach(async () => (calltouch = await startLocalCalltouch()));
  afterEach(() => calltouch.stop());

  const burst = async (count: number): Promise<number[]> => {
    const lead = { fio: 'Вася' };
    const answers = await Promise.all(
      Array.from({ length: count }, () => post(calltouch.url, lead)),
    );
    return answers.map(({ status }) => status).sort();
  };

  it('executes 5 of 11 requests within a second, the others get 429', async () => {
    const refused = Array<number>(6).fill(429);
    expect(await burst(11)).toEqual([200, 200, 200, 200, 200, ...refused]);
    expect(calltouch.leads).toHaveLength(5);
    expect(calltouch.arrivals).toHaveLength(11);
    expect(maximumArrivalsInAnySlidingSecond(calltouch.arrivals.map((a) => a.monotonicMs))).toBe(
      11,
    );
  });

  it('says so in JSON, without Retry-After', async () => {
    await burst(5);
    const answer = await post(calltouch.url, { fio: 'Вася' });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(await answer.json()).toMatchObject({ data: { apiErrorData: { errorCode: 429 } } });
    expect(calltouch.arrivals[5]).toMatchObject({ status: 429, requestId: null, fault: null });
    expect(calltouch.arrivals[5]?.params).toEqual({ fio: 'Вася' });
  });

  it('takes requests again once the second has slid on', async () => {
    expect(await burst(6)).toContain(429);
    const last = calltouch.arrivals.filter(({ status }) => status === 200).at(-1)?.at ?? 0;
    await sleep(last + 1010 - Date.now());
    expect(await burst(5)).toEqual([200, 200, 200, 200, 200]);
  });

  it('counts requests that meet a fault, and lets a fault meet none of the refused', async () => {
    calltouch.faults.setFault({ kind: 'status', status: 500 }, { times: 6 });
    expect(await burst(6)).toEqual([429, 500, 500, 500, 500, 500]);
    expect(calltouch.faults.current()).toMatchObject({ remaining: 1 });
  });

  it('has no limit if told so', async () => {
    const unlimited = await startLocalCalltouch({ requestsPerSecond: 0 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(unlimited.url, { fio: 'Вася' })),
    );
    await unlimited.stop();
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});
