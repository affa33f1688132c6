import { dayOf, lastDays } from '../../../server/src/core/day';

const HOUR_MS = 3_600_000;

describe('dayOf', () => {
  it.each([
    // Moscow keeps UTC+3 all year.
    ['2026-03-26T20:59:59.999Z', 'Europe/Moscow', '2026-03-25T21:00:00.000Z', 24],
    ['2026-03-26T21:00:00.000Z', 'Europe/Moscow', '2026-03-26T21:00:00.000Z', 24],
    ['2026-03-29T12:00:00.000Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25T12:00:00.000Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', 25],
    ['2026-01-01T00:00:00.000Z', 'Asia/Kamchatka', '2025-12-31T12:00:00.000Z', 24],
    // Clocks went forward at midnight: the day began at one o'clock.
    ['2018-11-04T12:00:00.000Z', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 23],
  ])('finds the day of %s in %s', (now, zone, start, hours) => {
    const startMs = Date.parse(start);
    expect(dayOf(Date.parse(now), zone)).toEqual({ startMs, endMs: startMs + hours * HOUR_MS });
  });
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
