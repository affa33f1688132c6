import fc from 'fast-check';
import { moscowText, readRequestDate } from '../../../local-calltouch/moscowTime';
import { itEvery } from '../../support/itEvery';

describe('the clock in Moscow', () => {
  itEvery([
    ['26.03.2018 10:00:00', '2018-03-26T07:00:00Z'],
    ['01.01.2026 00:30:00', '2025-12-31T21:30:00Z'],
    ['29.02.2024 23:59:59', '2024-02-29T20:59:59Z'],
    // Summer time, and four hours from UTC all the year round: both are history.
    ['01.07.2009 12:00:00', '2009-07-01T08:00:00Z'],
    ['15.01.2013 12:00:00', '2013-01-15T08:00:00Z'],
  ])('shows … at …', (text, iso) => {
    expect(readRequestDate(text)).toBe(Date.parse(iso));
  });

  it('is written as in an answer', () => {
    expect(moscowText(1522047600000)).toBe('26/03/2018 10:00:00');
    expect(moscowText(Date.parse('2025-12-31T21:00:00Z'))).toBe('01/01/2026 00:00:00');
  });

  it('reads back what it writes', () => {
    const min = Date.parse('2014-11-01T00:00:00Z') / 1000;
    fc.assert(
      fc.property(fc.integer({ min, max: min + 10 ** 9 }), (seconds) => {
        const text = moscowText(seconds * 1000).replaceAll('/', '.');
        expect(readRequestDate(text)).toBe(seconds * 1000);
      }),
    );
  });
});
