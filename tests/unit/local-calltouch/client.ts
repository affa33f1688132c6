import { connect } from 'node:net';

/** Path of the register method for the site of Calltouch's page. */
export const REGISTER_PATH = '/calls-service/RestAPI/requests/18990/register/';

/** Encodes as browsers do: a blank is a plus sign. */
function encoded(params: Record<string, string>): string {
  return new URLSearchParams(params).toString();
}

/** Sends a register request as a form body. */
export function post(url: string, params: Record<string, string>): Promise<Response> {
  return fetch(url + REGISTER_PATH, { method: 'POST', body: new URLSearchParams(params) });
}

/** Sends a register request as a query. */
export function get(url: string, params: Record<string, string>): Promise<Response> {
  return fetch(`${url}${REGISTER_PATH}?${encoded(params)}`);
}

/** Sends a body under any content type. */
export function postRaw(
  url: string,
  body: string | Uint8Array,
  contentType: string,
): Promise<Response> {
  const headers = { 'content-type': contentType };
  return fetch(url + REGISTER_PATH, { method: 'POST', body, headers });
}

/** The text of an HTTP/1.1 request with a form body. */
export function requestText(params: Record<string, string>): string {
  const body = encoded(params);
  return [
    `POST ${REGISTER_PATH} HTTP/1.1`,
    'host: localhost',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/**
 * Writes a text to a TCP connection and waits for its end.
 *
 * @returns what came back, and the error code; null: the connection was closed in an orderly way
 */
export function overTcp(
  port: number,
  text: string,
): Promise<{ data: string; error: string | null }> {
  return new Promise((resolve) => {
    let data = '';
    let error: string | null = null;
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
      .on('data', (chunk) => (data += chunk.toString()))
      .on('error', (reason: NodeJS.ErrnoException) => (error = reason.code ?? ''))
      .on('close', () => resolve({ data, error }));
  });
}

/** The members of an answer to a lead that tests look at. */
export interface LeadJson {
  date: number;
  dateStr: string;
  session: Record<string, unknown> | null;
  requestNumber: string;
  requestId: number;
  uniqueRequest: boolean;
  client: { fio: string; clientId: number; phones: unknown[]; contacts: unknown[] };
}

/** Reads the answer to a lead. */
export async function leadIn(answer: Response | Promise<Response>): Promise<LeadJson> {
  return (await (await answer).json()) as LeadJson;
}

/** An error in the shape of Calltouch's newer methods. */
export interface ErrorJson {
  type: string;
  apiErrorData?: { errorCode: number; errorMessage: string };
  validationErrorData?: { violations: { message: string }[] };
}

/** Reads an error. */
export async function errorIn(answer: Response): Promise<ErrorJson> {
  return ((await answer.json()) as { data: ErrorJson }).data;
}

/** Waits until a condition holds, for at most two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true in 2 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
