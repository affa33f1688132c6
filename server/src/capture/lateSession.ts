/** Sessions that a page tells after its form went out, because the tracker was still loading. */
import type { Capture } from '../contracts';
import { sessionIdOf, tokenOf } from './capture';

/** Which filling of a form a session belongs to. */
export interface LateSession {
  token: string;
  sessionId: string;
}

/** Longest body that is read, in characters. */
const LONGEST_BODY = 1_024;

/**
 * What a page told late; null where it is anything else.
 *
 * @param body text, as a beacon sends it, or what Strapi has made of JSON
 */
export function lateSessionOf(body: unknown): LateSession | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  if (text.length > LONGEST_BODY) return null;
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof told !== 'object' || told === null) return null;
  const { token, sessionId } = told as Partial<Record<keyof LateSession, unknown>>;
  const [known, session] = [tokenOf(token), sessionIdOf(sessionId)];
  return known === null || session === null ? null : { token: known, sessionId: session };
}

/** A capture, and how long its lead waits for a session. */
export interface Awaited {
  capture: Capture;
  waitMs: number;
}

/**
 * A lead waits only where its page says that a session may still come, and can tell it: at once, or
 * after the page has waited in vain itself (`withAttribution`).
 */
export function awaited(capture: Capture, sessionGraceMs: number): Awaited {
  const mayCome = capture.reason === 'loading' || capture.reason === 'timeout';
  const isToCome = mayCome && capture.token !== null && sessionGraceMs > 0;
  // What it is if none comes in time.
  return isToCome
    ? { capture: { ...capture, reason: 'late' }, waitMs: sessionGraceMs }
    : { capture, waitMs: 0 };
}

/** Whether a session that is told now belongs to it. */
export function isAwaiting({ sessionId, reason }: Capture): boolean {
  return sessionId === null && reason === 'late';
}
