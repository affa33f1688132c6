import type { Attribution } from './types';

const MEMBERS = ['sessionId', 'pageUrl', 'reason'] as const;

/** The fields that carry an attribution in a form, beside `name` as well as beside `data[name]`. */
export function attributionFields(attribution: Attribution): [name: string, value: string][] {
  // An empty one takes the place of what was true before.
  return MEMBERS.map((member) => [`calltouch[${member}]`, attribution[member] ?? '']);
}

/**
 * Adds an attribution to what will be sent. An object is copied, fields are added to in place, and
 * anything else is left as it is.
 */
export function addAttribution<Body>(body: Body, calltouch: Attribution): Body {
  if (body instanceof FormData || body instanceof URLSearchParams) {
    attributionFields(calltouch).forEach((field) => body.set(...field));
    return body;
  }
  if (!isObject(body)) return body;
  return isObject(body.data)
    ? { ...body, data: { ...body.data, calltouch } }
    : { ...body, calltouch };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
