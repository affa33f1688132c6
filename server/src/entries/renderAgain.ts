import type { Core } from '@strapi/strapi';
import type { LeadContext } from './newDelivery';
import { leadOf } from './newDelivery';
import type { Entries } from '../sending/ports';
import type { PluginConfig } from '../config';
import type { Lead } from '../contracts';
import { createEntryReader } from './entryReader';
import { modelsOf } from '../settings/contentTypes';
import type { SettingsStore } from '../settings/settingsStore';
import { writeBack } from './writeBack';

/** Everything that leads are made with, at this moment. */
export function leadContext(
  strapi: Core.Strapi,
  settings: SettingsStore,
  config: PluginConfig,
): LeadContext {
  const { transformLead } = config;
  return {
    settings: settings.current(),
    models: modelsOf(strapi),
    baseUrl: String(strapi.config.get('server.absoluteUrl') ?? ''),
    transform: ({ entry, form }) =>
      transformLead &&
      ((lead: Lead) => transformLead(lead, { entry, contentType: form.contentType })),
  };
}

/** The entries of the site, as far as deliveries need them. */
export function createEntries(
  strapi: Core.Strapi,
  settings: SettingsStore,
  config: PluginConfig,
): Entries {
  const reader = createEntryReader(strapi);
  return {
    async renderAgain(claimed) {
      const form = settings.anyFormOf(claimed.contentType);
      const model = modelsOf(strapi)(claimed.contentType);
      if (!form || !model) {
        const reason = { code: 'noForm' as const, values: {}, text: null };
        return {
          kind: 'made',
          made: { kind: 'failed', lead: null, reason, warnings: [] },
          siteKey: claimed.siteKey,
        };
      }
      const entry = await reader.readCurrent(form, claimed.entryId);
      if (!entry) return { kind: 'gone' };
      const { capture, entryId, submittedAtMs } = claimed;
      const context = leadContext(strapi, settings, config);
      return {
        kind: 'made',
        ...leadOf({ form, model, entry, entryId, capture, submittedAtMs }, context),
      };
    },

    writeBack: (delivery) => writeBack(strapi, settings.anyFormOf(delivery.contentType), delivery),
  };
}
