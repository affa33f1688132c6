import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer';

/** What goes back over the connection of one request. */
export type Delivery =
  /** A complete answer, after so many milliseconds. */
  | { kind: 'answer'; answer: Answer; delayMs: number }
  /** Headers and half of the body, then a reset. */
  | { kind: 'halfAnswer'; answer: Answer }
  /** A complete 200 of unstated length, as fast as the client reads. */
  | { kind: 'pieces'; contentType: string; pieces: Iterable<string> }
  /** A reset (TCP RST) instead of an answer. */
  | { kind: 'reset' }
  /** Nothing, with the connection left open. */
  | { kind: 'silence' };

/** So that a client has read the half of an answer that comes before a reset. */
const BEFORE_RESET_MS = 20;

/**
 * Serves one request. Ends early and quietly if the client goes away.
 *
 * @param noteStatus called just before a status line leaves
 */
export async function deliver(
  delivery: Delivery,
  response: ServerResponse,
  noteStatus: (status: number) => void,
): Promise<void> {
  switch (delivery.kind) {
    case 'answer':
      if (!(await stillThereAfter(delivery.delayMs, response))) return;
      noteStatus(delivery.answer.status);
      writeHead(response, delivery.answer).end(delivery.answer.body);
      return;
    case 'halfAnswer': {
      const body = Buffer.from(delivery.answer.body);
      noteStatus(delivery.answer.status);
      writeHead(response, delivery.answer).write(body.subarray(0, body.length / 2));
      if (await stillThereAfter(BEFORE_RESET_MS, response)) reset(response);
      return;
    }
    case 'pieces':
      noteStatus(200);
      response.writeHead(200, { 'content-type': delivery.contentType });
      // A client that has had enough breaks the pipeline: that is its right.
      await pipeline(Readable.from(delivery.pieces), response).catch(() => undefined);
      return;
    case 'reset':
      reset(response);
      return;
    case 'silence':
      return;
  }
}

function writeHead(response: ServerResponse, answer: Answer): ServerResponse {
  return response.writeHead(answer.status, {
    ...(answer.contentType === '' ? {} : { 'content-type': answer.contentType }),
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

async function stillThereAfter(delayMs: number, response: ServerResponse): Promise<boolean> {
  if (delayMs > 0) {
    const gone = new AbortController();
    const stopWaiting = (): void => gone.abort();
    response.once('close', stopWaiting);
    await sleep(delayMs, undefined, { signal: gone.signal }).catch(() => undefined);
    response.off('close', stopWaiting);
  }
  return !response.destroyed && response.socket?.destroyed === false;
}
