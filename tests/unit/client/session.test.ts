import { sessionIdOf, sessionInAnswer, sessionInCookies } from '../../../client/src/session';

const A = 'aaaa1111';
const B = 'bbbb2222';

describe('sessionIdOf', () => {
  it.each([
    ['4794763832', '4794763832'],
    [4794763832, '4794763832'],
    ['12345678901234567890', '12345678901234567890'],
  ])('takes %p', (value, expected) => {
    expect(sessionIdOf(value)).toBe(expected);
  });

  it.each(['', '0', 0, -1, 1.5, 2 ** 60, NaN, '1\n', '1e9', null, undefined, {}, ['1'], true, 5n])(
    'takes %p for no session',
    (value) => {
      expect(sessionIdOf(value)).toBeUndefined();
    },
  );
});

describe('sessionInAnswer', () => {
  const list = [
    { modId: A, siteId: 1, sessionId: 111 },
    { modId: B, siteId: 2, sessionId: 222 },
  ];

  it('finds the wanted tracker’s in an object and in a list', () => {
    expect(sessionInAnswer({ sessionId: 111 }, A)).toBe('111');
    expect(sessionInAnswer(list[1], B)).toBe('222');
    expect(sessionInAnswer(list, B)).toBe('222');
  });

  it('takes no other tracker’s', () => {
    expect(sessionInAnswer(list[0], B)).toBeUndefined();
    expect(sessionInAnswer([list[0]], B)).toBeUndefined();
    expect(sessionInAnswer([{ sessionId: 1 }, { sessionId: 2 }], B)).toBeUndefined();
  });

  it('takes the only one where no id is known, and none of several', () => {
    expect(sessionInAnswer([list[0]], undefined)).toBe('111');
    expect(sessionInAnswer(list[0], undefined)).toBe('111');
    expect(sessionInAnswer(list, undefined)).toBeUndefined();
  });

  it.each<[unknown]>([[[]], ['text'], [5], [[[]]], [{}]])('finds none in %p', (answer) => {
    expect(sessionInAnswer(answer, A)).toBeUndefined();
  });
});

describe('sessionInCookies', () => {
  const both = `x=1; _ct_ids=${encodeURIComponent(`${A}:1:111,${B}:2:222`)}; _ct_session_id=111`;

  it('finds the wanted tracker’s among several', () => {
    expect(sessionInCookies(both, B, false)).toBe('222');
    expect(sessionInCookies(both, 'cccc3333', false)).toBeUndefined();
    expect(sessionInCookies(both, undefined, false)).toBeUndefined();
  });

  it('finds it among ids that are joined by a low line', () => {
    expect(sessionInCookies(`_ct_ids=${A}:1:111_${B}:2:222`, B, false)).toBe('222');
  });

  it('takes the bare session only where no other site is known', () => {
    expect(sessionInCookies('_ct_session_id=333', A, true)).toBe('333');
    expect(sessionInCookies('_ct_session_id=333', A, false)).toBeUndefined();
  });

  it('finds none in what is no cookie of the tracker’s', () => {
    for (const text of ['', '_ct_ids=%E0%A4%A; _ct_session_id=%', 'my_ct_session_id=3', '_ct_ids'])
      expect(sessionInCookies(text, A, true)).toBeUndefined();
    expect(sessionInCookies('_ct_ids=%; _ct_session_id=333', A, true)).toBe('333');
  });
});
