import path from 'node:path';
import { createStrapi, type Core } from '@strapi/strapi';
import request from 'supertest';
import type { Delivery, DeliveryStatus } from '../../server/src/contracts';
import { createTestDatabase } from './testDatabase';
import { waitFor } from './waitFor';

/** The playground app, compiled; `npm test` builds it first. */
export const PLAYGROUND = path.resolve(__dirname, '../../playground');

const PASSWORD = 'Calltouch1';

export interface StartedStrapi {
  strapi: Core.Strapi;
  /** Requests without a token, as visitors make them. */
  visitor: ReturnType<typeof request>;
  /** Requests of an administrator, by default of the first super administrator. */
  admin(method: 'get' | 'put' | 'post' | 'delete', url: string, token?: string): request.Test;
  /** Creates an administrator with these of the plugin's permissions alone, and returns his token. */
  tokenWith(permissions: string[]): Promise<string>;
  /** The newest delivery of an entry, as the Admin API shows it; null if it has none. */
  deliveryOf(contentType: string, documentId: string): Promise<Delivery | null>;
  /** Waits until the delivery of an entry has this status, and returns it. */
  settled(contentType: string, documentId: string, status: DeliveryStatus): Promise<Delivery>;
  /** Stops Strapi and removes its database, unless the test named one. */
  stop(): Promise<void>;
}

/**
 * Boots the playground in this process on a database of its own, of the kind that `TEST_DATABASE`
 * names. Strapi is a singleton: one at a time in a test file.
 *
 * @param env what the environment adds, e.g. `{ CALLTOUCH_API_URL: calltouch.url }`
 */
export async function startStrapi(env: Record<string, string> = {}): Promise<StartedStrapi> {
  const database = await createTestDatabase();
  const before = { ...process.env };
  Object.assign(process.env, {
    NODE_ENV: 'test',
    STRAPI_TELEMETRY_DISABLED: 'true',
    LOG_LEVEL: 'error',
    STARTUP_MESSAGE: 'false',
    ...database.env,
    ...env,
  });
  const strapi = await createStrapi({
    appDir: PLAYGROUND,
    distDir: path.join(PLAYGROUND, 'dist'),
    serveAdminPanel: false,
    autoReload: false,
  }).load();
  const server = strapi.server.httpServer;
  // The sending begins when the server listens.
  await new Promise<void>((resolve) => {
    strapi.server.listen(0, '127.0.0.1', () => resolve());
  });
  const visitor = request(server);
  const superToken = await firstAdministrator(strapi, visitor);

  const admin: StartedStrapi['admin'] = (method, url, token = superToken) =>
    visitor[method](url).set('Authorization', `Bearer ${token}`);
  const deliveryOf: StartedStrapi['deliveryOf'] = async (contentType, documentId) => {
    const answer = await admin('get', `/calltouch/entries/${contentType}/${documentId}`);
    if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };

  return {
    strapi,
    visitor,
    admin,
    deliveryOf,
    settled: (contentType, documentId, status) =>
      waitFor(`${contentType} ${documentId} to be ${status}`, async () => {
        const delivery = await deliveryOf(contentType, documentId);
        return delivery?.status === status ? delivery : null;
      }),
    tokenWith: (permissions) => administratorWith(strapi, visitor, permissions),
    async stop() {
      await strapi.destroy();
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, before);
      await database.drop();
    },
  };
}

async function firstAdministrator(
  strapi: Core.Strapi,
  visitor: ReturnType<typeof request>,
): Promise<string> {
  const role = await strapi.service('admin::role').getSuperAdmin();
  const email = 'super@example.com';
  if (await strapi.service('admin::user').exists()) return login(visitor, email);
  return createAdministrator(strapi, visitor, email, role.id);
}

let administrators = 0;
async function administratorWith(
  strapi: Core.Strapi,
  visitor: ReturnType<typeof request>,
  permissions: string[],
): Promise<string> {
  administrators += 1;
  const role = await strapi
    .service('admin::role')
    .create({ name: `Role ${administrators}`, description: '' });
  await strapi.service('admin::role').assignPermissions(
    role.id,
    permissions.map((name) => ({ action: `plugin::calltouch.${name}`, subject: null })),
  );
  return createAdministrator(strapi, visitor, `admin${administrators}@example.com`, role.id);
}

async function createAdministrator(
  strapi: Core.Strapi,
  visitor: ReturnType<typeof request>,
  email: string,
  roleId: number,
): Promise<string> {
  await strapi.service('admin::user').create({
    email,
    password: PASSWORD,
    firstname: 'Test',
    lastname: 'Administrator',
    registrationToken: null,
    isActive: true,
    roles: [roleId],
  });
  return login(visitor, email);
}

async function login(visitor: ReturnType<typeof request>, email: string): Promise<string> {
  const answer = await visitor.post('/admin/login').send({ email, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`Login answered ${answer.status}: ${answer.text}`);
  return answer.body.data.token;
}
