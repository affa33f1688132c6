/** Compares the date that Calltouch gave a lead with the one that it was sent. */
import type { Lead, LeadResult, Site, Warning } from '../contracts';
import { requestDate } from '../lead/requestDate';

/** Less than this is no other time zone. */
const TOLERANCE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** The farthest moment that a date can hold. */
const LAST_MOMENT_MS = 8.64e15;

/**
 * A warning where Calltouch's moment of an accepted lead is a minute or more off the `requestDate`
 * that was sent: the site's time zone is then not the account's. The two are compared as wall clocks
 * of the site's zone, so that an hour that happens twice, as clocks go back, is no difference.
 *
 * @returns the warning, whose `hours` are negative where Calltouch's date is the earlier one; null
 * where the dates agree or one of them is unknown
 */
export function dateDiffers(
  lead: Pick<Lead, 'requestDate'> | null,
  result: Pick<LeadResult, 'dateMs'> | null,
  site: Pick<Site, 'timeZone'>,
): Warning | null {
  const dateMs = result?.dateMs ?? null;
  if (dateMs === null || !(Math.abs(dateMs) <= LAST_MOMENT_MS)) return null;
  const sentMs = wallClockMs(lead?.requestDate ?? '');
  const givenMs = wallClockMs(requestDate(dateMs, site.timeZone));
  if (sentMs === null || givenMs === null) return null;
  const differenceMs = givenMs - sentMs;
  if (Math.abs(differenceMs) < TOLERANCE_MS) return null;
  const hours = String(Math.round((differenceMs / HOUR_MS) * 100) / 100);
  return { field: 'requestDate', code: 'dateDiffers', values: { hours } };
}

/** A wall clock `dd.mm.yyyy hh:mm:ss` as if it were UTC's; null if the text is none. */
function wallClockMs(text: string): number | null {
  const match = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  if (!match) return null;
  const [, day, month, year, time] = match;
  const epochMs = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(epochMs) ? null : epochMs;
}
