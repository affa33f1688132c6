import type { Core } from '@strapi/strapi';
import { DELIVERY_STATUSES, type DeliveryStatus, type Overview } from '../contracts';
import type { MomentIn } from './databaseClock';
import { DELIVERY_TABLE } from './tables';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = 30;
const MOST_SOURCES = 50;

/** Counts deliveries in the database; loads none of them. */
export async function readOverview(
  strapi: Core.Strapi,
  momentIn: MomentIn,
  nowMs: number,
): Promise<Overview> {
  const deliveries = () => strapi.db.getConnection(DELIVERY_TABLE);
  const firstDay = Math.floor(nowMs / DAY_MS) - DAYS + 1;
  const since = firstDay * DAY_MS;
  const { connection } = strapi.db;
  // A negative modulus cannot occur: moments are after 1970.
  const day = connection.raw('(submitted_at - submitted_at % ?)', [DAY_MS]);

  const byStatus: { status: DeliveryStatus; rows: string | number }[] = await deliveries()
    .select('status')
    .count({ rows: '*' })
    .groupBy('status');
  const oldest = await deliveries()
    .where('status', 'pending')
    .select(connection.raw('? - min(submitted_at) as age', [momentIn(0)]))
    .first();
  const byDay: {
    day: number | string;
    status: DeliveryStatus;
    rows: number | string;
    sessions: number | string;
  }[] = await deliveries()
    .where('submitted_at', '>=', since)
    .select('status', connection.raw('? as ??', [day, 'day']))
    .count({ rows: '*' })
    .sum({ sessions: connection.raw('case when has_session then 1 else 0 end') })
    .groupBy('status', 'day');
  const bySource: { source: string | null; medium: string | null; rows: number | string }[] =
    await deliveries()
      .where('status', 'delivered')
      .where('submitted_at', '>=', since)
      .select('source', 'medium')
      .count({ rows: '*' })
      .groupBy('source', 'medium')
      .orderBy('rows', 'desc')
      .limit(MOST_SOURCES);

  const counts = Object.fromEntries(
    DELIVERY_STATUSES.map((status) => [status, 0]),
  ) as Overview['counts'];
  for (const row of byStatus) counts[row.status] = Number(row.rows);
  const age: unknown = oldest?.age;
  return {
    counts,
    oldestPendingAgeMs: age === null || age === undefined ? null : Math.max(0, Number(age)),
    perDay: Array.from({ length: DAYS }, (_, index) => {
      const rows = byDay.filter((row) => Number(row.day) === (firstDay + index) * DAY_MS);
      return {
        day: new Date((firstDay + index) * DAY_MS).toISOString().slice(0, 10),
        counts: Object.fromEntries(rows.map((row) => [row.status, Number(row.rows)])),
        withSession: rows.reduce((sum, row) => sum + Number(row.sessions), 0),
      };
    }),
    perSource: bySource.map(({ source, medium, rows }) => ({
      source,
      medium,
      count: Number(rows),
    })),
  };
}
