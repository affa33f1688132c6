import type { Knex } from 'knex';
import type { DeliveryFilter } from '../contracts';
import { ATTEMPT_TABLE } from './tables';

/** A filter, and whether its `search` also finds by phone, email and what a template numbered. */
export interface DeliverySearch extends DeliveryFilter {
  searchesPersonal?: boolean;
}

/** Narrows a query on the deliveries to those that a filter names. */
export function applyFilter(query: Knex.QueryBuilder, filter: DeliverySearch): void {
  if (filter.status && filter.status.length > 0) void query.whereIn('status', filter.status);
  if (filter.site !== undefined) void query.where('site_key', filter.site);
  if (filter.contentType !== undefined) void query.where('content_type', filter.contentType);
  if (filter.from !== undefined) void query.where('submitted_at', '>=', Date.parse(filter.from));
  if (filter.to !== undefined) void query.where('submitted_at', '<', Date.parse(filter.to));
  if (filter.hasSession !== undefined) {
    // As the overview counts them: what a rule held back went out neither with nor without one.
    void query.where('has_session', filter.hasSession).whereNot('status', 'skipped');
  }
  // PostgreSQL takes no NUL, and no value has one.
  const search = filter.search?.replaceAll('\0', '').trim() ?? '';
  if (search === '') return;
  // Whole values, each by its index: a search must not read the whole table.
  const digits = search.replace(/\D/g, '');
  const phone = digits.length === 11 ? `7${digits.slice(1)}` : `7${digits}`;
  void query.where((either) => {
    void either
      .where('entry_id', search)
      .orWhere('request_id', search)
      // An id that a later one took the place of. One value and no list, so that it finds by the key.
      .orWhere('id', (found: Knex.QueryBuilder) =>
        found.from(ATTEMPT_TABLE).max('delivery_id').where('request_id', search),
      );
    if (!filter.searchesPersonal) {
      void either.orWhere((own) => whereOwnNumber(own, search));
      return;
    }
    void either.orWhere('request_number', search).orWhere('email', search.toLowerCase());
    if (digits.length >= 10) void either.orWhere('phone', phone);
  });
}

/** Finds by a number that the plugin made: one that a template made may be a phone. */
function whereOwnNumber(query: Knex.QueryBuilder, number: string): void {
  const [, name, documentId] = /^([a-z][a-z0-9-]*)-([^-]+)$/.exec(number) ?? [];
  void query
    .where({ request_number: number, entry_id: documentId ?? '' })
    .where('content_type', 'like', `%.${name ?? ''}`);
}
