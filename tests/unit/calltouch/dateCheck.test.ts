import fc from 'fast-check';
import { dateDiffers } from '../../../server/src/calltouch/dateCheck';
import { requestDate } from '../../../server/src/lead/requestDate';
import { itEvery } from '../../support/itEvery';

const MOSCOW = { timeZone: 'Europe/Moscow' };
/** The moment and date of the sample on Calltouch's page. */
const SAMPLE = { dateMs: 1522047600000, requestDate: '26.03.2018 10:00:00' };

function hoursOf(sent: string | undefined, dateMs: number | null, timeZone = 'Europe/Moscow') {
  return dateDiffers({ requestDate: sent }, { dateMs }, { timeZone })?.values.hours ?? null;
}

describe('dateDiffers', () => {
  it('agrees with the sample on Calltouch’s page in Moscow’s zone', () => {
    expect(dateDiffers(SAMPLE, SAMPLE, MOSCOW)).toBeNull();
  });

  it('names field, code and hours', () => {
    expect(dateDiffers(SAMPLE, SAMPLE, { timeZone: 'Asia/Omsk' })).toEqual({
      field: 'requestDate',
      code: 'dateDiffers',
      values: { hours: '3' },
    });
  });

  itEvery([
    ['Europe/London', 0, '-2'],
    ['Asia/Kolkata', 0, '2.5'],
    ['Europe/Moscow', 59_999, null],
    ['Europe/Moscow', -59_000, null],
    ['Europe/Moscow', 60_000, '0.02'],
    ['Europe/Moscow', -60_000, '-0.02'],
    ['Europe/Moscow', 24 * 3_600_000, '24'],
    ['Europe/Moscow', -90 * 60_000, '-1.5'],
  ])('in … and … ms off', (timeZone, offMs, hours) => {
    expect(hoursOf(SAMPLE.requestDate, SAMPLE.dateMs + offMs, timeZone)).toBe(hours);
  });

  itEvery([
    ['the first 02:30', '2026-10-25T00:30:00Z'],
    ['the second 02:30', '2026-10-25T01:30:00Z'],
  ])('takes … of the day when clocks go back for the same', (_, moment) => {
    expect(hoursOf('25.10.2026 02:30:00', Date.parse(moment), 'Europe/Berlin')).toBeNull();
  });

  it('uses the offset of the date itself, summer and winter', () => {
    const [summer, winter] = [
      Date.parse('2026-07-01T10:00:00Z'),
      Date.parse('2026-01-01T10:00:00Z'),
    ];
    expect(hoursOf('01.07.2026 12:00:00', summer, 'Europe/Berlin')).toBeNull();
    expect(hoursOf('01.01.2026 11:00:00', winter, 'Europe/Berlin')).toBeNull();
    expect(hoursOf('01.01.2026 12:00:00', winter, 'Europe/Berlin')).toBe('-1');
  });

  itEvery([
    [undefined, SAMPLE.dateMs],
    ['', SAMPLE.dateMs],
    ['2018-03-26', SAMPLE.dateMs],
    ['99.99.2018 10:00:00', SAMPLE.dateMs],
    [SAMPLE.requestDate, null],
    [SAMPLE.requestDate, Number.NaN],
    [SAMPLE.requestDate, 1e300],
    [SAMPLE.requestDate, -Number.MAX_VALUE],
  ])('says nothing of … and …', (sent, dateMs) => {
    expect(hoursOf(sent, dateMs)).toBeNull();
  });

  it('says nothing where lead or result are unknown', () => {
    expect(dateDiffers(null, SAMPLE, MOSCOW)).toBeNull();
    expect(dateDiffers(SAMPLE, null, MOSCOW)).toBeNull();
  });

  it('finds no difference between a moment and its own date in any zone', () => {
    const zones = [
      'UTC',
      'Europe/Moscow',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
    ];
    const moments = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2090-01-01') });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (dateMs, timeZone) => {
        expect(hoursOf(requestDate(dateMs, timeZone), dateMs, timeZone)).toBeNull();
      }),
    );
  });
});
