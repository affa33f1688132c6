/** What of a form's content type is a submission: asked by the hook and by the sweep alike. */
import type { Form } from '../contracts';

/** What is known of a row of an entry. */
export interface RowFacts {
  /** When the entry was created, epoch ms by the clock of the host that did; null: not known. */
  createdAtMs: number | null;
  isPublished: boolean;
  /** Whether this process is creating it at this moment. */
  isBeingCreated: boolean;
}

/** From the row's own timestamp to its hook, in the same process. */
const BEING_CREATED_MS = 60_000;

/**
 * The moment of submission, epoch ms; null where the row is no submission: because the form waits for
 * its publication, or because the entry is older than the form, as one that was imported is. It is the
 * entry's age that counts, not that of its publication or of another language.
 *
 * @param sinceMs since when the content type is a form, by the clock of the host that said so; null:
 *   not known. What is being created is no older than that, whatever two clocks say
 */
export function submittedAt(
  { sendOn }: Pick<Form, 'sendOn'>,
  { createdAtMs, isPublished, isBeingCreated }: RowFacts,
  sinceMs: number | null,
  nowMs: number,
): number | null {
  if (sendOn === 'publish' && !isPublished) return null;
  if (createdAtMs === null) return nowMs;
  const isNew = isBeingCreated && Math.abs(nowMs - createdAtMs) < BEING_CREATED_MS;
  if (!isNew && (sinceMs === null || createdAtMs < sinceMs)) return null;
  return Math.min(createdAtMs, nowMs);
}
