import {
  CLOSED,
  mayClaim,
  onAnswer,
  onClaim,
  onFailure,
  onUnused,
  type Breaker,
} from '../../../server/src/sending/breaker';

function afterFailures(count: number, nowMs = 0): Breaker {
  return Array.from({ length: count }).reduce<Breaker>(
    (breaker) => onFailure(breaker, nowMs),
    CLOSED,
  );
}

describe('breaker', () => {
  it('stays closed for four failures in a row', () => {
    expect(mayClaim(afterFailures(4), 0)).toBe(true);
  });

  it('opens at the fifth, for one probe at a time', () => {
    const open = afterFailures(5);
    expect(mayClaim(open, 1_999)).toBe(false);
    expect(mayClaim(open, 2_000)).toBe(true);
    expect(mayClaim(onClaim(open), 2_000)).toBe(false);
  });

  it('waits longer after each failed probe, up to a minute', () => {
    expect(afterFailures(6).probeAtMs).toBe(4_000);
    expect(afterFailures(60).probeAtMs).toBe(60_000);
  });

  it('closes at any answer', () => {
    expect(mayClaim(onAnswer(), 0)).toBe(true);
    expect(onAnswer().failures).toBe(0);
  });

  it('lets the next probe go when one came to nothing', () => {
    expect(mayClaim(onUnused(onClaim(afterFailures(5))), 2_000)).toBe(true);
  });

  it('marks no probe while it is closed', () => {
    expect(onClaim(CLOSED)).toEqual(CLOSED);
  });
});
