import { dayNamed, dayOf, dayZoneOf, lastDays } from '../../../server/src/lead/day';
import { itEvery } from '../../support/itEvery';

const HOUR_MS = 3_600_000;

describe('dayOf', () => {
  itEvery([
    // Moscow keeps UTC+3 all year.
    ['2026-03-26T20:59:59.999Z', 'Europe/Moscow', '2026-03-25T21:00:00.000Z', 24],
    ['2026-03-26T21:00:00.000Z', 'Europe/Moscow', '2026-03-26T21:00:00.000Z', 24],
    ['2026-03-29T12:00:00.000Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25T12:00:00.000Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', 25],
    ['2026-01-01T00:00:00.000Z', 'Asia/Kamchatka', '2025-12-31T12:00:00.000Z', 24],
    // Clocks went forward at midnight: the day began at one o'clock.
    ['2018-11-04T12:00:00.000Z', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 23],
  ])('finds the day of … in …', (now, zone, start, hours) => {
    const startMs = Date.parse(start);
    expect(dayOf(Date.parse(now), zone)).toEqual({ startMs, endMs: startMs + hours * HOUR_MS });
  });
});

describe('dayNamed', () => {
  itEvery([
    ['2026-07-05', 'Europe/Moscow', '2026-07-04T21:00:00.000Z', 24],
    ['2026-07-05', 'America/New_York', '2026-07-05T04:00:00.000Z', 24],
    ['2026-07-05', 'Pacific/Kiritimati', '2026-07-04T10:00:00.000Z', 24],
    ['2026-07-05', 'Etc/GMT+12', '2026-07-05T12:00:00.000Z', 24],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z', 23],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z', 25],
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 23],
    // Samoa went over the date line and had no such day.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z', 0],
    ['2028-02-29', 'UTC', '2028-02-29T00:00:00.000Z', 24],
    ['9999-12-31', 'UTC', '9999-12-31T00:00:00.000Z', 24],
  ])('finds … in …', (day, zone, start, hours) => {
    const startMs = Date.parse(start);
    expect(dayNamed(day, zone)).toEqual({ startMs, endMs: startMs + hours * HOUR_MS });
  });

  itEvery(['2026-02-29', '2026-13-01', '2026-1-1', '2026-07-05T00:00:00Z', ''])(
    'knows no day …',
    (day) => expect(dayNamed(day, 'UTC')).toBeNull(),
  );

  it('agrees with the days that are counted', () => {
    for (const zone of ['Asia/Kamchatka', 'America/New_York', 'Asia/Kathmandu']) {
      for (const { day, ...span } of lastDays(Date.parse('2026-11-20T00:30:00Z'), zone, 30)) {
        expect(dayNamed(day, zone)).toEqual(span);
      }
    }
  });
});

describe('dayZoneOf', () => {
  const sites = [
    { key: 'first', timeZone: 'Asia/Omsk' },
    { key: 'second', timeZone: 'Europe/Samara' },
  ];
  itEvery([
    [sites, 'second', 'Europe/Samara'],
    [sites, undefined, 'Asia/Omsk'],
    [sites, 'gone', 'Asia/Omsk'],
    [[], 'first', 'UTC'],
  ])('of … asked for … is …', (all, key, zone) => expect(dayZoneOf(all, key)).toBe(zone));
});

describe('lastDays', () => {
  it('names the days of the zone, oldest first, without a gap', () => {
    // In Moscow it is the first of March already.
    const days = lastDays(Date.parse('2026-02-28T22:30:00Z'), 'Europe/Moscow', 3);
    expect(days.map(({ day }) => day)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(days[1]!.startMs).toBe(days[0]!.endMs);
    expect(days[2]!.startMs).toBe(Date.parse('2026-02-28T21:00:00Z'));
  });

  it('goes through the change of clocks', () => {
    const days = lastDays(Date.parse('2026-10-26T12:00:00Z'), 'Europe/Berlin', 3);
    expect(days.map(({ startMs, endMs }) => (endMs - startMs) / HOUR_MS)).toEqual([24, 25, 24]);
  });
});
