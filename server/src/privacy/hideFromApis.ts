/** Keeps the plugin's names out of what other plugins make of Strapi's content types. */
import type { Core } from '@strapi/strapi';
import { addedAttributesOf } from '../entries/resultAttributes';

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
    if (isOwn(uid)) type.disable();
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

/** A content type as the Content-Type Builder tells of it. */
interface ToldType {
  uid: string;
  schema: { attributes: Record<string, unknown>; pluginOptions?: Record<string, unknown> };
}
interface ToldContext {
  state: { route?: { info?: { type?: string } } };
  body: unknown;
}
type Tell = (ctx: ToldContext, next: unknown) => unknown;

/**
 * The Content-Type Builder tells every content type to API tokens, too, with private attributes and
 * with types that it does not show itself. In the admin it goes on telling all: it must know them.
 */
export function hideFromContentTypeApi(strapi: Core.Strapi): void {
  const uid = 'plugin::content-type-builder.content-types';
  const controllers = strapi.get('controllers');
  if (!controllers.get(uid)) return;
  controllers.extend(uid, (controller: Record<string, Tell>) => {
    const tell: Tell = controller.getContentTypes!.bind(controller);
    const tellOne: Tell = controller.getContentType!.bind(controller);
    return {
      ...controller,
      async getContentTypes(ctx: ToldContext, next: unknown) {
        await tell(ctx, next);
        const told = toldTo(ctx);
        if (Array.isArray(told)) {
          const others = (told as ToldType[]).filter((type) => !isOwn(type.uid));
          ctx.body = { data: others.map(withoutOwn) };
        }
      },
      async getContentType(ctx: ToldContext, next: unknown) {
        await tellOne(ctx, next);
        const told = toldTo(ctx);
        if (told && !Array.isArray(told)) ctx.body = { data: withoutOwn(told as ToldType) };
      },
    };
  });
}

/** What other than administrators are told. */
function toldTo({ state, body }: ToldContext): unknown {
  if (state.route?.info?.type !== 'content-api') return null;
  return (body as { data?: unknown } | undefined)?.data ?? null;
}

function isOwn(uid: string): boolean {
  return uid.startsWith('plugin::calltouch.');
}

function withoutOwn(type: ToldType): ToldType {
  const attributes = { ...type.schema.attributes };
  for (const name of addedAttributesOf(type.uid)) delete attributes[name];
  const { calltouch: _, ...pluginOptions } = type.schema.pluginOptions ?? {};
  return { ...type, schema: { ...type.schema, attributes, pluginOptions } };
}

/**
 * Takes properties out of every schema of an OpenAPI document that has all of them: so it touches the
 * schemas of the type that they belong to, also within those of its relations, and no type that has
 * one of the names for itself.
 *
 * @param document is changed in place
 * @param names none: nothing is taken out
 */
export function withoutProperties(document: unknown, names: readonly string[]): void {
  if (names.length === 0 || typeof document !== 'object' || document === null) return;
  const { properties } = document as { properties?: unknown };
  if (typeof properties === 'object' && properties !== null) {
    const record = properties as Record<string, unknown>;
    if (names.every((name) => Object.hasOwn(record, name))) {
      for (const name of names) delete record[name];
    }
  }
  for (const value of Object.values(document)) withoutProperties(value, names);
}
