import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { INTAKE_TABLE } from '../intake/intakeTable';
import type { ClaimedDelivery } from '../sending/ports';

/** Names of the plugin's tables. */
export const DELIVERY_TABLE = 'calltouch_deliveries';
export const ATTEMPT_TABLE = 'calltouch_attempts';
export const SLOT_TABLE = 'calltouch_slots';
export const DEPLOYMENT_TABLE = 'calltouch_deployments';
export const MARK_TABLE = 'calltouch_marks';

/** All of them. */
export const TABLES = [
  DELIVERY_TABLE,
  ATTEMPT_TABLE,
  SLOT_TABLE,
  DEPLOYMENT_TABLE,
  MARK_TABLE,
  INTAKE_TABLE,
];

/** A query on the deliveries, within a transaction if one is given. */
export function deliveriesIn(strapi: Core.Strapi, trx?: Knex.Transaction): Knex.QueryBuilder {
  return queryIn(strapi, DELIVERY_TABLE, trx);
}

/** The same on the attempts. */
export function attemptsIn(strapi: Core.Strapi, trx?: Knex.Transaction): Knex.QueryBuilder {
  return queryIn(strapi, ATTEMPT_TABLE, trx);
}

function queryIn(strapi: Core.Strapi, table: string, trx?: Knex.Transaction): Knex.QueryBuilder {
  const query: Knex.QueryBuilder = strapi.db.getConnection(table);
  return trx ? query.transacting(trx) : query;
}

/** That a row is as one claim left it. */
export function isHeld({ claimNumber }: ClaimedDelivery) {
  return (row: Knex.QueryBuilder): void => {
    // An older version counted no claims.
    void row.where('status', 'sending').whereRaw('coalesce(claim_number, 0) = ?', [claimNumber]);
  };
}
