import type { Core } from '@strapi/strapi';
import {
  DELIVERY_STATUSES,
  type DeliveryStatus,
  type OutcomeKind,
  type Overview,
  type OverviewDay,
  type Settings,
} from '../contracts';
import { dayZoneOf, lastDays } from '../lead/day';
import type { MomentIn } from '../outbox/databaseClock';
import { ATTEMPT_TABLE, DELIVERY_TABLE, SLOT_TABLE } from '../outbox/tables';

const MINUTE_MS = 60 * 1000;
const MOST_SOURCES = 50;
/** A shorter rest is over before anybody has read of it. */
const SHORTEST_REST_MS = 5_000;
/** All outcomes there are: named, they let an index find the last minute's attempts. */
const OUTCOMES: OutcomeKind[] = ['accepted', 'rejected', 'throttled', 'retry', 'uncertain'];

type Count = number | string;

interface OverviewContext {
  settings: Settings;
  /** Whose slot ring is looked at. */
  egress: string;
  requestsPerSecond: number;
}

/**
 * Counts deliveries in the database; loads none of them.
 *
 * @param days how many days, today's included
 */
export async function readOverview(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  { settings, egress, requestsPerSecond }: OverviewContext,
  days: number,
  nowMs: number,
): Promise<Overview> {
  const { connection } = strapi.db;
  const deliveries = () => strapi.db.getConnection(DELIVERY_TABLE);
  const timeZone = dayZoneOf(settings.sites);
  const calendar = lastDays(nowMs, timeZone, days);
  const since = calendar[0]?.startMs ?? nowMs;
  const byStatus: { status: DeliveryStatus; rows: Count }[] = await deliveries()
    .select('status')
    .count({ rows: '*' })
    .groupBy('status');
  const oldest: { age: Count | null } | undefined = await deliveries()
    .where('status', 'pending')
    .select(connection.raw('? - min(submitted_at) as age', [momentIn(0)]))
    .first();
  // A day at a time within one statement: each part sorts the few rows of its day, in an index.
  const parts = calendar.map(({ startMs, endMs }, index) =>
    deliveries()
      .where('submitted_at', '>=', startMs)
      .where('submitted_at', '<', endMs)
      .select(
        'status',
        'has_session',
        'no_session_reason',
        connection.raw(`${index} as ??`, ['day']),
      )
      .count({ rows: '*' })
      .groupBy('status', 'has_session', 'no_session_reason'),
  );
  const byDay: DayRow[] = await connection.queryBuilder().unionAll(parts);
  const bySource: { source: string | null; medium: string | null; rows: Count }[] =
    await deliveries()
      .where('status', 'delivered')
      .where('submitted_at', '>=', since)
      .select('source', 'medium')
      .count({ rows: '*' })
      .groupBy('source', 'medium')
      .orderBy('rows', 'desc')
      .limit(MOST_SOURCES);
  const begun: { rows: Count } | undefined = await strapi.db
    .getConnection(ATTEMPT_TABLE)
    .whereIn(
      'site_key',
      settings.sites.map(({ key }) => key),
    )
    .whereIn('outcome', OUTCOMES)
    .where('started_at', '>=', nowMs - MINUTE_MS)
    .count({ rows: '*' })
    .first();
  const ring: { rest: Count | null } | undefined = await strapi.db
    .getConnection(SLOT_TABLE)
    .where({ egress })
    .where('slot', '<', requestsPerSecond)
    // Slots that rest longer only make the ring smaller for a while.
    .select(connection.raw('min(frozen_until) - (?) as rest', [momentIn(0)]))
    .first();
  const restMs = Number(ring?.rest ?? 0);
  const isResting = restMs > SHORTEST_REST_MS;

  return {
    counts: {
      ...(Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0])) as Overview['counts']),
      ...Object.fromEntries(byStatus.map(({ status, rows }) => [status, Number(rows)])),
    },
    oldestPendingAgeMs:
      oldest?.age === null || oldest?.age === undefined ? null : Math.max(0, Number(oldest.age)),
    timeZone,
    perDay: calendar.map(({ day }, index) =>
      figuresOf(
        day,
        byDay.filter((row) => Number(row.day) === index),
      ),
    ),
    perSource: bySource.map(({ rows, ...names }) => ({ ...names, count: Number(rows) })),
    noSession: noSessionReasons(byDay),
    sentLastMinute: Number(begun?.rows ?? 0),
    requestsPerSecond,
    paused: settings.delivery.paused,
    restUntil: isResting ? new Date(nowMs + restMs).toISOString() : null,
  };
}

interface DayRow {
  /** Index in the calendar. */
  day: Count;
  status: DeliveryStatus;
  has_session: boolean | number | null;
  no_session_reason: string | null;
  rows: Count;
}

function figuresOf(day: string, rows: DayRow[]): OverviewDay {
  const figures: OverviewDay = { day, counts: {}, withSession: 0, withoutSession: 0 };
  for (const row of rows) {
    const count = Number(row.rows);
    figures.counts[row.status] = (figures.counts[row.status] ?? 0) + count;
    if (row.status === 'skipped') continue;
    if (row.has_session) figures.withSession += count;
    else figures.withoutSession += count;
  }
  return figures;
}

function noSessionReasons(rows: DayRow[]): Overview['noSession'] {
  const counts = new Map<string | null, number>();
  for (const { status, has_session: hasSession, no_session_reason: reason, rows: count } of rows) {
    if (status === 'skipped' || hasSession) continue;
    counts.set(reason, (counts.get(reason) ?? 0) + Number(count));
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((left, right) => right.count - left.count);
}
