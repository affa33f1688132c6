import { periodOf, sessionDrop, sessionShare } from '../../../../admin/src/pages/overview/figures';
import { itEvery } from '../../../support/itEvery';

/** So many days with the same figures. */
function days(count: number, withSession: number, withoutSession: number) {
  return Array.from({ length: count }, () => ({ withSession, withoutSession }));
}

describe('the share of leads with a session', () => {
  it('is that of all days together', () => {
    expect(sessionShare([...days(1, 9, 1), ...days(1, 0, 10)])).toBe(0.45);
  });

  it('is nothing where there are no leads', () => {
    expect(sessionShare(days(3, 0, 0))).toBeNull();
  });
});

describe('a fall of the share of leads with a session', () => {
  it('is told with both shares', () => {
    expect(sessionDrop([...days(27, 8, 2), ...days(3, 1, 9)])).toEqual({
      days: 3,
      recentShare: 0.1,
      earlierShare: 0.8,
    });
  });

  it('is found within a week', () => {
    expect(sessionDrop([...days(4, 8, 2), ...days(3, 0, 10)])).toMatchObject({ earlierShare: 0.8 });
  });

  it('is none where the share is as before, also a low one', () => {
    expect(sessionDrop(days(30, 8, 2))).toBeNull();
    expect(sessionDrop(days(30, 1, 9))).toBeNull();
    expect(sessionDrop(days(30, 0, 9))).toBeNull();
  });

  it('is none where the share fell by little or rose', () => {
    expect(sessionDrop([...days(27, 80, 20), ...days(3, 60, 40)])).toBeNull();
    expect(sessionDrop([...days(27, 1, 9), ...days(3, 9, 1)])).toBeNull();
  });

  it('is none where a few leads may have lacked a session by chance', () => {
    expect(sessionDrop([...days(27, 2, 1), ...days(2, 0, 0), ...days(1, 0, 2)])).toBeNull();
  });

  it('does not go by days that are long past', () => {
    expect(sessionDrop([...days(60, 10, 0), ...days(14, 1, 9), ...days(3, 1, 9)])).toBeNull();
  });

  it('is none without leads before or since', () => {
    expect(sessionDrop([...days(27, 0, 0), ...days(3, 0, 9)])).toBeNull();
    expect(sessionDrop([...days(27, 9, 0), ...days(3, 0, 0)])).toBeNull();
    expect(sessionDrop([])).toBeNull();
  });
});

describe('the period of an address', () => {
  itEvery([
    ['7', 7],
    ['90', 90],
    [null, 30],
    ['8', 30],
    ['', 30],
    ['7.0', 30],
  ])('… is … days', (text, period) => {
    expect(periodOf(text)).toBe(period);
  });
});
