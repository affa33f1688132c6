import fc from 'fast-check';
import {
  isTimeZone,
  readRequestDate,
  requestDate,
  startOfDay,
} from '../../../server/src/lead/requestDate';
import { itEvery } from '../../support/itEvery';

describe('requestDate', () => {
  it('writes the moment of Calltouch’s sample as its page shows it', () => {
    expect(requestDate(1_522_047_600_000, 'Europe/Moscow')).toBe('26.03.2018 10:00:00');
  });

  itEvery([
    ['2026-01-31T21:00:00Z', 'Europe/Moscow', '01.02.2026 00:00:00'],
    ['2026-01-31T21:00:00Z', 'Asia/Vladivostok', '01.02.2026 07:00:00'],
    ['2026-12-31T23:59:59.999Z', 'UTC', '31.12.2026 23:59:59'],
    ['2014-07-01T00:00:00Z', 'Europe/Moscow', '01.07.2014 04:00:00'],
    ['1000-01-01T12:00:00Z', 'UTC', '01.01.1000 12:00:00'],
  ])('writes … in … as …', (iso, timeZone, text) => {
    expect(requestDate(Date.parse(iso), timeZone)).toBe(text);
  });

  it('agrees with Date in UTC', () => {
    const years = { min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const [day = '', time] = date.toISOString().slice(0, 19).split('T');
        const expected = `${day.split('-').reverse().join('.')} ${time}`;
        expect(requestDate(date.getTime(), 'UTC')).toBe(expected);
      }),
    );
  });
});

describe('isTimeZone', () => {
  itEvery(['Europe/Moscow', 'Asia/Yekaterinburg', 'UTC'])('knows …', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });
  itEvery(['', 'Moscow', 'Mars/Phobos', '+03:00', 'Europe/Moscow '])('refuses …', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('readRequestDate', () => {
  itEvery([
    ['31.01.2026 09:05:07', '31.01.2026 09:05:07'],
    ['31.01.2026 09:05', '31.01.2026 09:05:00'],
    ['31.01.2026', '31.01.2026 00:00:00'],
    ['29.02.2024 00:00:00', '29.02.2024 00:00:00'],
    ['2026-01-31T09:05:07', '31.01.2026 09:05:07'],
    ['2026-01-31', '31.01.2026 00:00:00'],
    ['2026-01-31T22:00:00Z', '01.02.2026 01:00:00'],
    ['2026-01-31T22:00:00.123z', '01.02.2026 01:00:00'],
    ['2026-01-31 22:00+05:00', '31.01.2026 20:00:00'],
    ['2026-01-31T22:00:00-0330', '01.02.2026 04:30:00'],
    ['2026-01-31T22:00:00+05', '31.01.2026 20:00:00'],
  ])('reads … as …', (text, date) => {
    expect(readRequestDate(text, 'Europe/Moscow')).toBe(date);
  });

  itEvery([
    '',
    'вчера',
    '31.02.2026 10:00:00',
    '29.02.2025 10:00:00',
    '31.01.2026 24:00:00',
    '31.01.2026 10:60:00',
    '1.2.2026 10:00:00',
    '31/01/2026 10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-01-31T10:00:00+99:00',
    '31.01.0026 10:00:00',
    '31.01.2026 10:00:00 и ещё',
  ])('refuses …', (text) => {
    expect(readRequestDate(text, 'Europe/Moscow')).toBeNull();
  });

  it('reads what requestDate writes', () => {
    const years = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        const text = requestDate(date.getTime(), 'Asia/Kolkata');
        expect(readRequestDate(text, 'Asia/Kolkata')).toBe(text);
        expect(readRequestDate(date.toISOString(), 'Asia/Kolkata')).toBe(text);
      }),
    );
  });
});

describe('startOfDay', () => {
  itEvery([
    ['2026-01-31', 'Europe/Moscow', '2026-01-30T21:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-01-31', 'Pacific/Kiritimati', '2026-01-30T10:00:00.000Z'],
    // Clocks went from 00:00 to 01:00: the day began at 01:00.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ])('… in … begins at …', (day, timeZone, iso) => {
    expect(new Date(startOfDay(day, timeZone) ?? Number.NaN).toISOString()).toBe(iso);
  });

  itEvery(['2026-02-30', '26-01-01', ''])('refuses …', (day) => {
    expect(startOfDay(day, 'UTC')).toBeNull();
  });
});
