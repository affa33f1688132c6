import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { Arrival } from './contract';
import { decodeForm, type DecodedForm } from './formDecoding';
import { readBody } from './requestBody';

const REGISTER_PATH = /^\/calls-service\/RestAPI\/requests\/([^/]+)\/register\/?$/;

/** A request as far as it was read. */
export interface ReceivedRequest {
  arrival: Arrival;
  /** The piece of query or body that can't be decoded; null: all can. */
  malformed: string | null;
}

/**
 * Notes a request whose headers have just come in. The parameters of a GET are known already, those
 * of a POST are not.
 */
export function receiveHeaders(request: IncomingMessage): ReceivedRequest {
  const monotonicMs = performance.now();
  const { method = '', url = '' } = request;
  const [path = ''] = url.split('?', 1);
  const query = url.slice(path.length + 1);
  const form: DecodedForm = method === 'POST' ? NOTHING : decodeQuery(query);
  const arrival: Arrival = {
    at: Date.now(),
    monotonicMs,
    method,
    siteId: REGISTER_PATH.exec(path)?.[1] ?? '',
    params: form.params,
    raw: method === 'POST' ? '' : query,
    contentType: request.headers['content-type'] ?? '',
    status: null,
    requestId: null,
    fault: null,
  };
  return { arrival, malformed: form.malformed };
}

/**
 * Reads the body of a POST into its arrival. Bodies of other methods are read and dropped.
 *
 * @returns false if the client went away in the middle of it
 */
export async function receiveBody(
  received: ReceivedRequest,
  request: IncomingMessage,
): Promise<boolean> {
  const { arrival } = received;
  const { bytes, complete } = await readBody(request);
  if (arrival.method !== 'POST') return complete;
  arrival.raw = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  if (!isForm(arrival.contentType)) return complete;
  const form = isUtf8(bytes) ? decodeForm(arrival.raw) : { params: {}, malformed: arrival.raw };
  arrival.params = form.params;
  received.malformed = form.malformed;
  return complete;
}

/** True for the one content type, and the one encoding, that Calltouch's page names for POST. */
export function isForm(contentType: string): boolean {
  return /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-8"?\s*)?;?$/i.test(
    contentType.trim(),
  );
}

const NOTHING: DecodedForm = { params: {}, malformed: null };

/** The first line of a request is ASCII (RFC 9112, 3): other characters must come encoded. */
function decodeQuery(query: string): DecodedForm {
  return /^[\x21-\x7e]*$/.test(query) ? decodeForm(query) : { params: {}, malformed: query };
}
