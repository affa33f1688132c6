import { isExpired, sessionInAnswer, sessionInCookies } from '../../../client/src/session';

const A = 'aaaa1111';
const B = 'bbbb2222';

describe('sessionInAnswer', () => {
  const list = [
    { modId: A, siteId: 1, sessionId: 111 },
    { modId: B, siteId: 2, sessionId: 222 },
  ];
  const idIn = (...answer: Parameters<typeof sessionInAnswer>) =>
    sessionInAnswer(...answer)?.sessionId;

  it.each([
    ['4794763832', '4794763832'],
    [4794763832, '4794763832'],
    ['12345678901234567890', '12345678901234567890'],
  ])('takes %p', (sessionId, expected) => {
    expect(idIn({ sessionId }, A)).toBe(expected);
  });

  it.each([
    '',
    '0',
    0,
    -1,
    1.5,
    1e21,
    NaN,
    '1\n',
    '1e9',
    null,
    undefined,
    {},
    true,
    '1'.repeat(21),
  ])('takes %p for no session', (sessionId) => {
    expect(sessionInAnswer({ sessionId }, A)).toBeUndefined();
  });

  it('finds the wanted tracker’s in an object and in a list, with its site', () => {
    expect(idIn({ sessionId: 111 }, A)).toBe('111');
    expect(sessionInAnswer(list[1], B)).toEqual({ sessionId: '222', siteId: 2 });
    expect(sessionInAnswer(list, B)).toEqual({ sessionId: '222', siteId: 2 });
  });

  it('takes the only one where no id is known, and none of several', () => {
    expect(idIn([list[0]], undefined)).toBe('111');
    expect(idIn(list[0], undefined)).toBe('111');
  });

  // The capture asks within `attempt`.
  it.each<[string, () => unknown]>([
    ['another tracker’s', () => sessionInAnswer(list[0], B)],
    ['another’s in a list', () => sessionInAnswer([list[0]], B)],
    ['several without ids', () => sessionInAnswer([{ sessionId: 1 }, { sessionId: 2 }], B)],
    ['several, none wanted', () => sessionInAnswer(list, undefined)],
    ...[[], 'text', 5, [[[]]], {}, undefined].map((answer): [string, () => unknown] => [
      JSON.stringify(answer) ?? 'nothing',
      () => sessionInAnswer(answer, A),
    ]),
  ])('finds none in %s', (_what, ask) => {
    let found: unknown;
    try {
      found = ask();
    } catch {
      found = undefined;
    }
    expect(found).toBeUndefined();
  });
});

describe('sessionInCookies', () => {
  const both = `x=1; _ct_ids=${A}:1:111,${B}:2:222; _ct_session_id=111`;

  it('finds the wanted tracker’s among several, with its site', () => {
    expect(sessionInCookies(both, B, false)).toEqual({ sessionId: '222', siteId: '2' });
    expect(sessionInCookies(both, A, false)).toEqual({ sessionId: '111', siteId: '1' });
    expect(sessionInCookies(both, 'cccc3333', false)).toBeUndefined();
    expect(sessionInCookies(both, undefined, false)).toBeUndefined();
  });

  it('finds it among ids that are joined by a low line', () => {
    const ids = `_ct_ids=${A}:1:111_${B}:2:222`;
    expect(sessionInCookies(ids, B, false)).toEqual({ sessionId: '222', siteId: '2' });
  });

  it('takes the bare session only where no other site is known', () => {
    expect(sessionInCookies('_ct_session_id=333', A, true)?.sessionId).toBe('333');
    expect(sessionInCookies('_ct_session_id=333', A, false)).toBeUndefined();
  });

  it('finds none in what is no cookie of the tracker’s', () => {
    for (const text of ['', '_ct_ids=%E0%A4%A; _ct_session_id=%', 'my_ct_session_id=3', '_ct_ids'])
      expect(sessionInCookies(text, A, true)).toBeUndefined();
    expect(sessionInCookies('_ct_ids=%; _ct_session_id=333', A, true)?.sessionId).toBe('333');
  });
});

describe('isExpired', () => {
  const NOW_MS = 1_700_000_000_000;
  const past = '1699999999';
  const ahead = '1700000001';

  it.each([
    [`call_s=${A},${past},111`, true],
    [`x=1; call_s=${A},${past},111; y=2`, true],
    [`call_s=${A},${ahead},111`, false],
    [`call_s=${A},${past},222,${B},${ahead},111`, false],
    [`call_s=${A},${ahead},222,${B},${past},111`, true],
    // Another session, or one that only ends so, and what can't be read: not known.
    [`call_s=${A},${past},1112`, false],
    [`call_s=${A},${past},2111`, false],
    [`call_s=${A},${past}000,111`, false],
    ['call_s=%;', false],
    ['', false],
    [`x=${A},${past},111`, false],
  ])('reads %p: %p', (cookies, expected) => {
    expect(isExpired(cookies, '111', NOW_MS)).toBe(expected);
  });
});
