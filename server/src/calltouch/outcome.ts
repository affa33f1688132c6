import type { LeadResult, Reason, ReasonCode } from '../contracts';
import { parseAnswer, resultOf, textOf } from './answer';
import { clean, cut } from '../lead/textLimit';

/** What came of one HTTP request, before anybody judged it. */
export type Exchange =
  | {
      kind: 'answer';
      status: number;
      /** The `Retry-After` header as it came. */
      retryAfter: string | null;
      contentType: string | null;
      body: string;
    }
  | {
      kind: 'broken';
      /** False: the connection was never ready to carry the request, so it can't have arrived. */
      sent: boolean;
      cause: BrokenCause;
      /** The error's own words, without personal data; null: none that say more than the cause. */
      message: string | null;
    };

export type BrokenCause = Extract<
  ReasonCode,
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'connectTimeout'
  | 'timeout'
  | 'reset'
  | 'unreadable'
  | 'interrupted'
>;

/** Longest part of an answer that is kept and shown. */
export const KEPT_ANSWER = 8192;

/** What people are shown of an exchange; null where there was no answer. */
export function shownOf(exchange: Exchange): {
  httpStatus: number | null;
  response: string | null;
} {
  if (exchange.kind === 'broken') return { httpStatus: null, response: null };
  return { httpStatus: exchange.status, response: exchange.body };
}

/** What an attempt amounted to. */
export type Outcome =
  | { kind: 'accepted'; result: LeadResult }
  | { kind: 'rejected'; reason: Reason }
  | { kind: 'throttled'; reason: Reason; retryAfterMs: number | null }
  /** Certainly not received. */
  | { kind: 'retry'; reason: Reason }
  /** It may or may not have arrived. */
  | { kind: 'uncertain'; reason: Reason };

/** A short text is Calltouch talking; a longer one is somebody's error page. */
const SHORT_TEXT_LIMIT = 2000;

/**
 * Judges one exchange by the table of the design. HTTP 200 is no proof of success: Calltouch's page
 * documents an error that comes with it, so only a `requestId` is.
 *
 * @param nowMs epoch, for a `Retry-After` that is a date
 */
export function outcomeOf(exchange: Exchange, nowMs: number): Outcome {
  if (exchange.kind === 'broken') {
    const failure = reason(exchange.cause, exchange.message);
    return { kind: exchange.sent ? 'uncertain' : 'retry', reason: failure };
  }
  const { status, body } = exchange;
  const values = { status: String(status) };
  if (status === 429) {
    return {
      kind: 'throttled',
      reason: reason('throttled', excerpt(body)),
      retryAfterMs: retryAfterMs(exchange.retryAfter, nowMs),
    };
  }
  if (status === 408 || status >= 500 || status < 200) {
    return { kind: 'uncertain', reason: reason('serverError', excerpt(body), values) };
  }
  // Redirects are not followed: a lead must not go to a place that nobody configured.
  if (status < 400 && status >= 300) {
    return { kind: 'retry', reason: reason('redirect', null, values) };
  }
  if (status >= 400) {
    return { kind: 'rejected', reason: reason('rejected', textOf(body), values) };
  }
  return judgeSuccess(exchange.contentType, body, values);
}

function judgeSuccess(
  contentType: string | null,
  body: string,
  values: Record<string, string>,
): Outcome {
  const text = body.trim();
  const answer = parseAnswer(text);
  if (answer) {
    const result = resultOf(answer);
    if (result) return { kind: 'accepted', result };
    return { kind: 'rejected', reason: reason('rejected', textOf(text), values) };
  }
  const isHtml = text.startsWith('<') || /\bhtml\b/i.test(contentType ?? '');
  const isCutOffJson = /^[{[]/.test(text);
  if (text === '' || isHtml || isCutOffJson || text.length > SHORT_TEXT_LIMIT) {
    return { kind: 'uncertain', reason: reason('unreadable', excerpt(text), values) };
  }
  return { kind: 'rejected', reason: reason('rejected', clean(text), values) };
}

/** Judges an attempt whose process died or lost its lease before it could say what came of it. */
export const INTERRUPTED: Outcome = { kind: 'uncertain', reason: reason('interrupted', null) };

/** True for outcomes that speak of the way to Calltouch and not of the lead. */
export function isTransportFailure(outcome: Outcome): boolean {
  return outcome.kind === 'retry' || outcome.kind === 'uncertain';
}

function reason(
  code: ReasonCode,
  text: string | null,
  values: Record<string, string> = {},
): Reason {
  return { code, values, text };
}

function excerpt(body: string): string | null {
  const text = clean(body);
  return text === '' ? null : cut(text, 500).text;
}

/** Longest wait that a `Retry-After` header may impose. A nonsense value must not stop the leads. */
export const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Reads a `Retry-After` header (RFC 9110, 10.2.3): whole seconds or an HTTP date.
 *
 * @returns milliseconds to wait, at most an hour; null for no header or nonsense
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER_MS);
  // Date.parse takes much that is no HTTP date ("-1", "soon, perhaps -1"): each form of RFC 9110
  // begins with the day of the week and holds a time of day.
  if (!/^[A-Za-z]{3,9},? .*\d\d:\d\d:\d\d/.test(text)) return null;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) return null;
  return Math.min(Math.max(0, moment - nowMs), LONGEST_RETRY_AFTER_MS);
}
