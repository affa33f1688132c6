import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { env } from '@strapi/utils';
import { RESULT_ATTRIBUTES } from '../contracts';
import type { Model } from '../mapping/model';
import { hasResultAttributes } from '../entries/resultAttributes';

/** Attributes that plugins themselves give their types, by uid; of plugins that the site extends. */
const ownAttributes = new Map<string, ReadonlySet<string>>();

/** What Strapi keeps of a plugin that is switched on. */
interface EnabledPlugin {
  pathToPlugin?: string;
  packageInfo?: { exports?: Record<string, string | { require?: string; default?: string }> };
}

/**
 * Notes which attributes the types of plugins have by themselves. It must be called after Strapi has
 * loaded the plugins and before it mixes the site's `src/extensions` into their types: from then on
 * nothing tells the two apart. A plugin's config is checked at just that moment. What can't be found
 * out is not known, and of types that are not known nothing counts as the site's.
 */
export function notePluginTypes(strapi: Core.Strapi): void {
  const plugins = strapi.config.get<Record<string, EnabledPlugin>>('enabledPlugins', {});
  for (const [name, plugin] of Object.entries(plugins)) {
    if (!existsSync(path.join(strapi.dirs.dist.extensions, name))) continue;
    for (const [type, attributes] of Object.entries(typesOf(plugin))) {
      const uid = `plugin::${name}.${type}`;
      // A second Strapi in one process finds the types as the first one has left them.
      if (!ownAttributes.has(uid)) ownAttributes.set(uid, new Set(attributes));
    }
  }
}

/** Names of attributes by type: of the objects that Strapi itself has loaded and will extend. */
function typesOf({ pathToPlugin, packageInfo }: EnabledPlugin): Record<string, string[]> {
  const entry = packageInfo?.exports?.['./strapi-server'];
  const file = typeof entry === 'string' ? entry : (entry?.require ?? entry?.default);
  if (pathToPlugin === undefined) return {};
  try {
    const loaded = require(path.join(pathToPlugin, file ?? 'strapi-server.js')) as Loaded;
    const server = 'default' in loaded ? loaded.default : loaded;
    const { contentTypes } = typeof server === 'function' ? server({ env }) : server;
    return Object.fromEntries(
      Object.entries(contentTypes ?? {}).map(([type, { schema }]) => [
        type,
        Object.keys(schema.attributes),
      ]),
    );
  } catch {
    return {};
  }
}

interface Server {
  contentTypes?: Record<string, { schema: { attributes: object } }>;
}
type ServerEntry = Server | ((tools: { env: unknown }) => Server);
type Loaded = ServerEntry | { default: ServerEntry };

/**
 * The attributes that the site has added to a plugin's type in `src/extensions`, and the plugin's
 * result attributes where the site has asked for them.
 */
export function siteAttributesOf(uid: string, model: Model): ReadonlySet<string> {
  const own = ownAttributes.get(uid);
  if (!own) return new Set();
  // As Strapi has loaded it: before the plugins' `register` could add anything.
  const { __schema__: loaded } = model as { __schema__?: { attributes?: object } };
  const results = hasResultAttributes(model) ? Object.values(RESULT_ATTRIBUTES) : [];
  return new Set(
    [...Object.keys(loaded?.attributes ?? {}), ...results].filter((name) => !own.has(name)),
  );
}
