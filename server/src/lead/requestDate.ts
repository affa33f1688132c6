/** Calltouch's `requestDate`: `dd.mm.yyyy hh:mm:ss`, wall clock of the account's time zone. */

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Creating an Intl formatter costs more than everything else here, so there is one per zone. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/**
 * A moment as Calltouch takes it.
 * @param epochMs ms since 1970; years before 1000 are padded to four digits.
 * @param timeZone IANA name; an unknown one is a bug of the caller and throws RangeError.
 * @returns `dd.mm.yyyy hh:mm:ss`
 */
export function requestDate(epochMs: number, timeZone: string): string {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes, length: number) =>
    (parts.get(type) ?? '').padStart(length, '0');
  const day = `${part('day', 2)}.${part('month', 2)}.${part('year', 4)}`;
  return `${day} ${part('hour', 2)}:${part('minute', 2)}:${part('second', 2)}`;
}

/**
 * Whether the name is an IANA time zone that this Node knows. Bare offsets (`+03:00`) are refused:
 * only some Node versions take them.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    return false;
  }
}

/** A calendar date that exists, as `dd.mm.yyyy`; null for the 31st of February. */
export function calendarDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    year >= 1000 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists) return null;
  return [String(day).padStart(2, '0'), String(month).padStart(2, '0'), year].join('.');
}

const WRITTEN = /^(\d{2})\.(\d{2})\.(\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

function wallClock(date: string | null, time: (string | undefined)[]): string | null {
  const [hour = '00', minute = '00', second = '00'] = time;
  if (date === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return `${date} ${hour}:${minute}:${second}`;
}

/**
 * A date that a template produced, as Calltouch takes it. Understood are `dd.mm.yyyy`, with hours
 * and minutes, with seconds, and the same in ISO 8601. One with an offset is converted into the
 * zone; one without is taken as the zone's wall clock; one without a time is the day's beginning.
 * @returns `dd.mm.yyyy hh:mm:ss`, or null if the text is no such date or the date does not exist.
 */
export function readRequestDate(text: string, timeZone: string): string | null {
  const written = WRITTEN.exec(text);
  if (written) {
    const [, day, month, year, ...time] = written;
    return wallClock(calendarDate(Number(year), Number(month), Number(day)), time);
  }
  const iso = ISO.exec(text);
  if (!iso) return null;
  const [, year, month, day, hour, minute, second, offset] = iso;
  const local = wallClock(calendarDate(Number(year), Number(month), Number(day)), [
    hour,
    minute,
    second,
  ]);
  if (local === null || offset === undefined) return local;
  const epochMs = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}${isoOffset(offset)}`,
  );
  return Number.isNaN(epochMs) ? null : requestDate(epochMs, timeZone);
}

/** `+3`, `+0300` and `z` are ISO 8601 too, but Date.parse takes only `+03:00` and `Z`. */
function isoOffset(offset: string): string {
  if (/^z$/i.test(offset)) return 'Z';
  return `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
}

const DAY_MS = 86_400_000;

/**
 * The moment at which a calendar day begins in a zone.
 * @param day `yyyy-mm-dd`
 * @returns ms since 1970, or null if the text is no such day.
 */
export function startOfDay(day: string, timeZone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const wanted = calendarDate(Number(match[1]), Number(match[2]), Number(match[3]));
  if (wanted === null) return null;
  const utcMs = Date.parse(`${day}T00:00:00Z`);
  // The offset in force is that of the day before or of the day after. Where clocks go forward at
  // midnight, 00:00 does not exist, and the day begins at whichever of the two lies within it.
  const candidates = [utcMs - DAY_MS, utcMs + DAY_MS].map(
    (nearMs) => utcMs - offsetMs(nearMs, timeZone),
  );
  const startsWith = (text: string) => (epochMs: number) =>
    requestDate(epochMs, timeZone).startsWith(text);
  return (
    candidates.find(startsWith(`${wanted} 00:00:00`)) ?? candidates.find(startsWith(wanted)) ?? null
  );
}

function offsetMs(epochMs: number, timeZone: string): number {
  const [date = '', time = ''] = requestDate(epochMs, timeZone).split(' ');
  return Date.parse(`${date.split('.').reverse().join('-')}T${time}Z`) - epochMs;
}
