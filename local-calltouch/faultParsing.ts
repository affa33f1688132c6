import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Fault, FaultScope } from './contract';

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isStatus: Test = (value) => isWhole(value, 200, 599);
const isAmount: Test = (value) => isWhole(value, 0, 2 ** 31 - 1);
const optional =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

/** The members that each kind has besides `kind`. */
const MEMBERS_BY_KIND: Record<Fault['kind'], Record<string, Test>> = {
  status: {
    status: isStatus,
    body: optional(isText),
    contentType: optional(isHeaderValue),
    headers: optional(isHeaders),
  },
  delay: { delayMs: isAmount },
  resetBefore: {},
  resetAfterBody: {},
  resetInAnswer: {},
  cutJson: {},
  html: { status: optional(isStatus) },
  text: { text: isText },
  empty: {},
  hugeBody: { bytes: isAmount },
  blackHole: {},
  json: { json: isText, status: optional(isStatus) },
};
const MEMBERS = new Map<unknown, Record<string, Test>>(Object.entries(MEMBERS_BY_KIND));

/** What the control interface was asked to switch to. */
export interface FaultOrder {
  fault: Fault | null;
  scope: Pick<FaultScope, 'times'>;
}

/**
 * Reads the JSON body of `POST /__control/fault`.
 *
 * @returns a sentence that names the mistake, if there is one
 */
export function readFaultOrder(text: string): FaultOrder | string {
  const order = parsed(text);
  if (!isObject(order) || !('fault' in order)) {
    return 'expected a JSON object {"fault": … or null, "times": …}';
  }
  const { fault, times } = order;
  if (fault !== null && !isFault(fault)) {
    return `fault: expected null or one of ${[...MEMBERS.keys()].join(', ')} with its members`;
  }
  if (times === undefined || times === null) return { fault, scope: {} };
  if (typeof times !== 'number' || !isWhole(times, 1, Number.MAX_SAFE_INTEGER)) {
    return 'times: expected a whole number from 1';
  }
  return { fault, scope: { times } };
}

/** Tells a complete fault, without members of another kind, from anything else. */
export function isFault(value: unknown): value is Fault {
  if (!isObject(value)) return false;
  const { kind, ...members } = value;
  const tests = MEMBERS.get(kind);
  if (tests === undefined) return false;
  return (
    Object.keys(members).every((name) => Object.hasOwn(tests, name)) &&
    Object.entries(tests).every(([name, test]) => test(members[name]))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isHeaders(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.entries(value).every(([name, text]) => isHeaderName(name) && isHeaderValue(text))
  );
}

function isHeaderName(name: string): boolean {
  try {
    validateHeaderName(name);
    return true;
  } catch {
    return false;
  }
}

function isHeaderValue(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    validateHeaderValue('x', value);
    return true;
  } catch {
    return false;
  }
}
