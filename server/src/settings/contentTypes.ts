import type { Core, UID } from '@strapi/strapi';
import type { Model, Models } from '../mapping/model';
import { siteAttributesOf } from './pluginTypes';

/**
 * Strapi's schemas in the shape that the core reads. What the app's `api.responses.privateAttributes`
 * names is private in every type; of types that are not the site's own, it is said what the site has
 * added to them.
 */
export function modelsOf(strapi: Core.Strapi): Models {
  const everywhere = strapi.config.get<string[]>('api.responses.privateAttributes', []);
  return (uid) => {
    const schema =
      strapi.contentTypes[uid as UID.ContentType] ?? strapi.components[uid as UID.Component];
    const found = schema as unknown as Model | undefined;
    if (!found) return found;
    const isForeign = found.modelType === 'contentType' && !uid.startsWith('api::');
    const model = isForeign ? { ...found, siteAttributes: siteAttributesOf(uid, found) } : found;
    if (everywhere.length === 0) return model;
    const own = model.options?.privateAttributes ?? [];
    return { ...model, options: { ...model.options, privateAttributes: [...own, ...everywhere] } };
  };
}

/** Whether a uid names a content type that can be a form. */
export function isContentType(strapi: Core.Strapi, uid: string): boolean {
  return (
    uid in strapi.contentTypes &&
    /^(api|plugin)::/.test(uid) &&
    !uid.startsWith('plugin::calltouch.')
  );
}
