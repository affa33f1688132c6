import type { Reason } from './delivery';

/**
 * - `foreign`: the database belongs to another deployment, and nothing is sent until somebody decides
 * - `stopped`: nothing is sent until somebody switches it on
 * - `attention`: a lead that failed, or of which nobody knows, awaits a decision
 * - `waiting`: a lead has waited for more than a minute
 */
export const HEALTH_STATES = ['ok', 'waiting', 'attention', 'stopped', 'foreign'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** `GET /health` */
export interface Health {
  state: HealthState;
  /** ISO 8601: since when the oldest of the leads that the state is about is so; null: none is. */
  since: string | null;
  /** How many leads wait or are being sent. */
  waiting: number;
  /** How long the oldest of these has waited; null where none does. */
  oldestWaitingAgeMs: number | null;
  /** Why it is so; null where all is well. */
  reason: Reason | null;
  /** ISO 8601: when the next of what waits goes out by itself; null where nothing does. */
  next: string | null;
}

/**
 * `POST /health/adopt`, for a database that belongs to another deployment, or whose leads are kept back
 * in development or in a copy. `site`: what waits is sent from here from now on; `copy`: what waits is
 * cancelled, and the database belongs to this deployment.
 */
export interface AdoptRequest {
  as: 'site' | 'copy';
}
