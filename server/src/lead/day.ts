import { calendarDate, requestDate } from './requestDate';

const DATE_LENGTH = 'dd.mm.yyyy'.length;
const HOUR_MS = 60 * 60 * 1000;
/** Longer than any day: the one on which clocks go back has 25 hours. */
const LONGEST_DAY_MS = 26 * HOUR_MS;
/** The zones of the world are at most 14 hours ahead of UTC and 12 behind it. */
const FARTHEST_ZONE_MS = 15 * HOUR_MS;

/** A calendar day: from its first millisecond to the next day's. Epoch ms. */
export interface Day {
  startMs: number;
  endMs: number;
}

/**
 * The calendar day of a moment in a time zone, also where it has 23 or 25 hours.
 *
 * @param timeZone IANA name; an unknown one throws RangeError
 */
export function dayOf(nowMs: number, timeZone: string): Day {
  const dateOf = (epochMs: number) => requestDate(epochMs, timeZone).slice(0, DATE_LENGTH);
  const today = dateOf(nowMs);
  return {
    startMs: firstMs(nowMs - LONGEST_DAY_MS, nowMs, (ms) => dateOf(ms) === today),
    endMs: firstMs(nowMs, nowMs + LONGEST_DAY_MS, (ms) => dateOf(ms) !== today),
  };
}

/**
 * A calendar day by its name. One that a zone has left out, as clocks that skipped it, is empty.
 *
 * @param day `yyyy-mm-dd`
 * @param timeZone IANA name; an unknown one throws RangeError
 * @returns null where there is no such day in the calendar
 */
export function dayNamed(day: string, timeZone: string): Day | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  if (calendarDate(year, month, date) === null) return null;
  const startOf = (utcMs: number) => {
    const number = dayNumber(utcMs, 'UTC');
    return firstMs(
      utcMs - FARTHEST_ZONE_MS,
      utcMs + FARTHEST_ZONE_MS,
      (ms) => dayNumber(ms, timeZone) >= number,
    );
  };
  return {
    startMs: startOf(Date.UTC(year, month - 1, date)),
    endMs: startOf(Date.UTC(year, month - 1, date + 1)),
  };
}

/**
 * The zone whose days are meant: that of the site, else of the first one, else UTC.
 *
 * @param siteKey of the site that is asked for, if one is
 */
export function dayZoneOf(sites: { key: string; timeZone: string }[], siteKey?: unknown): string {
  const named = sites.find(({ key }) => key === siteKey);
  return (named ?? sites[0])?.timeZone ?? 'UTC';
}

/** `yyyy-mm-dd` of a moment in a zone. */
function dayName(epochMs: number, timeZone: string): string {
  const [date, month, year] = requestDate(epochMs, timeZone).slice(0, DATE_LENGTH).split('.');
  return `${year}-${month}-${date}`;
}

/** Days as numbers follow each other as they do in the calendar, also after the year 9999. */
function dayNumber(epochMs: number, timeZone: string): number {
  const [date = 0, month = 0, year = 0] = requestDate(epochMs, timeZone)
    .split(/[. ]/, 3)
    .map(Number);
  return (year * 100 + month) * 100 + date;
}

/** The first moment of which something is true, where it stays true once it is. */
function firstMs(fromMs: number, toMs: number, isTrue: (ms: number) => boolean): number {
  let low = fromMs;
  let high = toMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The last calendar days of a time zone, today included, oldest first.
 *
 * @param timeZone IANA name; an unknown one throws RangeError
 * @returns each with its name as `yyyy-mm-dd`
 */
export function lastDays(
  nowMs: number,
  timeZone: string,
  count: number,
): (Day & { day: string })[] {
  const days: (Day & { day: string })[] = [];
  for (let atMs = nowMs; days.length < count; atMs = (days[0]?.startMs ?? atMs) - 1) {
    days.unshift({ ...dayOf(atMs, timeZone), day: dayName(atMs, timeZone) });
  }
  return days;
}
