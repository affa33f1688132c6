import type { Core } from '@strapi/strapi';
import {
  hideFromContentTypeApi,
  hideFromDocumentation,
  hideFromGraphql,
} from './privacy/hideFromApis';
import { notePluginTypes } from './settings/pluginTypes';
import { admitRegistrations } from './capture/visitorRequest';
import { addResultAttributes } from './entries/resultAttributes';
import { intakeModel } from './intake/intakeTable';
import config from './config';
import { CAPTURE_INPUT } from './capture/captureInput';
import { PERMISSIONS } from './contracts';

const PERMISSION_NAMES: Record<(typeof PERMISSIONS)[number], [category: string, name: string]> = {
  'settings.read': ['Settings', 'Read the settings'],
  'settings.update': ['Settings', 'Change the settings'],
  'deliveries.read': ['Deliveries', 'Read deliveries'],
  'deliveries.personal': ['Deliveries', 'See names, phones and emails'],
  'deliveries.send': ['Deliveries', 'Send leads to Calltouch'],
  'deliveries.export': ['Deliveries', 'Export deliveries'],
};

/** The plugin config. Strapi checks it when all plugins are loaded and none is extended yet. */
export const checkedConfig = {
  ...config,
  validator(given: Record<string, unknown>): void {
    config.validator(given);
    notePluginTypes(strapi);
  },
};

/** What must stand before Strapi synchronises the database and makes the routes. */
export async function register({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  strapi.get('models').add(intakeModel);
  addResultAttributes(strapi);
  hideFromGraphql(strapi);
  hideFromDocumentation(strapi);
  hideFromContentTypeApi(strapi);
  // Anything is admitted: a malformed member must not cost the visitor the form. It is validated when
  // it is read. Only on create routes, where a lead is born.
  strapi.contentAPI.addInputParams({
    [CAPTURE_INPUT]: {
      schema: (z) => z.unknown().optional(),
      matchRoute: (route) => typeof route.handler === 'string' && /\.create$/.test(route.handler),
    },
  });
  admitRegistrations(strapi);
  await strapi.service('admin::permission').actionProvider.registerMany(
    PERMISSIONS.map((uid) => ({
      section: 'plugins',
      pluginName: 'calltouch',
      subCategory: PERMISSION_NAMES[uid][0],
      displayName: PERMISSION_NAMES[uid][1],
      uid,
    })),
  );
  for (const event of ['delivered', 'failed', 'unknown']) {
    strapi
      .get('webhookStore')
      .addAllowedEvent(`DELIVERY_${event.toUpperCase()}`, `calltouch.delivery.${event}`);
  }
}
