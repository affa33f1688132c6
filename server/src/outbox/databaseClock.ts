import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';

/** The moment so many milliseconds from now, as SQL or as a number, by the database's clock. */
export interface MomentIn {
  /** To be written: the moment at which the row is, also where the statement waited for a lock. */
  (delayMs: number): Knex.Raw | number;
  /**
   * To be compared with: counted from the statement's beginning. PostgreSQL takes a value that may
   * change within a statement anew for each row, and so can't look it up in an index.
   */
  sinceStatement(delayMs: number): Knex.Raw | number;
}

/**
 * Several instances share one database, so its clock is the one they agree on, also when a host's
 * clock is wrong. SQLite has one host, whose clock is as good as any.
 */
export function databaseClock(strapi: Core.Strapi): MomentIn {
  const { connection, dialect } = strapi.db;
  switch (dialect.client) {
    case 'postgres':
      // Both move on within a transaction; now() would not.
      return momentBy(
        (delayMs) => epochMs('clock_timestamp()', delayMs),
        (delayMs) => epochMs('statement_timestamp()', delayMs),
      );
    case 'mysql':
      // From UTC, because the session's zone may have hours that come twice.
      return momentBy((delayMs) =>
        connection.raw("timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000 + ?", [
          Math.round(delayMs),
        ]),
      );
    default:
      return momentBy((delayMs) => Date.now() + Math.round(delayMs));
  }

  function epochMs(clock: string, delayMs: number): Knex.Raw {
    return connection.raw(`(extract(epoch from ${clock}) * 1000)::bigint + ?::bigint`, [
      Math.round(delayMs),
    ]);
  }
}

type Moment = (delayMs: number) => Knex.Raw | number;

/** A clock of functions that read it. */
export function momentBy(written: Moment, sinceStatement: Moment = written): MomentIn {
  return Object.assign((delayMs: number) => written(delayMs), { sinceStatement });
}
