/**
 * Takes properties out of every schema of an OpenAPI document that has all of them: so it touches the
 * schemas of the type that they belong to, also within those of its relations, and no type that has
 * one of the names for itself.
 *
 * @param document is changed in place
 * @param names none: nothing is taken out
 */
export function withoutProperties(document: unknown, names: readonly string[]): void {
  if (names.length === 0 || typeof document !== 'object' || document === null) return;
  const { properties } = document as { properties?: unknown };
  if (typeof properties === 'object' && properties !== null) {
    const record = properties as Record<string, unknown>;
    if (names.every((name) => Object.hasOwn(record, name))) {
      for (const name of names) delete record[name];
    }
  }
  for (const value of Object.values(document)) withoutProperties(value, names);
}
