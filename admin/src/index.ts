import type { StrapiApp } from '@strapi/strapi/admin';
import { Phone } from '@strapi/icons';
import { deliveriesAddress } from './addresses';
import { extendTypeSettings, type BuilderForms } from './builder/typeSettings';
import { rememberStore } from './column/loadedForms';
import { addStatusColumn } from './column/statusColumn';
import { SendAction } from './contentManager/sendAction';
import { EntryPanel } from './panel/EntryPanel';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from '../../server/src/contracts';

interface ContentManagerApis {
  addBulkAction?: (actions: (typeof SendAction)[]) => void;
  addEditViewSidePanel?: (panels: (typeof EntryPanel)[]) => void;
}

interface BuilderApis {
  forms?: BuilderForms;
}

/** The admin's side of the plugin: its pages, the settings, and its parts of Strapi's own pages. */
export default {
  register(app: StrapiApp) {
    app.registerPlugin({ id: PLUGIN_ID, name: PLUGIN_ID });
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Phone,
      intlLabel: { id: `${PLUGIN_ID}.name`, defaultMessage: 'Calltouch' },
      permissions: PERMISSIONS.readDeliveries,
      Component: () => import('./pages/App').then(({ App }) => ({ default: App })),
    });
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
    app.widgets.register({
      id: 'leads',
      pluginId: PLUGIN_ID,
      icon: Phone,
      title: { id: `${PLUGIN_ID}.widget.title`, defaultMessage: 'Calltouch leads' },
      link: {
        label: { id: `${PLUGIN_ID}.widget.link`, defaultMessage: 'Open deliveries' },
        href: deliveriesAddress(),
      },
      permissions: PERMISSIONS.readDeliveries,
      component: () => import('./widget/LeadsWidget').then(({ LeadsWidget }) => LeadsWidget),
    });
    app.addMiddlewares([rememberStore]);
  },

  bootstrap(app: StrapiApp) {
    const apis = app.getPlugin('content-manager')?.apis as ContentManagerApis | undefined;
    apis?.addEditViewSidePanel?.([EntryPanel]);
    apis?.addBulkAction?.([SendAction]);
    app.registerHook('Admin/CM/pages/ListView/inject-column-in-table', addStatusColumn);
    const builder = app.getPlugin('content-type-builder')?.apis as BuilderApis | undefined;
    if (builder?.forms) extendTypeSettings(builder.forms);
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
