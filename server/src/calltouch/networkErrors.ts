import type { BrokenCause } from './outcome';

const BEFORE: [pattern: RegExp, cause: BrokenCause][] = [
  [/^(ENOTFOUND|EAI_\w+|EDNS\w*)$/, 'dns'],
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ETIMEDOUT|ECONNABORTED|ERR_CANCELED)$/, 'connectTimeout'],
  [/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/, 'tls'],
];

const AFTER: [pattern: RegExp, cause: BrokenCause][] = [
  [/^(ETIMEDOUT|ECONNABORTED|ERR_CANCELED)$/, 'timeout'],
  [/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/, 'reset'],
];

/**
 * Names a network error.
 *
 * @param code Node's or axios' error code
 * @param wasReady the connection had been ready, so that the request may have arrived
 */
export function causeOf(code: string, wasReady: boolean): BrokenCause {
  const known = (wasReady ? AFTER : BEFORE).find(([pattern]) => pattern.test(code));
  return known?.[1] ?? (wasReady ? 'unreadable' : 'unreachable');
}
