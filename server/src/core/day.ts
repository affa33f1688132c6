import { requestDate } from './requestDate';

/** Longer than any day: the one on which clocks go back has 25 hours. */
const LONGEST_DAY_MS = 26 * 60 * 60 * 1000;
const DATE_LENGTH = 'dd.mm.yyyy'.length;

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
    const [date, month, year] = requestDate(atMs, timeZone).slice(0, DATE_LENGTH).split('.');
    days.unshift({ ...dayOf(atMs, timeZone), day: `${year}-${month}-${date}` });
  }
  return days;
}
