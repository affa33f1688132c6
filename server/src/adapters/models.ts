import type { Core, UID } from '@strapi/strapi';
import type { Model, Models } from '../core/models';

/** Strapi's schemas in the shape that the core reads. */
export function modelsOf(strapi: Core.Strapi): Models {
  return (uid) => {
    const schema: unknown =
      strapi.contentTypes[uid as UID.ContentType] ?? strapi.components[uid as UID.Component];
    return schema as Model | undefined;
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
