import { captureFaults } from '../../../server/src/capture/captureFaults';

const NUMBER = 'calltouch.sessionId is not a plain number above 0';
const DIGITS = 'calltouch.sessionId is longer than 20 digits';
const ADDRESS = 'calltouch.pageUrl is not an http(s) address';
const REASON =
  'calltouch.reason is none of not_installed, blocked, loading, late, timeout, expired, no_consent';

describe('captureFaults', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty object', {}],
    ['fields of a form without a session', { sessionId: '', pageUrl: '', reason: 'timeout' }],
    ['what a backend read of an empty form', { sessionId: null, pageUrl: null, reason: null }],
    ['a whole visit', { sessionId: '4794763832', pageUrl: 'https://a.example/', reason: '' }],
    ['a session that is a number', { sessionId: 4794763832 }],
    [
      'a visit',
      { visit: { landingPage: 'https://a.example/', referrer: '', utmSource: 'x', more: 1 } },
    ],
    ['a token', { token: 'a'.repeat(16) }],
    ['members that nobody asked for', { sessionId: '1', more: { a: 1 } }],
  ])('finds none in %s', (_what, input) => {
    expect(captureFaults(input)).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['a text', 'Анна', 'calltouch is not an object'],
    ['a list', ['1'], 'calltouch is not an object'],
    ['words', { sessionId: 'undefined' }, NUMBER],
    ['zero', { sessionId: 0 }, NUMBER],
    ['a line break', { sessionId: '1\n[calltouch] a forged line' }, DIGITS],
    ['a short line break', { sessionId: '1\nx' }, NUMBER],
    ['an object', { sessionId: { $gt: '' } }, NUMBER],
    ['10 MB', { sessionId: '1'.repeat(10 * 1024 * 1024) }, DIGITS],
    ['a script', { pageUrl: 'javascript:alert(1)' }, ADDRESS],
    ['an object for a page', { pageUrl: {} }, 'calltouch.pageUrl is not a text'],
    [
      'a long page',
      { pageUrl: `https://a.example/${'x'.repeat(2048)}` },
      'calltouch.pageUrl is longer than 2048 characters',
    ],
    ['a site that is no number', { siteId: 'x' }, 'calltouch.siteId is not a plain number above 0'],
    [
      'a short token',
      { token: 'x' },
      'calltouch.token is not 16 to 64 letters, digits, "_" and "-"',
    ],
    ['a visit that is a text', { visit: 'x' }, 'calltouch.visit is not an object'],
    ['a list for a mark', { visit: { utmSource: [] } }, 'calltouch.visit.utmSource is not a text'],
    [
      'a long mark',
      { visit: { yclid: 'x'.repeat(2049) } },
      'calltouch.visit.yclid is longer than 2048 characters',
    ],
    [
      'a referrer that is none',
      { visit: { referrer: 'x' } },
      'calltouch.visit.referrer is not an http(s) address',
    ],
    ['a reason of its own', { reason: 'because' }, REASON],
    ['a reason that is an object', { reason: {} }, REASON],
  ])('names the fault of %s, and not the value', (_what, input, fault) => {
    expect(captureFaults(input)).toEqual([fault]);
  });

  it('names each', () => {
    const faults = captureFaults({ sessionId: 'x', pageUrl: 'x', reason: 'x' });
    expect(faults).toEqual([NUMBER, ADDRESS, REASON]);
  });
});
