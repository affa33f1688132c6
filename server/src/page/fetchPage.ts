import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { AxiosError, type AxiosResponse } from 'axios';
import { decodedPage } from './decodedPage';

/** Longest part of a page that is read, unpacked. */
const LONGEST_PAGE_BYTES = 2 * 1024 * 1024;
/** For all of it: names, redirects and the body. A person waits. */
const TIMEOUT_MS = 5_000;
const MOST_REDIRECTS = 3;

/** Whether a connection to an address, as numbers, and a port may be made. */
export type MayConnect = (address: string, port: number) => boolean;

/** Why a page could not be read; `code` and `status` are for the person who looks for the cause. */
export type PageFault =
  | { kind: 'address' | 'notPublic' | 'timeout' | 'redirects' | 'notHtml' }
  | { kind: 'unreachable' | 'certificate'; code: string }
  | { kind: 'status'; status: number };

/** `url`: where the redirects led to. `isCut`: it is longer than what was read. */
export type FetchedPage =
  | { kind: 'page'; url: string; html: string; isCut: boolean }
  | { kind: 'fault'; url: string; fault: PageFault };

/**
 * Fetches a web page whose address somebody has typed.
 *
 * Its author decides where it leads and what it is made of. So every connection is asked for by the
 * address that it is really made to, after the name was looked up and for each redirect anew, and no
 * more is read or unpacked than will be looked at. Nothing of the site is sent along.
 */
export async function fetchPage(
  address: string,
  mayConnect: MayConnect,
  timeoutMs = TIMEOUT_MS,
): Promise<FetchedPage> {
  const signal = AbortSignal.timeout(timeoutMs);
  let url = address.trim();
  const faulty = (fault: PageFault): FetchedPage => ({ kind: 'fault', url, fault });
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const target = webAddress(url);
    if (!target) return faulty({ kind: 'address' });
    url = target.href;
    let body: Readable | null = null;
    try {
      const response = await request(target, mayConnect, signal);
      const { status, headers } = response;
      body = response.data;
      const location: unknown = headers.location;
      if (status >= 300 && status < 400 && typeof location === 'string') {
        if (!URL.canParse(location, url)) return faulty({ kind: 'address' });
        url = new URL(location, target).href;
        continue;
      }
      if (status < 200 || status >= 300) return faulty({ kind: 'status', status });
      const contentType = String(headers['content-type'] ?? '');
      if (!/^(text\/html|application\/xhtml\+xml)\b|^$/i.test(contentType.trim())) {
        return faulty({ kind: 'notHtml' });
      }
      const { bytes, isCut } = await readBody(body);
      return { kind: 'page', url, html: decodedPage(bytes, contentType), isCut };
    } catch (error) {
      return faulty(faultOf(error, signal));
    } finally {
      body?.destroy();
    }
  }
  return faulty({ kind: 'redirects' });
}

/** Null if it is none of the web, or tells a name and a password. */
function webAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}

function request(
  url: URL,
  mayConnect: MayConnect,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  // An address in numbers is looked up by nobody. `URL` has brought every notation of it to one.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayConnect(host, port)) throw new NotPublic();
  const lookup = guarded((found) => mayConnect(found, port));
  return axios.request<Readable>({
    adapter: 'http',
    url: url.href,
    headers: { Accept: 'text/html,application/xhtml+xml', 'User-Agent': 'strapi-plugin-calltouch' },
    responseType: 'stream',
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
    signal,
    httpAgent: new http.Agent({ keepAlive: false, lookup }),
    httpsAgent: new https.Agent({ keepAlive: false, lookup }),
  });
}

/** Looks names up and passes on only what may be connected to: the socket gets no other address. */
function guarded(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, '');
      const allowed = found.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (!first) return callback(new NotPublic(), '');
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

class NotPublic extends Error {
  readonly code = 'NOT_PUBLIC';
}

/** Reads at most so much as will be looked at, already unpacked: what is packed may be a bomb. */
async function readBody(body: Readable): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The request's signal ends the stream, too.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_PAGE_BYTES) break;
  }
  const isCut = length > LONGEST_PAGE_BYTES;
  return { bytes: Buffer.concat(chunks).subarray(0, LONGEST_PAGE_BYTES), isCut };
}

function faultOf(error: unknown, signal: AbortSignal): PageFault {
  if (signal.aborted) return { kind: 'timeout' };
  const code = codeOf(error);
  if (code === 'NOT_PUBLIC') return { kind: 'notPublic' };
  const isTls =
    /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/;
  return { kind: isTls.test(code) ? 'certificate' : 'unreachable', code };
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  // Where all addresses of a name failed.
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (first) return codeOf(first);
  return error instanceof AxiosError && error.cause ? codeOf(error.cause) : '';
}
