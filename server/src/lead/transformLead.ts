/** The config's `transformLead`: the app's last word on a lead, and not to be trusted with its shape. */
import { LEAD_FIELDS, type Lead } from '../contracts';
import type { RawLead } from './leadLimits';

export type Transformed =
  | { kind: 'lead'; raw: RawLead }
  /** It returned null. */
  | { kind: 'rejected' }
  /** It threw, or returned what is no lead; the text says which. */
  | { kind: 'broken'; text: string };

/**
 * Calls the transform with a copy of the lead. Members that a lead does not have are dropped; numbers
 * and booleans become text.
 */
export function transformed(transform: (lead: Lead) => unknown, lead: Lead): Transformed {
  try {
    const result = transform(structuredClone(lead));
    if (result === null) return { kind: 'rejected' };
    if (isPromise(result)) {
      // Nobody waits for it, and a rejection without a handler would end the process.
      result.then(undefined, () => undefined);
      return { kind: 'broken', text: 'transformLead returned a promise; it must be synchronous' };
    }
    return { kind: 'lead', raw: rawLead(result) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', text };
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return isObject(value) && typeof value.then === 'function';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Throws, with a text for the app's developer, where the value is no lead. */
function rawLead(value: unknown): RawLead {
  if (!isObject(value) || Array.isArray(value)) {
    throw new Error(`transformLead must return a lead or null, it returned ${nameOf(value)}`);
  }
  const customFields = value.customFields ?? [];
  if (!Array.isArray(customFields)) {
    throw new Error(`transformLead: customFields must be a list, it is ${nameOf(customFields)}`);
  }
  return {
    fields: Object.fromEntries(LEAD_FIELDS.map((field) => [field, asText(field, value[field])])),
    customFields: customFields.map((field: unknown, index) => {
      const path = `customFields[${index}]`;
      if (!isObject(field)) {
        throw new Error(`transformLead: ${path} must be { name, value }, it is ${nameOf(field)}`);
      }
      const { name, value: text } = field;
      return { name: asText(`${path}.name`, name), value: asText(`${path}.value`, text) };
    }),
  };
}

function asText(field: string, value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value === null) return '';
      throw new Error(`transformLead: ${field} must be text, it is ${nameOf(value)}`);
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : typeof value;
}
