/** What templates see of an entry: the attributes they may name, and nothing else. */
import type { Visit } from '../contracts';
import {
  hasVisit,
  innerModels,
  isList,
  isStructured,
  mappableAttributes,
  VISIT,
} from './attributePath';
import { absoluteUrl, blocksText, listText, textOf, timeText, withText } from './attributeText';
import { labelledText } from './labelledValues';
import type { Attribute, Model, Models } from './model';
import { decodeEntities, htmlText } from './plainText';
import { calendarDate, requestDate, startOfDay } from '../lead/requestDate';

/** What of the site's surroundings texts depend on. */
export interface ViewOptions {
  /** The server's own address, for media that are stored without one. */
  baseUrl: string;
  /** IANA zone in which moments are written. */
  timeZone: string;
}

export type View = Record<string, unknown>;

/**
 * The entry as templates see it: by name, all attributes that are neither private nor passwords,
 * through relations and components. Objects have no prototype. A value is converted when it is
 * first read, so that what no template names costs nothing and can't fail.
 */
export function entryView(
  model: Model,
  entry: Record<string, unknown>,
  models: Models,
  options: ViewOptions,
): View {
  const view: View = Object.create(null);
  const attributes = mappableAttributes(model, models);
  for (const [name, attribute] of attributes) {
    defineLazy(view, name, () => valueOf(attribute, entry[name], models, options));
  }
  return withText(view, () => mainText(view, attributes));
}

/**
 * The view of a submission: its entry and, unless that has an attribute of the name, its visit.
 * Members of the visit that nobody told are empty.
 */
export function submissionView(
  model: Model,
  entry: Record<string, unknown>,
  visit: Visit,
  models: Models,
  options: ViewOptions,
): View {
  const view = entryView(model, entry, models, options);
  if (hasVisit(model)) view[VISIT] = jsonView(visit);
  return view;
}

function defineLazy(view: View, name: string, compute: () => unknown): void {
  Object.defineProperty(view, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = compute();
      Object.defineProperty(view, name, { value, enumerable: true });
      return value;
    },
  });
}

/** Attributes that name an entry, those before others. */
const MAIN = ['title', 'name', 'label', 'displayName', 'username', 'email', 'slug'];
const TEXT_TYPES = new Set(['string', 'text', 'richtext', 'email', 'uid', 'enumeration']);

function mainText(view: View, attributes: [string, Attribute][]): string {
  const others = attributes.filter(([, { type }]) => TEXT_TYPES.has(type)).map(([name]) => name);
  const names = [...MAIN, ...others.filter((name) => !SYSTEM.has(name)), 'documentId'];
  const filled = names.find((name) => typeof view[name] === 'string' && view[name] !== '');
  return filled === undefined ? '' : textOf(view[filled]);
}

const SYSTEM = new Set(['documentId', 'locale', '__component']);

/** What a template sees of an attribute's value. */
export function valueOf(
  attribute: Attribute,
  value: unknown,
  models: Models,
  options: ViewOptions,
): unknown {
  if (value === null || value === undefined) return null;
  if (isStructured(attribute)) return structured(attribute, value, models, options);
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'number' ? value !== 0 : value;
    case 'datetime':
    case 'timestamp':
      return moment(value, options.timeZone);
    case 'date':
      return day(value, options.timeZone);
    case 'time':
      return timeText(textOf(value));
    case 'string':
    case 'text':
      return typeof value === 'string' ? decodeEntities(value) : jsonView(value);
    case 'richtext':
      return typeof value === 'string' ? htmlText(value) : jsonView(value);
    case 'blocks':
      return blocksText(value);
    default:
      return jsonView(value);
  }
}

function structured(
  attribute: Attribute,
  value: unknown,
  models: Models,
  options: ViewOptions,
): unknown {
  if (isList(attribute)) {
    const items = (Array.isArray(value) ? value : [value]).map((item) =>
      item === null ? null : one(attribute, item, models, options),
    );
    const views = items.filter((item) => item !== null);
    return withText(views, () => listText(views));
  }
  return one(attribute, Array.isArray(value) ? value[0] : value, models, options);
}

function one(
  attribute: Attribute,
  value: unknown,
  models: Models,
  options: ViewOptions,
): View | null {
  if (typeof value !== 'object' || value === null) return null;
  const entry = value as Record<string, unknown>;
  const inner = innerModels(attribute, models);
  const model =
    attribute.type === 'dynamiczone'
      ? inner.find(({ uid }) => uid === entry.__component)
      : inner[0];
  if (!model) return null;
  if (attribute.type !== 'media') return entryView(model, entry, models, options);
  const url = absoluteUrl(textOf(entry.url), options.baseUrl);
  return withText(entryView(model, { ...entry, url }, models, options), () => url);
}

function moment(value: unknown, timeZone: string): unknown {
  const date = new Date(value instanceof Date || typeof value === 'number' ? value : textOf(value));
  if (Number.isNaN(date.getTime())) return textOf(value);
  return withText(date, () => requestDate(date.getTime(), timeZone));
}

/** A day has no zone, but Liquid's date filter needs a moment: the day's beginning in the zone. */
function day(value: unknown, timeZone: string): unknown {
  const text = (value instanceof Date ? value.toISOString() : textOf(value)).slice(0, 10);
  const epochMs = startOfDay(text, timeZone);
  if (epochMs === null) return textOf(value);
  const [year, month, dayOfMonth] = text.split('-').map(Number);
  const written = calendarDate(year ?? 0, month ?? 0, dayOfMonth ?? 0);
  return withText(new Date(epochMs), () => written ?? text);
}

/** A JSON value without prototypes, whose objects and lists have a text: lines of labelled values, else compact JSON. */
function jsonView(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const view = Array.isArray(value)
    ? value.map(jsonView)
    : Object.assign(
        Object.create(null),
        Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonView(member)])),
      );
  return withText(view, () => labelledText(value) ?? JSON.stringify(value));
}
