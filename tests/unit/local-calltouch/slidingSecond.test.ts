import fc from 'fast-check';
import { maximumArrivalsInAnySlidingSecond } from '../../../local-calltouch/slidingSecond';
import { itEvery } from '../../support/itEvery';

describe('maximumArrivalsInAnySlidingSecond', () => {
  itEvery([
    ['no arrival', [], 0],
    ['one arrival', [12.5], 1],
    ['arrivals at one moment', [7, 7, 7], 3],
    ['arrivals just within a second', [0, 999.999], 2],
    ['arrivals exactly a second apart', [0, 1000], 1],
    ['five a second, evenly', [0, 200, 400, 600, 800, 1000, 1200, 1400], 5],
    ['a burst across the turn of a second', [0, 900, 950, 990, 1010, 1050, 1899], 6],
    ['the fullest window in the middle', [0, 5000, 5001, 5002, 9000], 3],
  ])('counts …', (_name, moments, expected) => {
    expect(maximumArrivalsInAnySlidingSecond(moments)).toBe(expected);
  });

  it('does not depend on the order, and leaves its argument alone', () => {
    const moments = [3000, 10, 20, 900];
    expect(maximumArrivalsInAnySlidingSecond(moments)).toBe(3);
    expect(moments).toEqual([3000, 10, 20, 900]);
  });

  it('agrees with counting every window by itself', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4000 })), (moments) => {
        const counts = moments.map(
          (start) => moments.filter((moment) => moment >= start && moment < start + 1000).length,
        );
        expect(maximumArrivalsInAnySlidingSecond(moments)).toBe(Math.max(0, ...counts));
      }),
    );
  });
});
