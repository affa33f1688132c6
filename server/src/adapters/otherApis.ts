/** Keeps the plugin's names out of what other plugins make of Strapi's content types. */
import type { Core } from '@strapi/strapi';
import { withoutProperties } from '../core/apiDocument';
import { addedAttributesOf } from './resultAttributes';

/** What of the GraphQL plugin's service is used; its package need not be there. */
interface GraphqlExtension {
  shadowCRUD(uid: string): {
    disable(): unknown;
    field(name: string): { disable(): unknown };
  };
}

/**
 * The GraphQL plugin offers every content type, whatever `pluginOptions` say, so it must be told. Its
 * schema is made after every plugin's `register`.
 */
export function hideFromGraphql(strapi: Core.Strapi): void {
  const extension = strapi.plugin('graphql')?.service('extension') as GraphqlExtension | undefined;
  if (!extension) return;
  for (const uid of Object.keys(strapi.contentTypes)) {
    const type = extension.shadowCRUD(uid);
    if (uid.startsWith('plugin::calltouch.')) type.disable();
    for (const name of addedAttributesOf(uid)) type.field(name).disable();
  }
}

type ChangeDocument = (document: unknown) => unknown;
const DOCUMENT_CHANGE = 'plugin::documentation.x-strapi-config.mutateDocumentation';

/**
 * The documentation plugin lists private attributes, too, in answers and in requests. They are taken
 * out of what it has made, before the site's own function changes it.
 */
export function hideFromDocumentation(strapi: Core.Strapi): void {
  if (!strapi.plugin('documentation')) return;
  const siteChange = strapi.config.get<ChangeDocument | null>(DOCUMENT_CHANGE, null);
  const change: ChangeDocument = (document) => {
    for (const uid of Object.keys(strapi.contentTypes)) {
      withoutProperties(document, addedAttributesOf(uid));
    }
    return siteChange?.(document);
  };
  strapi.config.set(DOCUMENT_CHANGE, change);
}
