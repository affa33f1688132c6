import type { IncomingMessage } from 'node:http';

/** The body of a request, or as much of it as came before the client went away. */
export interface RequestBody {
  bytes: Buffer;
  complete: boolean;
}

/** Reads a body to its end. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  const complete = await new Promise<boolean>((resolve) => {
    request.once('end', () => resolve(true));
    request.once('error', () => resolve(false));
    request.once('close', () => resolve(false));
  });
  return { bytes: Buffer.concat(chunks), complete };
}
