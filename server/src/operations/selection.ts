import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { DeliveryFilter } from '../contracts';
import { isRowId } from '../outbox/rows';
import { applyFilter } from '../outbox/deliveryFilter';
import { DELIVERY_TABLE } from '../outbox/tables';

/** Which deliveries a person wants something done with. */
export type Selection = { ids: number[] } | { filter: DeliveryFilter };

/** A query on the selected deliveries, within a transaction where one is given. */
export function selectedIn(
  strapi: Core.Strapi,
  selection: Selection,
  trx?: Knex.Transaction,
): Knex.QueryBuilder {
  return strapi.db.getConnection(DELIVERY_TABLE).modify((query: Knex.QueryBuilder) => {
    if (trx) void query.transacting(trx);
    if ('ids' in selection) void query.whereIn('id', selection.ids.filter(isRowId));
    else applyFilter(query, selection.filter);
  });
}
