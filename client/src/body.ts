import type { Attribution } from './types';

/**
 * Adds an attribution to what will be sent. An object is copied, fields are added to in place, and
 * anything else is left as it is.
 */
export function addAttribution<Body>(body: Body, calltouch: Attribution): Body {
  if (isFields(body)) {
    // An empty one takes the place of what was true before.
    setFields(body, 'calltouch', { sessionId: '', reason: '', ...calltouch });
    return body;
  }
  if (!isObject(body)) return body;
  return isObject(body.data)
    ? { ...body, data: { ...body.data, calltouch } }
    : { ...body, calltouch };
}

/** Fields that stand beside `name` as well as beside `data[name]`. */
function setFields(body: FormData, name: string, value: unknown): void {
  if (isObject(value))
    // Not `in`: pages add to Object.prototype.
    for (const member of Object.keys(value)) setFields(body, `${name}[${member}]`, value[member]);
  else body.set(name, (value as string) ?? '');
}

/** The token that fields have already. */
export function tokenIn(body: FormData): string {
  return body.get('calltouch[token]') as string;
}

/** What a body says, but for an attribution. */
export function valuesOfBody(body: unknown): string {
  return JSON.stringify(isFields(body) ? [...body] : body, (name, value: unknown) =>
    /^calltouch/.test((value as string[] | null)?.[0] ?? name) ? 0 : value,
  );
}

/** Whether a body is `FormData` or `URLSearchParams`, which alone have this method. */
export function isFields(body: unknown): body is FormData {
  return Boolean((body as FormData | null)?.getAll);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return Object(value) === value && !Array.isArray(value);
}
