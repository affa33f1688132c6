import { PLUGIN_ID, type Permission } from '../contracts';

type Method = 'GET' | 'PUT' | 'POST';

function route(method: Method, path: string, handler: string, permission: Permission) {
  return {
    method,
    path,
    handler,
    config: {
      policies: [
        'admin::isAuthenticatedAdmin',
        {
          name: 'admin::hasPermissions',
          config: { actions: [`plugin::${PLUGIN_ID}.${permission}`] },
        },
      ],
    },
  };
}

/** All of them are for administrators, each behind one permission. */
export default {
  admin: {
    type: 'admin',
    routes: [
      route('GET', '/settings', 'settings.read', 'settings.read'),
      route('PUT', '/settings', 'settings.update', 'settings.update'),
      route('GET', '/settings/problems', 'settings.problems', 'settings.read'),
      route('GET', '/content-types', 'settings.contentTypes', 'settings.read'),
      route('POST', '/preview', 'settings.preview', 'settings.read'),
      route('GET', '/forms', 'deliveries.forms', 'deliveries.read'),
      route('GET', '/deliveries', 'deliveries.find', 'deliveries.read'),
      route('POST', '/deliveries/resend', 'deliveries.resendMany', 'deliveries.send'),
      route('GET', '/deliveries/:id', 'deliveries.findOne', 'deliveries.read'),
      route('POST', '/deliveries/:id/resend', 'deliveries.resend', 'deliveries.send'),
      route('GET', '/entries/:contentType/:documentId', 'deliveries.ofEntry', 'deliveries.read'),
      route(
        'POST',
        '/entries/:contentType/:documentId/send',
        'deliveries.sendEntry',
        'deliveries.send',
      ),
      route('GET', '/overview', 'deliveries.overview', 'deliveries.read'),
    ],
  },
};
