import type { Core, UID } from '@strapi/strapi';
import type { Model, Models } from '../mapping/model';
import { siteAttributesOf } from './pluginTypes';

const known = new WeakMap<Core.Strapi, Models>();

/**
 * Strapi's schemas in the shape that the core reads. What the app's `api.responses.privateAttributes`
 * names is private in every type; of types that are not the site's own, it is said what the site has
 * added to them. They are made once: no type changes while Strapi runs.
 */
export function modelsOf(strapi: Core.Strapi): Models {
  const before = known.get(strapi);
  if (before) return before;
  const made = new Map<string, Model | undefined>();
  const models: Models = (uid) => {
    if (!made.has(uid)) made.set(uid, modelOf(strapi, uid));
    return made.get(uid);
  };
  known.set(strapi, models);
  return models;
}

function modelOf(strapi: Core.Strapi, uid: string): Model | undefined {
  const found: unknown =
    strapi.contentTypes[uid as UID.ContentType] ?? strapi.components[uid as UID.Component];
  if (!found) return undefined;
  const schema = found as Model;
  const isForeign = schema.modelType === 'contentType' && !uid.startsWith('api::');
  const model = isForeign ? { ...schema, siteAttributes: siteAttributesOf(uid, schema) } : schema;
  const everywhere = strapi.config.get<string[]>('api.responses.privateAttributes', []);
  if (everywhere.length === 0) return model;
  const own = model.options?.privateAttributes ?? [];
  return { ...model, options: { ...model.options, privateAttributes: [...own, ...everywhere] } };
}

/** Whether a uid names a content type that can be a form. */
export function isContentType(strapi: Core.Strapi, uid: string): boolean {
  return (
    uid in strapi.contentTypes &&
    /^(api|plugin)::/.test(uid) &&
    !uid.startsWith('plugin::calltouch.')
  );
}
