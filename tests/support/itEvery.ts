import { inspect } from 'node:util';

/** Describes one test of a rule that `check` throws about, as `expect` does. */
type Describe<Row extends unknown[]> = (
  title: string,
  check: (...row: Row) => undefined | void,
) => void;

/**
 * Like `it.each`, but one test for the whole table: it fails once, with all rows that break the rule.
 * For rules that need no preparation and no waiting.
 *
 * @param rows lists of arguments, or single ones
 */
export function itEvery<T extends unknown[] | [unknown]>(rows: readonly T[]): Describe<T>;
export function itEvery<T>(rows: readonly T[]): Describe<[T]>;
export function itEvery(rows: readonly unknown[]): Describe<unknown[]> {
  const areLists = rows.every((row) => Array.isArray(row));
  const problemOf = (row: unknown, check: (...row: unknown[]) => unknown): string[] => {
    try {
      // What is only promised would be found out by nobody.
      if (check(...(areLists ? (row as unknown[]) : [row])) === undefined) return [];
      return [`${inspect(row)}: the check returns something`];
    } catch (error) {
      return [`${inspect(row)}: ${error instanceof Error ? error.message : String(error)}`];
    }
  };
  return (title, check) => {
    it(title, () => {
      if (rows.length === 0) throw new Error('No rows: nothing is checked');
      const wrong = rows.flatMap((row) => problemOf(row, check));
      if (wrong.length > 0) {
        throw new Error(`${wrong.length} of ${rows.length} rows:\n\n${wrong.join('\n\n')}`);
      }
    });
  };
}
