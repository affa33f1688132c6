import type { StrapiApp } from '@strapi/strapi/admin';
import { EntryPanel } from './panel/EntryPanel';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';

interface ContentManagerApis {
  addEditViewSidePanel?: (panels: (typeof EntryPanel)[]) => void;
}

/** The admin's side of the plugin: the settings page and the entry's panel. */
export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
    app.addSettingsLink(
      { id: PLUGIN_ID, intlLabel: { id: `${PLUGIN_ID}.name`, defaultMessage: 'Calltouch' } },
      [
        {
          id: `${PLUGIN_ID}.settings`,
          to: PLUGIN_ID,
          intlLabel: { id: `${PLUGIN_ID}.settings.link`, defaultMessage: 'Sites and forms' },
          permissions: PERMISSIONS.readSettings,
          Component: () =>
            import('./pages/settings/SettingsPage').then(({ ProtectedSettingsPage }) => ({
              default: ProtectedSettingsPage,
            })),
        },
      ],
    );
  },

  bootstrap(app: StrapiApp) {
    const apis = app.getPlugin('content-manager')?.apis as ContentManagerApis | undefined;
    apis?.addEditViewSidePanel?.([EntryPanel]);
  },

  async registerTrads({ locales }: { locales: string[] }) {
    return Promise.all(
      locales.map(async (locale) => {
        try {
          const { default: texts } = (await import(`./translations/${locale}.json`)) as {
            default: Record<string, string>;
          };
          return { data: withPrefix(texts), locale };
        } catch {
          // Strapi shows the English texts in a language that the plugin does not speak.
          return { data: {}, locale };
        }
      }),
    );
  },
};

/** Strapi keeps the texts of all plugins in one table. */
function withPrefix(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]),
  );
}
