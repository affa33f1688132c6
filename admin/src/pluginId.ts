import type { PLUGIN_ID as ServerPluginId } from '../../server/src/contracts';

/** The plugin's id: prefix of its routes, permissions and texts. */
export const PLUGIN_ID = 'calltouch' satisfies typeof ServerPluginId;
