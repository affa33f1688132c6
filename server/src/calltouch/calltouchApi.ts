import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import axios, { AxiosError, type AxiosResponse } from 'axios';
import { formEncoded, leadParameters, registerUrl } from './registerRequest';
import { decodedAnswer } from './answer';
import type { Exchange, BrokenCause } from './outcome';
import type { CalltouchApi, Register, Registered } from '../sending/ports';

/** Longest answer that is read. Calltouch's are below 4 KiB. */
const LONGEST_ANSWER_BYTES = 1024 * 1024;

export interface CalltouchApiOptions {
  apiUrl: string;
  method: 'POST' | 'GET';
  timeoutMs: number;
}

/**
 * Calltouch over HTTP. Every request has a connection of its own: a kept one may be closed by the
 * other side just as the lead goes out, and then nobody knows whether it arrived.
 */
export function createCalltouchApi(options: CalltouchApiOptions): CalltouchApi {
  return {
    async register({ site, lead, turn }: Register): Promise<Registered> {
      const connection = new Connection(turn);
      const encoded = formEncoded(leadParameters(lead));
      const isPost = options.method === 'POST';
      const url = registerUrl(options.apiUrl, site.siteId);
      try {
        const response: AxiosResponse<Buffer> = await axios.request({
          adapter: 'http',
          method: options.method,
          url: isPost ? url : `${url}?${encoded}`,
          data: isPost ? encoded : undefined,
          headers: {
            ...(isPost && { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
            Accept: 'application/json',
            'User-Agent': 'strapi-plugin-calltouch',
          },
          // As bytes: its digits and its alphabet are nobody's to guess but ours.
          responseType: 'arraybuffer',
          validateStatus: () => true,
          maxRedirects: 0,
          maxContentLength: LONGEST_ANSWER_BYTES,
          proxy: false,
          signal: AbortSignal.timeout(options.timeoutMs),
          httpAgent: connection.httpAgent,
          httpsAgent: connection.httpsAgent,
        });
        return { kind: 'done', exchange: answerOf(response) };
      } catch (error) {
        connection.close();
        if (connection.isExpired) return { kind: 'expired' };
        return { kind: 'done', exchange: brokenBy(error, connection.isReady) };
      }
    },
  };
}

/**
 * One connection, watched: it tells for certain whether a byte of the request can have left, and it
 * is the last place where a request whose time is over can be held back.
 */
class Connection {
  /** The connection, TLS included, was ready to carry the request. */
  isReady = false;
  isExpired = false;
  private socket: Duplex | null = null;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;

  constructor(private readonly turn: () => Promise<boolean>) {
    this.httpAgent = this.watched(new http.Agent({ keepAlive: false }), 'connect');
    this.httpsAgent = this.watched(new https.Agent({ keepAlive: false }), 'secureConnect');
  }

  /** Ends a connection that may still be in the making after its request was given up. */
  close(): void {
    this.socket?.destroy();
  }

  private watched<T extends http.Agent>(agent: T, readyEvent: 'connect' | 'secureConnect'): T {
    const create = agent.createConnection.bind(agent);
    agent.createConnection = (options, callback) => {
      const socket = create(options) as Duplex;
      this.socket = socket;
      const fail = (error: Error) => callback?.(error, socket);
      socket.once('error', fail);
      socket.once(readyEvent, () => {
        void this.turn().then((mayStillSend) => {
          socket.off('error', fail);
          if (socket.destroyed) {
            fail(new AxiosError('The connection was closed while it waited', 'ECONNRESET'));
          } else if (mayStillSend) {
            this.isReady = true;
            callback?.(null, socket);
          } else {
            this.isExpired = true;
            socket.destroy();
            fail(new Error('The right to send was over before the connection was ready'));
          }
        });
      });
      return undefined;
    };
    return agent;
  }
}

function answerOf(response: AxiosResponse<Buffer>): Exchange {
  const { headers } = response;
  const contentType = headerOf(headers['content-type']);
  return {
    kind: 'answer',
    status: response.status,
    retryAfter: headerOf(headers['retry-after']),
    contentType,
    body: decodedAnswer(response.data, contentType),
  };
}

function headerOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function brokenBy(error: unknown, wasReady: boolean): Exchange {
  const code = error instanceof AxiosError ? (error.code ?? '') : '';
  const cause = causeOf(code, wasReady);
  // Only the code is kept: an error's message may quote the request. That of our own timeout says no
  // more than the cause.
  const message = code === 'ERR_CANCELED' ? null : code;
  return { kind: 'broken', sent: wasReady, cause, message };
}

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
