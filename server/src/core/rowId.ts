/** The largest number that an id's column holds on PostgreSQL and MySQL. */
const LARGEST_ID = 2 ** 31 - 1;

/**
 * Whether a row may have this id. Databases don't agree on what can't be one: PostgreSQL refuses the
 * whole query, others find nothing.
 */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= LARGEST_ID;
}
