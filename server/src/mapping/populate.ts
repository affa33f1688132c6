/** Strapi's `populate` for what templates name, and for nothing else. */
import {
  ANY,
  innerModels,
  isList,
  isListSegment,
  isStructured,
  mappableAttributes,
  type Path,
} from './attributePath';
import type { Attribute, Model, Models } from './model';

/** What is read of relations, components and media, by attribute. */
export type Populate = Record<string, unknown>;

/**
 * Populate for exactly the relations, components, media and dynamic zones that the paths name;
 * plain attributes come without. Fits the Document Service and `strapi.db.query`.
 * @param paths as `variablePaths` gives them; those that lead nowhere are ignored.
 * @param nullsLast the order in which the database puts nulls last: one related entry of a type with
 *   drafts comes published, if that row is linked, too
 * @returns null if nothing must be populated.
 */
export function populateFor(
  model: Model,
  paths: Path[],
  models: Models,
  nullsLast: 'asc' | 'desc',
): Populate | null {
  const restsByName = new Map<string, { attribute: Attribute; rests: Path[] }>();
  const structured = mappableAttributes(model, models).filter(([, one]) => isStructured(one));
  for (const [name, ...rest] of paths) {
    for (const [known, attribute] of structured) {
      if (name !== ANY && name !== known) continue;
      const [next, ...afterNext] = rest;
      const inner = isList(attribute) && next !== undefined && isListSegment(next);
      const entry = restsByName.get(known) ?? { attribute, rests: [] };
      entry.rests.push(inner ? afterNext : rest);
      restsByName.set(known, entry);
    }
  }
  if (restsByName.size === 0) return null;
  return Object.fromEntries(
    [...restsByName].map(([name, { attribute, rests }]) => [
      name,
      within(attribute, rests, models, nullsLast),
    ]),
  );
}

function within(
  attribute: Attribute,
  rests: Path[],
  models: Models,
  nullsLast: 'asc' | 'desc',
): true | Populate {
  const inner = innerModels(attribute, models);
  if (attribute.type === 'dynamiczone') {
    return {
      on: Object.fromEntries(
        inner.map((model) => [model.uid, nested(model, rests, models, nullsLast)]),
      ),
    };
  }
  const [model] = inner;
  const isVersioned = attribute.type === 'relation' && model?.options?.draftAndPublish === true;
  const populate = {
    ...(isVersioned && !isList(attribute) && { orderBy: { publishedAt: nullsLast } }),
    ...(model && nested(model, rests, models, nullsLast)),
  };
  return Object.keys(populate).length === 0 ? true : populate;
}

function nested(model: Model, rests: Path[], models: Models, nullsLast: 'asc' | 'desc'): Populate {
  const populate = populateFor(model, rests, models, nullsLast);
  return populate === null ? {} : { populate };
}
