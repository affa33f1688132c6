const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Moscow',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

/** Writes a moment as `dateStr` of an answer: `dd/mm/yyyy hh:mm:ss`, the clock in Moscow. */
export function moscowText(epochMs: number): string {
  const parts = new Map(CLOCK.formatToParts(epochMs).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('day')}/${part('month')}/${part('year')}`;
  return `${date} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/**
 * Reads a `requestDate`, `dd.mm.yyyy hh:mm:ss`, by the clock in Moscow: the sample on Calltouch's
 * page shows an account that runs on it.
 *
 * @returns epoch milliseconds; null if it has another form or is no date of the calendar
 */
export function readRequestDate(text: string): number | null {
  const match = /^(\d\d)\.(\d\d)\.([12]\d{3}) (\d\d:\d\d:\d\d)$/.exec(text);
  if (!match) return null;
  const [, day, month, year, time] = match;
  const iso = `${year}-${month}-${day}T${time}.000Z`;
  const asUtc = Date.parse(iso);
  // 30.02. and 24:00:00 are read by Date.parse as the next day.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== iso) return null;
  // The second pass is for moments between the zone's change and its offset from UTC.
  return asUtc - offsetMs(asUtc - offsetMs(asUtc));
}

function offsetMs(epochMs: number): number {
  const [date = '', time] = moscowText(epochMs).split(' ');
  return Date.parse(`${date.split('/').reverse().join('-')}T${time}Z`) - epochMs;
}
