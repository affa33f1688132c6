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
const AT_MS = 1_700_000_000_000;

function capture(
  request: Partial<VisitorRequest>,
  sites = [A, B],
  form: { site: string | null } = BY_HOST,
) {
  const nothing = { input: undefined, cookies: null, referer: null, atMs: AT_MS };
  return captureOf({ ...nothing, ...request }, { sites }, form);
}

describe('captureOf', () => {
  it('takes what the page sent', () => {
    const input = { sessionId: '4794763832', pageUrl: 'https://a.example/p?x=1#top' };
    expect(capture({ input })).toEqual({
      ...NO_CAPTURE,
      sessionId: '4794763832',
      pageUrl: 'https://a.example/p?x=1#top',
      source: 'body',
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
      siteId: '2',
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

  it('keeps `expired` beside a session, and no other reason', () => {
    const told = (reason: string) => capture({ input: { sessionId: '1', reason } }).reason;
    expect([told('expired'), told('loading'), told('late')]).toEqual(['expired', null, null]);
    expect(capture({ input: { reason: 'late' } }).reason).toBe('late');
  });

  it.each([
    ['aaaa1111%2C1699999999%2C111', 'expired'],
    ['aaaa1111,1699999999,111', 'expired'],
    ['aaaa1111,1700000001,111', null],
    ['aaaa1111,1699999999,1112', null],
    ['%', null],
  ])('knows by the cookie call_s=%s whether the session of the cookies is over', (text, reason) => {
    const cookies = `_ct_ids=aaaa1111:1:111; call_s=${text}`;
    expect(capture({ cookies })).toMatchObject({ sessionId: '111', reason });
  });

  it('keeps the site that the page’s tracker belongs to, beside a session', () => {
    expect(capture({ input: { sessionId: '1', siteId: 18990 } }).siteId).toBe('18990');
    expect(capture({ input: { sessionId: '1', siteId: 'x' } }).siteId).toBeNull();
    expect(capture({ input: { siteId: '18990' } }).siteId).toBeNull();
  });

  it.each<[unknown, boolean]>([
    ['a'.repeat(16), true],
    ['Az09_-'.repeat(10), true],
    ['a'.repeat(15), false],
    ['a'.repeat(65), false],
    [`${'a'.repeat(16)}\n`, false],
    ['абвгдежзийклмноп', false],
    [['a'.repeat(16)], false],
    [1234567890123456, false],
  ])('takes %p for a token: %p', (token, isOne) => {
    expect(capture({ input: { token } }).token).toBe(isOne ? token : null);
  });

  const PAGE =
    'https://a.example/?utm_source=yandex&utm_medium=cpc&utm_source=x&yclid=7&utm_id=1&q=1';

  it('takes the visit by the page’s word, without what can’t be used', () => {
    const visit = {
      landingPage: 'https://a.example/first',
      referrer: 'android-app://org.telegram.messenger/',
      utmSource: 'vk',
      utmTerm: 'x'.repeat(2049),
      gclid: 5,
      yclid: '',
      __proto__: { utmMedium: 'x' },
      more: 'x',
    };
    expect(capture({ input: { visit, pageUrl: PAGE } }).visit).toEqual({
      landingPage: 'https://a.example/first',
      referrer: 'android-app://org.telegram.messenger/',
      utmSource: 'vk',
    });
    const bad = { landingPage: 'javascript:alert(1)', referrer: 'about:blank' };
    expect(capture({ input: { visit: bad } }).visit).toEqual({});
  });

  it.each([
    { input: { pageUrl: PAGE } },
    { referer: PAGE },
    { input: { pageUrl: PAGE, visit: 'x' } },
  ])('takes it from the page’s address where the page told none: %j', (request) => {
    const visit = { utmSource: 'yandex', utmMedium: 'cpc', yclid: '7' };
    expect(capture(request).visit).toEqual(visit);
  });

  it('takes none from the address of who has not agreed', () => {
    expect(capture({ input: { pageUrl: PAGE, reason: 'no_consent' } }).visit).toEqual({});
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
