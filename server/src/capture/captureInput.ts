/** The member of a visitor's request in which a page tells session and address. */
export const CAPTURE_INPUT = 'calltouch';

/**
 * What a page told: `data.calltouch`, also where `data` is JSON within a form, as controllers of a
 * site's own take it; else `calltouch` beside `data` or without one.
 *
 * @param body as Strapi has parsed it, names like `calltouch[sessionId]` taken apart
 */
export function captureInput(body: unknown): unknown {
  const data = memberOf(body, 'data');
  const record = typeof data === 'string' ? parsed(data) : data;
  return memberOf(record, CAPTURE_INPUT) ?? memberOf(body, CAPTURE_INPUT);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
