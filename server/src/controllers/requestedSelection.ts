import type { Selection } from '../operations/selection';
import type { SettingsError } from '../contracts';
import { parseDeliveryFilter, refusal, type FilterContext } from './listParameters';

/** Most deliveries that one request names by id. */
const MOST_IDS = 1000;
/** Most entries that one request names: those of one page of a list. */
const MOST_ENTRIES = 100;

type Parsed<T> = (T & { isDryRun: boolean }) | { errors: SettingsError[] };

/** Reads the body of a resend or a cancel of many: `{ ids } | { filter }`, and `dryRun`. */
export function parseSelection(
  body: unknown,
  context: FilterContext,
): Parsed<{ selection: Selection }> {
  const { ids, filter, dryRun = false } = (body ?? {}) as Record<string, unknown>;
  if (typeof dryRun !== 'boolean') return { errors: [refusal('dryRun', 'true or false')] };
  if ((ids === undefined) === (filter === undefined)) {
    return { errors: [refusal('ids', 'either ids or filter')] };
  }
  if (filter !== undefined) {
    const parsed = parseDeliveryFilter(filter, context);
    return 'errors' in parsed ? parsed : { selection: parsed, isDryRun: dryRun };
  }
  if (!isListOf(ids, MOST_IDS, (id): id is number => Number.isSafeInteger(id))) {
    return { errors: [refusal('ids', `1 to ${MOST_IDS} ids of deliveries`)] };
  }
  return { selection: { ids: [...new Set(ids)] }, isDryRun: dryRun };
}

/** Reads the body of the sending of entries: `{ documentIds }`, and `dryRun`. */
export function parseDocumentIds(body: unknown): Parsed<{ documentIds: string[] }> {
  const { documentIds, dryRun = false } = (body ?? {}) as Record<string, unknown>;
  if (typeof dryRun !== 'boolean') return { errors: [refusal('dryRun', 'true or false')] };
  if (!isListOf(documentIds, MOST_ENTRIES, (id): id is string => typeof id === 'string')) {
    return { errors: [refusal('documentIds', `1 to ${MOST_ENTRIES} documentIds of entries`)] };
  }
  return { documentIds: [...new Set(documentIds)], isDryRun: dryRun };
}

function isListOf<T>(
  value: unknown,
  most: number,
  isItem: (item: unknown) => item is T,
): value is T[] {
  return Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isItem);
}
