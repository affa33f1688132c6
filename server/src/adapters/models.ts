import type { Core, UID } from '@strapi/strapi';
import type { Model, Models } from '../core/models';

/**
 * Strapi's schemas in the shape that the core reads. What the app's `api.responses.privateAttributes`
 * names is private in every type.
 */
export function modelsOf(strapi: Core.Strapi): Models {
  const everywhere = strapi.config.get<string[]>('api.responses.privateAttributes', []);
  return (uid) => {
    const schema =
      strapi.contentTypes[uid as UID.ContentType] ?? strapi.components[uid as UID.Component];
    const model = schema as unknown as Model | undefined;
    if (!model || everywhere.length === 0) return model;
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
