/** The list's filter, order and page as the address bar carries them, so that a view can be shared. */
import type { DeliveryFilter, DeliveryStatus } from '../../../../server/src/contracts';
import { DELIVERY_STATUSES } from '../../../../server/src/contracts';

export const SORTABLE = ['submittedAt', 'status', 'attemptCount', 'deliveredAt'] as const;
export type Sortable = (typeof SORTABLE)[number];
export type Order = 'asc' | 'desc';

export const PAGE_SIZES = [10, 20, 50, 100];
export const DEFAULT_PAGE_SIZE = 20;

/** What the filter's inputs hold. */
export interface ListFilter {
  status: DeliveryStatus[];
  /** Key of a site, or empty. */
  site: string;
  contentType: string;
  /** Empty; or a day `yyyy-mm-dd` of the site's zone, both inclusive; or a moment, `to` exclusive. */
  from: string;
  to: string;
  session: '' | 'with' | 'without';
  search: string;
}

/** Nothing chosen in any input. */
export const NO_FILTER: ListFilter = {
  status: [],
  site: '',
  contentType: '',
  from: '',
  to: '',
  session: '',
  search: '',
};

export interface ListView {
  filter: ListFilter;
  sort: { by: Sortable; order: Order };
  page: number;
  pageSize: number;
}

/** Reads an address; what is no value of the list is as if it were not there. */
export function viewOf(params: URLSearchParams): ListView {
  const [by = '', order] = (params.get('sort') ?? '').split(':');
  const sortable = SORTABLE.find((name) => name === by);
  const hasSession = params.get('hasSession');
  return {
    filter: {
      status: DELIVERY_STATUSES.filter((status) =>
        (params.get('status') ?? '').split(',').includes(status),
      ),
      site: params.get('site') ?? '',
      contentType: params.get('contentType') ?? '',
      from: dayOrMoment(params.get('from')),
      to: dayOrMoment(params.get('to')),
      session: hasSession === 'false' ? 'without' : hasSession === 'true' ? 'with' : '',
      search: params.get('search') ?? '',
    },
    sort: sortable
      ? { by: sortable, order: order?.toLowerCase() === 'asc' ? 'asc' : 'desc' }
      : { by: 'submittedAt', order: 'desc' },
    page: wholeOf(params.get('page')) || 1,
    pageSize:
      PAGE_SIZES.find((size) => size === wholeOf(params.get('pageSize'))) ?? DEFAULT_PAGE_SIZE,
  };
}

/** The members of an address that stand for a filter; an empty one is left out. */
export function filterParams(filter: ListFilter): Record<string, string> {
  const { status, session, ...texts } = filter;
  const all = {
    status: status.join(','),
    hasSession: session === '' ? '' : String(session === 'with'),
    ...texts,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

export function isFiltered(filter: ListFilter): boolean {
  return Object.keys(filterParams(filter)).length > 0;
}

/** The filter as the server takes it. */
export function toDeliveryFilter(filter: ListFilter): DeliveryFilter {
  return {
    ...(filter.status.length > 0 && { status: filter.status }),
    ...(filter.site && { site: filter.site }),
    ...(filter.contentType && { contentType: filter.contentType }),
    ...(filter.from && { from: filter.from }),
    ...(filter.to && { to: filter.to }),
    ...(filter.session && { hasSession: filter.session === 'with' }),
    ...(filter.search.trim() && { search: filter.search.trim() }),
  };
}

/** The whole query as the server takes it. */
export function toListQuery({ filter, sort, page, pageSize }: ListView) {
  return { ...toDeliveryFilter(filter), sort: `${sort.by}:${sort.order}`, page, pageSize };
}

/** `yyyy-mm-dd` of a date in the person's zone. */
export function dayText(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}

/**
 * The day that an input shows for a filter's `from` or `to`: `yyyy-mm-dd`, or empty.
 *
 * @param timeZone in which a moment belongs to a day
 */
export function shownDay(value: string, end: 'from' | 'to', timeZone: string): string {
  if (value === '' || isDay(value)) return value;
  // This is the locale that writes days so.
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return format.format(Date.parse(value) - (end === 'to' ? 1 : 0));
}

/** Whether it is a day that the calendar has. */
function isDay(value: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

function dayOrMoment(value: string | null): string {
  if (value === null) return '';
  const isMoment = /^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value));
  return isMoment || isDay(value) ? value : '';
}

function wholeOf(text: string | null): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
