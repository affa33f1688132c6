import type { Core } from '@strapi/strapi';
import { RESULT_ATTRIBUTES } from '../contracts';
import type { Model } from '../mapping/model';

/** Whether a type's schema asks for the plugin's own result attributes. */
export function hasResultAttributes(model: Pick<Model, 'pluginOptions'>): boolean {
  const options = model.pluginOptions?.calltouch;
  return (
    typeof options === 'object' &&
    options !== null &&
    'enabled' in options &&
    options.enabled === true
  );
}

/**
 * Keeps the result attributes of an entry out of what a person saves. Strapi's `writable: false` binds
 * its public API alone: an edit view that was opened before the result came would wipe it out.
 */
export function dropResultAttributes(
  model: Pick<Model, 'pluginOptions'>,
  data: Record<string, unknown>,
): void {
  if (!hasResultAttributes(model)) return;
  for (const name of Object.values(RESULT_ATTRIBUTES)) delete data[name];
}

/** Names that were added to a type, by its uid: not those that the site has made itself. */
const added = new Map<string, readonly string[]>();

/** The result attributes that a type has from the plugin alone. */
export function addedAttributesOf(uid: string): readonly string[] {
  return added.get(uid) ?? [];
}

/**
 * Adds the result attributes to the types that ask for them, before the database is synchronised.
 * Private and not writable: the public API neither shows nor accepts them.
 */
export function addResultAttributes(strapi: Core.Strapi): void {
  for (const [uid, type] of Object.entries(strapi.contentTypes)) {
    if (!hasResultAttributes(type)) continue;
    strapi.get('content-types').extend(uid, (schema: { attributes: Record<string, unknown> }) => {
      const names = Object.values(RESULT_ATTRIBUTES);
      const missing = names.filter((name) => !Object.hasOwn(schema.attributes, name));
      added.set(uid, missing);
      for (const name of missing) {
        schema.attributes[name] = {
          type: name === RESULT_ATTRIBUTES.error ? 'text' : 'string',
          private: true,
          // Strapi's `_q` looks into private attributes, too.
          searchable: false,
          writable: false,
          configurable: false,
          // One lead for all languages of an entry.
          pluginOptions: { i18n: { localized: false } },
        };
      }
      return schema;
    });
  }
}
