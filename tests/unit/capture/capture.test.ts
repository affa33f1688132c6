import { captureOf, NO_CAPTURE, type VisitorRequest } from '../../../server/src/capture/capture';
import { siteOf } from '../../../server/src/capture/site';
import type { Site } from '../../../server/src/contracts';

const A: Site = {
  key: 'a',
  name: 'A',
  siteId: '1',
  modId: 'aaaa1111',
  hosts: ['a.example'],
  timeZone: 'Europe/Moscow',
};
const B: Site = {
  ...A,
  key: 'b',
  siteId: '2',
  modId: 'bbbb2222',
  hosts: ['b.example', 'пример.рф'],
};
const BY_HOST = { site: null };

function capture(
  request: Partial<VisitorRequest>,
  sites = [A, B],
  form: { site: string | null } = BY_HOST,
) {
  return captureOf({ input: undefined, cookies: null, referer: null, ...request }, { sites }, form);
}

describe('captureOf', () => {
  it('takes what the page sent', () => {
    const input = { sessionId: '4794763832', pageUrl: 'https://a.example/p?x=1#top' };
    expect(capture({ input })).toEqual({
      sessionId: '4794763832',
      pageUrl: 'https://a.example/p?x=1#top',
      source: 'body',
      reason: null,
    });
    expect(capture({ input: { sessionId: 4794763832 } }).sessionId).toBe('4794763832');
  });

  it.each(
    [
      ['', '0', 'undefined', 'null', '-1', '1.5', '1e9', ' 1', '1\n', '1'.repeat(21), '12a', '٣٤'],
      [0, -1, 1.5, Number.NaN, Number.MAX_VALUE, null, true, {}, [], ['1']],
    ].flat(),
  )('ignores %p as a session', (sessionId) => {
    expect(capture({ input: { sessionId } })).toEqual(NO_CAPTURE);
  });

  it.each([
    'javascript:alert(1)',
    'ftp://a.example/',
    '//a.example/',
    'https://a.example/\r\nX: y',
    'https://a b/',
    `https://a.example/${'x'.repeat(2048)}`,
    'https://',
    '',
    5,
    {},
    null,
  ])('ignores %p as a page', (pageUrl) => {
    expect(capture({ input: { pageUrl } }).pageUrl).toBeNull();
  });

  it.each([null, 'text', 5, [], { sessionId: { $gt: '' } }])(
    'takes %p for no capture at all',
    (input) => {
      expect(capture({ input })).toEqual(NO_CAPTURE);
    },
  );

  it('falls back to the Referer for the page', () => {
    expect(capture({ referer: 'https://b.example/x' }).pageUrl).toBe('https://b.example/x');
  });

  it('finds the session of the page’s site among several trackers', () => {
    const cookies = 'x=1; _ct_ids=aaaa1111%3A1%3A111%2Cbbbb2222%3A2%3A222; _ct_session_id=111';
    expect(capture({ cookies, referer: 'https://b.example/' })).toMatchObject({
      sessionId: '222',
      source: 'cookie',
    });
    expect(capture({ cookies, referer: 'https://a.example/' }).sessionId).toBe('111');
  });

  it('uses the bare session cookie only where one site exists', () => {
    const cookies = '_ct_session_id=333';
    expect(capture({ cookies }).sessionId).toBeNull();
    expect(capture({ cookies }, [A]).sessionId).toBe('333');
  });

  it('survives a cookie that is no text', () => {
    expect(capture({ cookies: '_ct_ids=%E0%A4%A; _ct_session_id=%' }, [A]).sessionId).toBeNull();
  });

  it('reads no cookie of who has not agreed', () => {
    const input = { reason: 'no_consent' };
    expect(capture({ input, cookies: '_ct_session_id=333' }, [A])).toEqual({
      ...NO_CAPTURE,
      reason: 'no_consent',
    });
    expect(capture({ input: { reason: 'timeout' }, cookies: '_ct_session_id=333' }, [A])).toEqual({
      ...NO_CAPTURE,
      sessionId: '333',
      source: 'cookie',
    });
  });

  it('keeps a plain reason why there is no session, and nothing else', () => {
    expect(capture({ input: { reason: 'blocked' } }).reason).toBe('blocked');
    expect(capture({ input: { reason: '<script>' } }).reason).toBeNull();
    expect(capture({ input: { reason: 'because' } }).reason).toBeNull();
  });
});

describe('siteOf', () => {
  it('takes the named site, and none if it is gone', () => {
    expect(siteOf({ sites: [A, B] }, { site: 'b' }, 'https://a.example/')).toBe(B);
    expect(siteOf({ sites: [A, B] }, { site: 'c' }, 'https://a.example/')).toBeNull();
  });

  it('takes the page’s site, else the first', () => {
    expect(siteOf({ sites: [A, B] }, BY_HOST, 'https://www.b.example:8443/x')).toBe(B);
    expect(siteOf({ sites: [A, B] }, BY_HOST, 'https://xn--e1afmkfd.xn--p1ai/')).toBe(B);
    expect(siteOf({ sites: [A, B] }, BY_HOST, 'https://else.example/')).toBe(A);
    expect(siteOf({ sites: [A, B] }, BY_HOST, null)).toBe(A);
    expect(siteOf({ sites: [] }, BY_HOST, null)).toBeNull();
  });
});
