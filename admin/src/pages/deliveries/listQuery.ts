/** The list's filter, order and page as the address bar carries them, so that a view can be shared. */
import type {
  DELIVERY_STATUSES as ServerStatuses,
  DeliveryFilter,
  DeliveryStatus,
} from '../../../../server/src/contracts';

/** All statuses, in the order in which the filter offers them. */
export const DELIVERY_STATUSES = [
  'pending',
  'sending',
  'delivered',
  'failed',
  'unknown',
  'skipped',
  'cancelled',
] as const satisfies typeof ServerStatuses;

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
  /**
   * Empty, or `yyyy-mm-dd` in the person's own zone, both inclusive; or a moment in ISO 8601, `to`
   * exclusive, as the overview names days of the site's zone.
   */
  from: string;
  to: string;
  session: '' | 'with' | 'without';
  search: string;
}

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

/** The filter as the server takes it: days of the person's zone become moments. */
export function toDeliveryFilter(filter: ListFilter): DeliveryFilter {
  return {
    ...(filter.status.length > 0 && { status: filter.status }),
    ...(filter.site && { site: filter.site }),
    ...(filter.contentType && { contentType: filter.contentType }),
    ...(filter.from && { from: momentOf(filter.from, 0) }),
    ...(filter.to && { to: momentOf(filter.to, 1) }),
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
  return `${date.getFullYear()}-${month}-${day}`;
}

/** The day that an input shows for a filter's `from` or `to`; undefined if that is empty. */
export function shownDay(value: string, end: 'from' | 'to'): Date | undefined {
  if (value === '') return undefined;
  if (isDay(value)) return dayDate(value, 0);
  return new Date(Date.parse(value) - (end === 'to' ? 1 : 0));
}

/** The first moment of a day in the person's zone, or so many days later. */
function dayDate(day: string, daysLater: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater);
}

function momentOf(value: string, daysLater: number): string {
  return isDay(value) ? dayDate(value, daysLater).toISOString() : value;
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function dayOrMoment(value: string | null): string {
  return value !== null &&
    /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value) &&
    !Number.isNaN(Date.parse(value))
    ? value
    : '';
}

function wholeOf(text: string | null): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
