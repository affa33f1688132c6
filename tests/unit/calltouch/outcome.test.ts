import {
  outcomeOf,
  isTransportFailure,
  type Exchange,
} from '../../../server/src/calltouch/outcome';
import { itEvery } from '../../support/itEvery';

const NOW = Date.UTC(2026, 2, 26, 7, 0, 0);

function answer(status: number, body: string, more: Partial<Exchange> = {}): Exchange {
  return { kind: 'answer', status, retryAfter: null, contentType: null, body, ...more } as Exchange;
}
function outcome(status: number, body: string, more: Partial<Exchange> = {}) {
  return outcomeOf(answer(status, body, more), NOW);
}

describe('an answer with a requestId', () => {
  it('is accepted, whatever 2xx it comes with', () => {
    expect(outcome(200, '{"requestId":5222102}')).toMatchObject({
      kind: 'accepted',
      result: { requestId: '5222102' },
    });
    expect(outcome(201, '{"requestId":"7"}').kind).toBe('accepted');
  });

  it('keeps all digits of large numbers', () => {
    const body =
      '{"requestId":1234567890123456789,"session":{"sessionId":4794763832,"yaClientId":1647354675123456789}}';
    expect(outcome(200, body)).toMatchObject({
      result: {
        requestId: '1234567890123456789',
        sessionId: '4794763832',
        yaClientId: '1647354675123456789',
      },
    });
  });

  it('takes the documented members and reads an absent session as nothing known', () => {
    const body = JSON.stringify({
      requestId: 1,
      date: 1522047600000,
      requestNumber: 'zi0D8c0c',
      uniqueRequest: false,
      session: null,
      client: { clientId: 37633316 },
    });
    expect(outcome(200, body)).toMatchObject({
      result: {
        requestNumber: 'zi0D8c0c',
        dateMs: 1522047600000,
        uniqueRequest: false,
        targetRequest: null,
        source: null,
        clientId: '37633316',
      },
    });
  });
});

describe('a 2xx without a requestId', () => {
  it('is rejected with the documented words', () => {
    const words = 'Не возможно создать заявку - не указано ни одного входного параметра';
    expect(outcome(200, words)).toEqual({
      kind: 'rejected',
      reason: { code: 'rejected', values: { status: '200' }, text: words },
    });
  });

  itEvery([
    ['{"errorMessage":"Нет такого сайта","errorCode":4}', 'Нет такого сайта; 4'],
    ['{"message":"no"}', 'no'],
    ['{"error":{"message":"bad"}}', 'bad'],
    [
      '{"data":{"type":"validationError","validationErrorData":{"violations":[{"message":"a"},{"message":"b"}]}}}',
      'a; b',
    ],
    ['{"requestId":null}', '{"requestId":null}'],
    ['{"requestId":0}', '{"requestId":0}'],
    ['{"requestId":""}', '{"requestId":""}'],
    ['[]', '[]'],
  ])('is rejected and shows the words of …', (body, text) => {
    expect(outcome(200, body)).toMatchObject({ kind: 'rejected', reason: { text } });
  });

  itEvery([
    ['nothing', '', null],
    ['cut-off JSON', '{"requestId":522', 'application/json'],
    ['HTML', '<html><body>ok</body></html>', 'text/html'],
    ['text that calls itself HTML', 'ok', 'text/html; charset=utf-8'],
    ['a long text', 'x'.repeat(2001), 'text/plain'],
    ['JSON nested beyond the parser', '['.repeat(100_000), 'application/json'],
  ])('is uncertain where it is unreadable', (_, body, contentType) => {
    const judged = outcome(200, body, { contentType });
    expect(judged).toMatchObject({ kind: 'uncertain', reason: { code: 'unreadable' } });
  });
});

describe('statuses', () => {
  itEvery([400, 401, 403, 404, 409, 413, 422, 451])('… is rejected', (status) => {
    expect(outcome(status, 'words')).toMatchObject({
      kind: 'rejected',
      reason: { text: 'words', values: { status: String(status) } },
    });
  });

  itEvery([408, 500, 502, 503, 504, 599])('… is uncertain', (status) => {
    expect(outcome(status, '').kind).toBe('uncertain');
  });

  itEvery([301, 302, 307, 308])('… is retried: the address is wrong', (status) => {
    expect(outcome(status, '')).toMatchObject({ kind: 'retry', reason: { code: 'redirect' } });
  });

  itEvery([
    ['30', 30_000],
    ['Thu, 26 Mar 2026 07:01:00 GMT', 60_000],
    ['Thu, 26 Mar 2026 06:00:00 GMT', 0],
    ['999999999', 3_600_000],
    ['soon', null],
    ['-5', null],
    ['soon, perhaps -1', null],
    ['', null],
    [null, null],
  ])('429 is throttled; Retry-After … gives … ms', (retryAfter, retryAfterMs) => {
    const judged = outcome(429, '', { retryAfter });
    expect(judged).toMatchObject({ kind: 'throttled', retryAfterMs });
  });
});

describe('what a database could not store', () => {
  it('is left out of results and reasons', () => {
    const hostile = String.raw`\u0000Мос\u0000ква\ud83d`;
    const accepted = outcome(200, `{"requestId":7,"session":{"city":"${hostile}"}}`);
    expect(accepted).toMatchObject({ kind: 'accepted', result: { city: 'Москва\ufffd' } });
    const rejected = outcome(400, `{"errorMessage":"${hostile}"}`);
    expect(rejected).toMatchObject({ reason: { text: 'Москва\ufffd' } });
  });

  itEvery([
    [200, 'text/plain', 499],
    [400, 'text/plain', 999],
    [500, 'text/plain', 499],
    [429, 'text/plain', 499],
  ])('is never half an emoji', (status, contentType, before) => {
    const judged = outcome(status, `${'a'.repeat(before)}😀${'b'.repeat(3000)}`, { contentType });
    const text = 'reason' in judged ? (judged.reason.text ?? '') : '';
    expect(text).toBe('a'.repeat(before));
  });
});

describe('a broken exchange', () => {
  it('is certainly not received if nothing was sent, else uncertain', () => {
    const broken = { kind: 'broken', message: 'X' } as const;
    expect(outcomeOf({ ...broken, sent: false, cause: 'dns' }, NOW).kind).toBe('retry');
    expect(outcomeOf({ ...broken, sent: true, cause: 'reset' }, NOW).kind).toBe('uncertain');
  });

  it('counts as a failure of the way, as a refusal does not', () => {
    expect(isTransportFailure(outcome(500, ''))).toBe(true);
    expect(isTransportFailure(outcome(404, ''))).toBe(false);
    expect(isTransportFailure(outcome(429, ''))).toBe(false);
  });
});
