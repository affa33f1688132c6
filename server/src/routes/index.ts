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
        `plugin::${PLUGIN_ID}.hasNoNul`,
        {
          name: 'admin::hasPermissions',
          config: { actions: [`plugin::${PLUGIN_ID}.${permission}`] },
        },
      ],
    },
  };
}

/** All but the capture script are for administrators, each behind one permission. */
export default {
  admin: {
    type: 'admin',
    routes: [
      route('GET', '/settings', 'settings.read', 'settings.read'),
      route('PUT', '/settings', 'settings.update', 'settings.update'),
      route('GET', '/settings/problems', 'settings.problems', 'settings.read'),
      route('GET', '/content-types', 'settings.contentTypes', 'settings.read'),
      route('GET', '/check-up', 'checkUp.read', 'settings.read'),
      {
        method: 'GET',
        path: '/health',
        handler: 'health.read',
        config: { policies: ['admin::isAuthenticatedAdmin', `plugin::${PLUGIN_ID}.isReader`] },
      },
      route('POST', '/health/adopt', 'health.adopt', 'settings.update'),
      // To change nothing, only to look: the same right as for what it is compared with.
      route('POST', '/check-page', 'checkUp.page', 'settings.read'),
      route('POST', '/test-lead', 'checkUp.testLead', 'deliveries.send'),
      route('POST', '/preview', 'settings.preview', 'settings.read'),
      route('GET', '/forms', 'deliveries.forms', 'deliveries.read'),
      route('GET', '/sites', 'deliveries.sites', 'deliveries.read'),
      route('GET', '/deliveries', 'deliveries.find', 'deliveries.read'),
      // Before /deliveries/:id, which would take it for an id.
      route('GET', '/deliveries/export', 'reading.exportCsv', 'deliveries.export'),
      route('POST', '/deliveries/resend', 'bulks.resend', 'deliveries.send'),
      route('POST', '/deliveries/cancel', 'bulks.cancel', 'deliveries.send'),
      route('POST', '/deliveries/:id/cancel', 'bulks.cancelOne', 'deliveries.send'),
      route('GET', '/bulks/:bulkId', 'bulks.progress', 'deliveries.read'),
      route('POST', '/entries/:contentType/send', 'bulks.sendEntries', 'deliveries.send'),
      route('GET', '/deliveries/:id', 'deliveries.findOne', 'deliveries.read'),
      route('POST', '/deliveries/:id/resend', 'deliveries.resend', 'deliveries.send'),
      route('GET', '/entries/:contentType', 'reading.statuses', 'deliveries.read'),
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
  'content-api': {
    type: 'content-api',
    routes: [
      { method: 'GET', path: '/client.js', handler: 'clientScript.serve', config: { auth: false } },
      {
        method: 'POST',
        path: '/session',
        handler: 'clientScript.takeSession',
        config: { auth: false },
      },
    ],
  },
};
