/** The largest number that an id's column holds on PostgreSQL and MySQL. */
const LARGEST_ID = 2 ** 31 - 1;

/**
 * Whether a row may have this id. Databases don't agree on what can't be one: PostgreSQL refuses the
 * whole query, others find nothing.
 */
export function isRowId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= LARGEST_ID;
}

/** What a path or other code names a row by: a number or its digits. Anything else is 0, which no row has. */
export function rowIdOf(id: unknown): number {
  return /^[0-9]{1,10}$/.test(String(id)) ? Number(id) : 0;
}
