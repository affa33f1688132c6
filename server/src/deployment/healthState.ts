/** Judges whether leads get to Calltouch, from a few figures. */
import type { Health, Reason } from '../contracts';

/** What is known of leads in one group; the moments are epoch ms, null where there is none. */
export interface LeadsFacts {
  count: number;
  /** Of the one that has been in it longest. */
  oldest: { sinceMs: number; reason: Reason | null } | null;
}

export interface HealthFacts {
  /** Pending or being sent. */
  waiting: LeadsFacts;
  /** Failed or unknown, and still to be sent if somebody wants it. */
  undecided: LeadsFacts;
  nextAttemptAtMs: number | null;
  /** Why nothing goes out from here; null where it does. */
  keptBack: Reason | null;
  paused: boolean;
  nowMs: number;
}

/** A lead that goes out as it should is at Calltouch before. */
const LONG_MS = 60_000;

/** The first state that fits, worst first. */
export function healthOf(facts: HealthFacts): Health {
  const { waiting, undecided, nowMs } = facts;
  const ageMs = waiting.oldest ? Math.max(0, nowMs - waiting.oldest.sinceMs) : null;
  const isStopped = facts.keptBack !== null || facts.paused;
  const figures = {
    waiting: waiting.count,
    oldestWaitingAgeMs: ageMs,
    next: isStopped ? null : isoOf(facts.nextAttemptAtMs),
  };
  const sinceWaiting = isoOf(waiting.oldest?.sinceMs ?? null);
  if (facts.keptBack) {
    const state = facts.keptBack.code === 'foreignDatabase' ? 'foreign' : 'stopped';
    return { state, since: sinceWaiting, ...figures, reason: facts.keptBack };
  }
  if (facts.paused) {
    const reason: Reason = { code: 'paused', values: {}, text: null };
    return { state: 'stopped', since: sinceWaiting, ...figures, reason };
  }
  if (undecided.count > 0) {
    const { sinceMs = null, reason = null } = undecided.oldest ?? {};
    return { state: 'attention', since: isoOf(sinceMs), ...figures, reason };
  }
  if (ageMs !== null && ageMs > LONG_MS) {
    const reason = waiting.oldest?.reason ?? null;
    return { state: 'waiting', since: sinceWaiting, ...figures, reason };
  }
  return { state: 'ok', since: null, ...figures, reason: null };
}

function isoOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
