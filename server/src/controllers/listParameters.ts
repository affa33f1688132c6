import {
  SORT_COLUMNS,
  type AttemptsWanted,
  type DeliveryQuery,
  type SortColumn,
} from '../outbox/readDeliveries';
import { type DeliverySearch } from '../outbox/deliveryFilter';
import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  type SettingsError,
  type Site,
} from '../contracts';
import { dayNamed, dayZoneOf } from '../lead/day';
import { settingsError } from '../settings/settingsErrors';

const LARGEST_PAGE = 100;
/** Most attempts that one request names; without naming a number it has all. */
const MOST_ATTEMPTS = 1000;
/** Most entries that one request asks the statuses of: those of one page of a list. */
const MOST_ENTRIES = 100;

const KNOWN_MEMBERS =
  'status, site, contentType, from, to, hasSession, search; for pages page, pageSize and sort';

type Parsed<T> = T | { errors: SettingsError[] };

/** What reading a filter depends on. */
export interface FilterContext {
  /** `search` also finds by phone, email and what a template numbered. */
  seesPersonal: boolean;
  /** Theirs are the days that a filter names. */
  sites: Pick<Site, 'key' | 'timeZone'>[];
}

/** Reads the query of `GET /deliveries`: `page pageSize sort` and the members of a filter. */
export function parseDeliveryQuery(
  query: Record<string, unknown>,
  context: FilterContext,
): Parsed<{ query: DeliveryQuery }> {
  const errors: SettingsError[] = [];
  const { page, pageSize, sort, ...rest } = query;
  const filter = readFilter(rest, context, errors);
  const result: DeliveryQuery = {
    ...filter,
    page: readWhole(page, 'page', 1, 1_000_000_000, 1, errors),
    pageSize: readWhole(pageSize, 'pageSize', 1, LARGEST_PAGE, 20, errors),
    sort: readSort(sort, errors),
  };
  return errors.length > 0 ? { errors } : { query: result };
}

/** Reads the query of `GET /deliveries/export`: the same members without paging and sorting. */
export function parseExportQuery(
  query: Record<string, unknown>,
  context: FilterContext,
): Parsed<{ filter: DeliverySearch }> {
  const errors: SettingsError[] = [];
  const filter = readFilter(query, context, errors);
  return errors.length > 0 ? { errors } : { filter };
}

/** Reads the `filter` of a resend of many, which has the members of an export's query. */
export function parseDeliveryFilter(
  value: unknown,
  context: FilterContext,
): Parsed<{ filter: DeliverySearch }> {
  const errors: SettingsError[] = [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    errors.push(refusal('filter', 'an object, e.g. { "status": "failed" }'));
    return { errors };
  }
  return parseExportQuery(value as Record<string, unknown>, context);
}

/** Reads the entries of `GET /entries/:contentType`: 1 to 100 documentIds, separated by commas. */
export function parseDocumentIds(value: unknown): Parsed<{ documentIds: string[] }> {
  const documentIds = String(value ?? '')
    .split(',')
    .filter((id) => id !== '');
  if (documentIds.length === 0 || documentIds.length > MOST_ENTRIES) {
    const expected = `1 to ${MOST_ENTRIES} documentIds of entries, separated by commas`;
    return { errors: [refusal('documentIds', expected)] };
  }
  return { documentIds };
}

/** Reads how much of a delivery's history is asked for: `attempts`, `bodies`. */
export function parseAttemptsWanted(
  query: Record<string, unknown>,
): Parsed<{ wanted: AttemptsWanted }> {
  const errors: SettingsError[] = [];
  const { attempts, bodies } = query;
  const wanted: AttemptsWanted = { hasBodies: bodies !== 'false' };
  if (attempts !== undefined) {
    wanted.attempts = readWhole(attempts, 'attempts', 1, MOST_ATTEMPTS, MOST_ATTEMPTS, errors);
  }
  if (bodies !== undefined && bodies !== 'true' && bodies !== 'false') {
    errors.push(refusal('bodies', 'true or false'));
  }
  return errors.length > 0 ? { errors } : { wanted };
}

/** Reads the query of `GET /overview`: 1 to 90 days, 30 if left out. */
export function parseDays(value: unknown): Parsed<{ days: number }> {
  const errors: SettingsError[] = [];
  const days = readWhole(value, 'days', 1, 90, 30, errors);
  return errors.length > 0 ? { errors } : { days };
}

function readFilter(
  query: Record<string, unknown>,
  { seesPersonal, sites }: FilterContext,
  errors: SettingsError[],
): DeliverySearch {
  const filter: DeliverySearch = { searchesPersonal: seesPersonal };
  const timeZone = dayZoneOf(sites, query.site);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    if (name === 'status') filter.status = readStatus(value, errors);
    else if (name === 'site' || name === 'contentType' || name === 'search') {
      if (typeof value === 'string' && value.length <= 256) filter[name] = value;
      else errors.push(refusal(name, 'a text of at most 256 characters'));
    } else if (name === 'from' || name === 'to') {
      const moment = readMoment(value, name, timeZone);
      if (moment !== null) filter[name] = moment;
      else errors.push(refusal(name, 'a day (2026-03-26) or a moment (2026-03-26T07:00:00Z)'));
    } else if (name === 'hasSession') {
      const isTrue = value === true || value === 'true';
      if (isTrue || value === false || value === 'false') filter.hasSession = isTrue;
      else errors.push(refusal(name, 'true or false'));
    } else {
      errors.push(refusal(name, `nothing: known are ${KNOWN_MEMBERS}`));
    }
  }
  return filter;
}

/** A day becomes the moment at which it begins, or ends, in the zone; null for what is neither. */
function readMoment(value: unknown, name: 'from' | 'to', timeZone: string): string | null {
  if (typeof value !== 'string') return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return Number.isNaN(Date.parse(value)) ? null : value;
  const day = dayNamed(value, timeZone);
  return day && new Date(name === 'from' ? day.startMs : day.endMs).toISOString();
}

function readStatus(value: unknown, errors: SettingsError[]): DeliveryStatus[] {
  const names = (Array.isArray(value) ? value : String(value).split(',')).map(String);
  const known = names.filter((name): name is DeliveryStatus =>
    DELIVERY_STATUSES.some((status) => status === name),
  );
  if (known.length < names.length) {
    errors.push(refusal('status', `one or several of ${DELIVERY_STATUSES.join(', ')}`));
  }
  return known;
}

function readSort(value: unknown, errors: SettingsError[]): DeliveryQuery['sort'] {
  if (value === undefined || value === '') return { column: 'submittedAt', order: 'desc' };
  const [name, order = 'asc'] = String(value).split(':');
  const column = SORT_COLUMNS.find((item): item is SortColumn => item === name);
  if (column && (order === 'asc' || order === 'desc')) return { column, order };
  errors.push(refusal('sort', `one of ${SORT_COLUMNS.join(', ')} with ":asc" or ":desc"`));
  return { column: 'submittedAt', order: 'desc' };
}

function readWhole(
  value: unknown,
  name: string,
  least: number,
  most: number,
  otherwise: number,
  errors: SettingsError[],
): number {
  if (value === undefined || value === '') return otherwise;
  // Not `1e3`, a list, or what else JavaScript takes for a number.
  const number = /^\d{1,15}$/.test(String(value)) && !Array.isArray(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  errors.push(refusal(name, `a whole number from ${least} to ${most}`));
  return otherwise;
}

/** A refusal of one member of a request. */
export function refusal(name: string, expected: string): SettingsError {
  return settingsError([name], 'request', { expected });
}
