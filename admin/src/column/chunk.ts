/** As many entries as one request may ask about. */
const MOST_AT_ONCE = 100;

/** Those entries of a table that are asked about together with one of them. */
export function chunkOf(documentIds: string[], documentId: string): string[] {
  const all = [...new Set(documentIds)];
  const first = Math.max(0, all.indexOf(documentId));
  const from = first - (first % MOST_AT_ONCE);
  return all.slice(from, from + MOST_AT_ONCE);
}
