import { codeOf, isPassing, ownMessage } from './passingErrors';

const LONGEST_MESSAGE = 300;
/** PostgreSQL's classes whose messages quote values: of data, of constraints, of the site's triggers. */
const QUOTING_POSTGRES = /^(22|23|44|P0)/;
/** MySQL's errors that name tables, columns and users alone. */
const QUIET_MYSQL =
  /^ER_(NO_SUCH_TABLE|BAD_(FIELD|DB|TABLE|NULL)_ERROR|DATA_TOO_LONG|NO_DEFAULT_FOR_FIELD|(DB|TABLE)?ACCESS_?DENIED_ERROR|NO_REFERENCED_ROW_2|ROW_IS_REFERENCED_2)$/;
/** What the engine says of a bug, in words of the program and none of its data. */
const BUGS = [
  /^Cannot (read|set) propert(y|ies) of (undefined|null)( \((reading|setting) '[\w$]+'\))?$/,
  /^[\w$.()[\] ]+ is not (a function|a constructor|defined)$/,
  /^Cannot (access '[\w$]+' before initialization|destructure property '[\w$]+' of '[\w$.]+' as it is (undefined|null)\.)$/,
  /^[\w$.]+ is not iterable$/,
  /^(Maximum call stack size exceeded|Invalid time value|Invalid (array|string) length|Assignment to constant variable\.)$/,
];
/** Errors of the plugin itself, whose words are its own. */
export const OWN_ERROR = 'CalltouchError';

/**
 * What may be said of an error in a log: its name, its code, its message unless that may hold what a
 * visitor wrote, and, where it will not pass by itself, its place. Drivers quote a row's values, knex
 * the whole statement, Liquid templates, axios addresses, JSON.parse what it read, and code of the
 * site whatever it likes: so a message is shown where its kind is known to quote none of it.
 */
export function errorWords(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) {
    return `${typeof error} was thrown`;
  }
  const thrown = error as Error;
  const code = codeOf(thrown);
  const name = /^\w{1,64}$/.test(String(thrown.name)) ? thrown.name : 'Error';
  const message = shownMessage(thrown, name, code);
  const place = isPassing(thrown) ? '' : placeOf(thrown);
  const said = message ?? 'its message is left out, as it may quote a lead';
  return `${name}${code && ` ${code}`}: ${said}${namesOf(thrown)}${place}`;
}

function shownMessage(error: Error, name: string, code: string): string | null {
  if (name === 'AxiosError' || 'isAxiosError' in error) return null;
  if (name === OWN_ERROR) return fitted(error.message);
  const own = ownMessage(error);
  if (/^[0-9A-Z]{5}$/.test(code) && 'severity' in error) {
    return QUOTING_POSTGRES.test(code) ? null : fitted(own);
  }
  if (code.startsWith('SQLITE_')) return code === 'SQLITE_CONSTRAINT_TRIGGER' ? null : fitted(own);
  if (QUIET_MYSQL.test(code) || isPassing(error)) return fitted(own);
  const isBug = ['TypeError', 'RangeError', 'ReferenceError'].includes(name);
  return isBug && BUGS.some((known) => known.test(error.message)) ? fitted(error.message) : null;
}

/** Names of the table, column and constraint that PostgreSQL gives beside the message. */
function namesOf(error: Error): string {
  const given = error as { table?: unknown; column?: unknown; constraint?: unknown };
  const names = [given.table, given.column, given.constraint].filter(
    (name) => typeof name === 'string' && /^\w{1,64}$/.test(name),
  );
  return names.length > 0 ? ` (${names.join(', ')})` : '';
}

/** The stack's own lines quote nothing; its first one would be the message. */
function placeOf({ stack }: Error): string {
  const lines = (stack ?? '').split('\n    at ').slice(1, 4);
  return lines.length > 0 ? ` at ${lines.map((line) => line.split('\n')[0]).join(' < ')}` : '';
}

function fitted(message: string): string {
  return message.split('\n')[0]!.slice(0, LONGEST_MESSAGE);
}
