/** Which attributes templates may name, and where a path through them leads. */
import { VISIT_MEMBERS } from '../contracts';
import type { Attribute, Model, Models } from './model';

/** Segments of a variable, root first. */
export type Path = (string | number)[];

/** A segment that only rendering decides: an item of a loop, `data[key]`. */
export const ANY = '*';

/** What Strapi gives every entry; most of it is in no model's attributes. */
const ENTRY_ATTRIBUTES: Record<string, Attribute> = {
  documentId: { type: 'string' },
  id: { type: 'integer' },
  locale: { type: 'string' },
  createdAt: { type: 'datetime' },
  updatedAt: { type: 'datetime' },
  publishedAt: { type: 'datetime' },
};

/** `__component` tells the components of a dynamic zone apart. */
const COMPONENT_ATTRIBUTES: Record<string, Attribute> = {
  id: { type: 'integer' },
  __component: { type: 'string' },
};

/** Administrators' accounts and other versions of the entry are no part of a submission. */
const NEVER = new Set(['createdBy', 'updatedBy', 'localizations']);

/** A file of the media library, with those of its attributes that are of use in a lead. */
export const MEDIA_MODEL: Model = {
  uid: 'plugin::upload.file',
  modelType: 'component',
  attributes: {
    url: { type: 'string' },
    name: { type: 'string' },
    alternativeText: { type: 'string' },
    caption: { type: 'string' },
    ext: { type: 'string' },
    mime: { type: 'string' },
    size: { type: 'decimal' },
    width: { type: 'integer' },
    height: { type: 'integer' },
  },
};

/** Whether a value of the attribute is a list of entries, components or files. */
export function isList(attribute: Attribute): boolean {
  switch (attribute.type) {
    case 'relation':
      return /(?:ToMany|morphMany)$/.test(attribute.relation ?? '');
    case 'component':
      return attribute.repeatable === true;
    case 'media':
      return attribute.multiple === true;
    default:
      return attribute.type === 'dynamiczone';
  }
}

/** Whether the attribute's values have attributes themselves, and must be populated. */
export function isStructured(attribute: Attribute): boolean {
  return ['relation', 'component', 'dynamiczone', 'media'].includes(attribute.type);
}

/** Models that a value of the attribute can have; none for plain values and unknown targets. */
export function innerModels(attribute: Attribute, models: Models): Model[] {
  if (attribute.type === 'media') return [MEDIA_MODEL];
  const uids =
    attribute.type === 'dynamiczone'
      ? (attribute.components ?? [])
      : [attribute.type === 'relation' ? attribute.target : attribute.component];
  return uids
    .map((uid) => (uid === undefined || uid.startsWith('admin::') ? undefined : models(uid)))
    .filter((model) => model !== undefined);
}

/** An attribute by name, if templates may name it; else why not. */
function findAttribute(
  model: Model,
  name: string,
  models: Models,
): Attribute | 'unknown' | 'private' | 'password' | 'unmappable' {
  const given = model.modelType === 'contentType' ? ENTRY_ATTRIBUTES : COMPONENT_ATTRIBUTES;
  const isGiven = Object.hasOwn(given, name);
  const own = Object.hasOwn(model.attributes, name) ? model.attributes[name] : undefined;
  if (!own && !isGiven) return NEVER.has(name) ? 'unmappable' : 'unknown';
  if (own?.type === 'password') return 'password';
  // Strapi marks some of its own attributes private where they are merely unused.
  const marked = own?.private === true && !isGiven;
  if (marked || model.options?.privateAttributes?.includes(name)) return 'private';
  if (NEVER.has(name)) return 'unmappable';
  const attribute = isGiven ? given[name] : own;
  if (!attribute) return 'unknown';
  if (isStructured(attribute) && innerModels(attribute, models).length === 0) return 'unmappable';
  return attribute;
}

/** Whether templates may name the attribute. */
export function isMappable(model: Model, name: string, models: Models): boolean {
  return typeof findAttribute(model, name, models) !== 'string';
}

/** The attributes of a model that templates may name, Strapi's own included. */
export function mappableAttributes(model: Model, models: Models): [string, Attribute][] {
  const given = model.modelType === 'contentType' ? ENTRY_ATTRIBUTES : COMPONENT_ATTRIBUTES;
  const names = new Set([...Object.keys(model.attributes), ...Object.keys(given)]);
  return [...names].flatMap((name) => {
    const attribute = findAttribute(model, name, models);
    return typeof attribute === 'string' ? [] : [[name, attribute] as [string, Attribute]];
  });
}

/** What templates read the visit under: `visit.utmSource`. An attribute of that name goes first. */
export const VISIT = 'visit';

/** Whether templates of the model's entries read the visit, and not an attribute of that name. */
export function hasVisit(model: Model): boolean {
  return !Object.hasOwn(model.attributes, VISIT);
}

/** Why a path can't be followed. `attribute` is the path up to what is wrong, dotted. */
export interface PathProblem {
  kind: 'unknown' | 'private' | 'password' | 'unmappable' | 'list';
  attribute: string;
  /** Of `unknown`: the most similar name that exists there; null if none is similar. */
  nearest: string | null;
}

/** Segments that Liquid understands on any list. */
export function isListSegment(segment: string | number): boolean {
  return typeof segment === 'number' || ['first', 'last', ANY].includes(segment);
}

/**
 * Follows a template's path through attributes, relations, components, media and into JSON.
 * @returns null if it leads somewhere.
 */
export function pathProblem(model: Model, path: Path, models: Models): PathProblem | null {
  if (path[0] === VISIT && hasVisit(model)) return visitProblem(path);
  let candidates = [model];
  for (let index = 0; index < path.length; index += 1) {
    const name = path[index] ?? ANY;
    if (name === ANY) return null;
    const problem = (kind: PathProblem['kind']): PathProblem => ({
      kind,
      attribute: path.slice(0, index + (kind === 'list' ? 2 : 1)).join('.'),
      nearest: kind === 'unknown' ? nearestAttribute(String(name), candidates, models) : null,
    });
    const found = candidates.map((candidate) => findAttribute(candidate, String(name), models));
    const attributes = found.filter((one) => typeof one !== 'string');
    const [attribute] = attributes;
    if (!attribute) {
      const refusals = found.filter((one) => typeof one === 'string');
      return problem(refusals.find((one) => one !== 'unknown') ?? 'unknown');
    }
    if (attributes.some(({ type }) => type === 'json')) return null;
    const next = path[index + 1];
    if (next === undefined) return null;
    const list = isList(attribute);
    if (next === 'size' && (list || !isStructured(attribute))) return null;
    if (list && !isListSegment(next)) return problem('list');
    if (list) index += 1;
    candidates = attributes.flatMap((one) => innerModels(one, models));
  }
  return null;
}

function visitProblem(path: Path): PathProblem | null {
  const [, name = ANY, ...rest] = path;
  const isKnown = VISIT_MEMBERS.some((member) => member === name);
  if (name === ANY || (isKnown && (rest.length === 0 || rest[0] === 'size'))) return null;
  return {
    kind: 'unknown',
    attribute: path.slice(0, isKnown ? 3 : 2).join('.'),
    nearest: isKnown ? null : nearestName(String(name), [...VISIT_MEMBERS]),
  };
}

function nearestAttribute(name: string, candidates: Model[], models: Models): string | null {
  const names = candidates.flatMap((candidate) =>
    mappableAttributes(candidate, models).map(([known]) => known),
  );
  return nearestName(name, names);
}

function nearestName(name: string, names: string[]): string | null {
  const wanted = name.toLowerCase();
  const [nearest] = names
    .map((known) => ({ known, distance: editDistance(wanted, known.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.ceil(wanted.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.known ?? null;
}

/** Levenshtein's count of letters to change, add or remove. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
