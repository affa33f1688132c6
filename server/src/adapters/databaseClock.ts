import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/** The moment so many milliseconds from now, as SQL or as a number, by the database's clock. */
export type MomentIn = (delayMs: number) => Knex.Raw | number;

/**
 * Several instances share one database, so its clock is the one they agree on, also when a host's
 * clock is wrong. SQLite has one host, whose clock is as good as any.
 */
export function databaseClock(strapi: Core.Strapi): MomentIn {
  const { connection, dialect } = strapi.db;
  switch (dialect.client) {
    case 'postgres':
      // clock_timestamp moves on within a transaction; now() would not.
      return (delayMs) =>
        connection.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint + ?::bigint', [
          Math.round(delayMs),
        ]);
    case 'mysql':
      // From UTC, because the session's zone may have hours that come twice.
      return (delayMs) =>
        connection.raw("timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000 + ?", [
          Math.round(delayMs),
        ]);
    default:
      return (delayMs) => Date.now() + Math.round(delayMs);
  }
}
