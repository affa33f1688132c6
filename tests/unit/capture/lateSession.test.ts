import fc from 'fast-check';
import { NO_CAPTURE } from '../../../server/src/capture/capture';
import { awaited, isAwaiting, lateSessionOf } from '../../../server/src/capture/lateSession';
import { itEvery } from '../../support/itEvery';

const TOKEN = 'a1B2_c3-d4e5f6g7';
const LATE = { token: TOKEN, sessionId: '4794763832' };

describe('a session that a page tells late', () => {
  it('is read from a beacon’s text and from JSON, with whatever stands beside it', () => {
    const body = { ...LATE, pageUrl: 'https://example.ru/' };
    expect(lateSessionOf(JSON.stringify(body))).toEqual(LATE);
    expect(lateSessionOf(body)).toEqual(LATE);
    expect(lateSessionOf({ ...body, sessionId: 4794763832 })).toEqual(LATE);
  });

  itEvery([
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['"text"'],
    [undefined],
    [null],
    [5],
    [{}],
    [{ ...LATE, token: 'short' }],
    [{ ...LATE, token: [TOKEN] }],
    [{ ...LATE, token: `${TOKEN}\0` }],
    [{ ...LATE, sessionId: '0' }],
    [{ ...LATE, sessionId: 'undefined' }],
    [{ ...LATE, sessionId: { $gt: '' } }],
    [{ ...LATE, pageUrl: 'ж'.repeat(1_025) }],
  ])('is none in %p', (body) => {
    expect(lateSessionOf(body)).toBeNull();
  });

  it('is a token and a number or nothing, whatever came', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json()), (body) => {
        const late = lateSessionOf(body);
        if (late)
          expect(late).toEqual({ token: expect.any(String), sessionId: expect.any(String) });
      }),
    );
  });
});

describe('a lead', () => {
  const loading = { ...NO_CAPTURE, reason: 'loading' as const, token: TOKEN };

  itEvery(['loading' as const, 'timeout' as const])(
    'waits where its page says that a session may still come, and can tell it: %s',
    (reason) => {
      const { capture, waitMs } = awaited({ ...loading, reason }, 3_000);
      expect([capture.reason, waitMs]).toEqual(['late', 3_000]);
      expect(isAwaiting(capture)).toBe(true);
    },
  );

  itEvery([
    [loading, 0],
    [{ ...loading, token: null }, 3_000],
    [{ ...loading, reason: 'blocked' as const }, 3_000],
    [{ ...loading, reason: null, sessionId: '1' }, 3_000],
    [NO_CAPTURE, 3_000],
  ])('waits for nothing with %p and %d ms', (capture, graceMs) => {
    expect(awaited(capture, graceMs)).toEqual({ capture, waitMs: 0 });
  });

  it('takes one session', () => {
    expect(isAwaiting({ ...awaited(loading, 1).capture, sessionId: '1' })).toBe(false);
    expect(isAwaiting(loading)).toBe(false);
  });
});
