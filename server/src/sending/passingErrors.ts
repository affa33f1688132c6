/** The code of an error, if it has one that is a word; else empty. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : '';
}

/**
 * Classes of PostgreSQL: 08 connection, 40 rollback, 53 resources, 55 lock not available, 57
 * operator's intervention, 58 system; and a server that only reads, as after a failover.
 */
const POSTGRES = /^(08|40|53|55|57|58)[0-9A-Z]{3}$|^25006$/;
const SQLITE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|PROTOCOL|CANTOPEN)/;
const MYSQL =
  /^PROTOCOL_|^ER_(LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT|CHECKREAD|CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS|USER_LIMIT_REACHED|(NORMAL_|SERVER_)?SHUTDOWN|CONNECTION_KILLED|QUERY_INTERRUPTED|QUERY_TIMEOUT|STATEMENT_TIMEOUT|OPTION_PREVENTS_STATEMENT|DISK_FULL|RECORD_FILE_FULL|OUT_OF_RESOURCES|OUTOFMEMORY|NET_\w+)$/;
const NETWORK =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL|EMFILE|ENFILE)$/;
/** Of drivers that give no code: pg, mysql2, and knex' pool. */
const WORDS =
  /Connection (terminated|ended)|timeout exceeded when trying to connect|is not queryable|Query read timeout|in closed state|Timeout acquiring a connection|Transaction query already complete/;

/**
 * True if what failed may succeed a little later, as nothing is wrong with it: the database is away,
 * busy, full, or has solved a deadlock. Anything else is a bug or a fault of the data, and will fail
 * again.
 */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if ([POSTGRES, SQLITE, MYSQL, NETWORK].some((known) => known.test(code))) return true;
  // The server's socket is gone while it starts anew.
  if (code === 'ENOENT') return (error as { syscall?: unknown }).syscall === 'connect';
  return code === '' && error instanceof Error && WORDS.test(ownMessage(error));
}

/** A driver's own words: knex puts the statement with its values before them. */
export function ownMessage({ message }: Error): string {
  return message.split(' - ').at(-1) ?? message;
}
