import { PERMISSIONS, RESULT_ATTRIBUTES } from '../../server/src/contracts';
import { describeWithStrapi } from '../support/describeWithStrapi';
import { settings } from '../support/settings';

const LEAD = 'api::lead.lead';
const NAMES = Object.values(RESULT_ATTRIBUTES);
/** An attribute that the playground's bookings have made themselves. */
const SITES_OWN = 'calltouchRequestId';
/** Redirects, the script itself, and the list of actions, of which another test speaks. */
const LEFT_OUT = /^\/api\/(connect|auth|calltouch\/client\.js|users-permissions\/permissions)/;
const METHODS = ['get', 'post', 'put', 'delete'] as const;

jest.setTimeout(60_000);

/** What other than administrators can reach of the plugin, whatever token they have. */
describeWithStrapi('the content API', {}, ({ app }) => {
  let entry: string;
  /** By its name: the token that a caller sends. */
  let callers: Record<string, string | null>;

  beforeAll(async () => {
    await app.admin('put', '/calltouch/settings').send(settings());
    const created = await app.visitor
      .post('/api/leads')
      .send({ data: { name: 'Анна', phone: '9201234567' } });
    entry = created.body.data.documentId;
    await app.settled(LEAD, entry, 'delivered');
    callers = {
      nobody: null,
      'a read-only token': await apiToken('read-only'),
      'a full-access token': await apiToken('full-access'),
      'a custom token with all there is': await apiToken('custom', await contentApiActions()),
      'a user whose role may do all': await userToken(),
    };
  }, 60_000);

  const apiToken = async (type: string, permissions?: string[]): Promise<string> => {
    const answer = await app
      .admin('post', '/admin/api-tokens')
      .send({ name: type, description: '', type, lifespan: null, permissions });
    expect(answer.status).toBe(201);
    return answer.body.data.accessKey;
  };

  /** What a custom token can be given, as the admin lists it. */
  const contentApiActions = async (): Promise<string[]> => {
    const { body } = await app.admin('get', '/admin/content-api/permissions');
    return actionsOf(body.data);
  };

  /** What a role of the users can be given, as the admin lists it. */
  const roleActions = async (): Promise<string[]> => {
    const { body } = await app.admin('get', '/users-permissions/permissions');
    return actionsOf(body.permissions);
  };

  const userToken = async (): Promise<string> => {
    const role = await app.strapi.db
      .query('plugin::users-permissions.role')
      .findOne({ where: { type: 'authenticated' } });
    for (const action of await roleActions()) {
      await app.strapi.db
        .query('plugin::users-permissions.permission')
        .create({ data: { action, role: role.id } });
    }
    const user = { username: 'anna', email: 'anna@example.ru', password: 'Calltouch1' };
    const answer = await app.visitor.post('/api/auth/local/register').send(user);
    expect(answer.status).toBe(200);
    return answer.body.jwt;
  };

  const call = (method: (typeof METHODS)[number], url: string, token: string | null) => {
    const asked = app.visitor[method](url);
    return token === null ? asked : asked.set('Authorization', `Bearer ${token}`);
  };

  it('offers nothing of the plugin to a token or a role but its script and what that tells', async () => {
    for (const actions of [await contentApiActions(), await roleActions()]) {
      expect(actions.length).toBeGreaterThan(10);
      expect(actions.filter((action) => /calltouch/.test(action))).toEqual([
        'plugin::calltouch.clientScript.serve',
        'plugin::calltouch.clientScript.takeSession',
      ]);
    }
  });

  it('answers every reading route without a word of the plugin, whoever asks', async () => {
    const routes = app.strapi.server
      .listRoutes()
      .filter(({ methods, path }) => methods.includes('GET') && path.startsWith('/api'))
      .map(({ path }) => path.replace(/:(documentId|id)\b/g, entry).replaceAll(/:\w+/g, '1'))
      .filter((path) => !LEFT_OUT.test(path));
    expect(routes.length).toBeGreaterThan(10);
    const answered = new Set<string>();
    for (const [name, token] of Object.entries(callers)) {
      for (const route of routes) {
        const answer = await call('get', `${route}?populate=*&status=draft`, token);
        if (answer.status === 200) answered.add(name);
        const words = answer.text.match(/calltouch\w*/gi) ?? [];
        const told = words.filter((word) => word !== SITES_OWN);
        expect([name, route, told]).toEqual([name, route, []]);
      }
    }
    // Who is answered nothing learns nothing: each that has rights must have been answered something.
    expect([...answered]).toEqual(expect.arrayContaining(Object.keys(callers).slice(1)));
  });

  it('has no route to the plugin’s tables', async () => {
    const types = Object.values(app.strapi.plugin('calltouch').contentTypes);
    expect(types.length).toBeGreaterThan(4);
    for (const { info, collectionName } of types as never as Record<string, never>[]) {
      const { singularName, pluralName } = info as never as Record<string, string>;
      for (const path of [singularName, pluralName, collectionName!]) {
        for (const prefix of ['/api', '/api/calltouch', '/api/plugin::calltouch']) {
          for (const token of Object.values(callers)) {
            for (const method of METHODS) {
              const answer = await call(method, `${prefix}/${path}`, token);
              expect([method, path, [404, 405].includes(answer.status)]).toEqual([
                method,
                path,
                true,
              ]);
            }
          }
        }
      }
    }
  });

  it('finds by nothing that the plugin has written', async () => {
    await app.strapi.db.query(LEAD).update({
      where: { documentId: entry },
      data: { [String(RESULT_ATTRIBUTES.error)]: 'zzsecretzz' },
    });
    for (const [name, token] of Object.entries(callers).slice(1)) {
      const found = await call('get', '/api/leads?_q=zzsecretzz', token);
      expect([name, found.status, found.body.data ?? []]).toEqual([name, found.status, []]);
    }
    const control = await call('get', '/api/leads?_q=Анна', callers['a full-access token']!);
    expect(control.body.data).toHaveLength(1);
  });

  it('lets nobody write the plugin’s attributes', async () => {
    const forged = Object.fromEntries(NAMES.map((name) => [name, 'forged']));
    const stored = () => app.strapi.db.query(LEAD).findOne({ where: { documentId: entry } });
    const before = await stored();
    for (const token of Object.values(callers)) {
      await call('put', `/api/leads/${entry}`, token).send({ data: { message: 'x', ...forged } });
      const made = await call('post', '/api/leads', token).send({
        data: { name: 'Борис', phone: '9207654321', ...forged },
      });
      expect(made.text).not.toContain('forged');
    }
    const after = await stored();
    for (const name of NAMES) expect(after[name]).toEqual(before[name]);
    expect(await app.strapi.db.query(LEAD).count({ where: { [NAMES[0]!]: 'forged' } })).toBe(0);
  });

  it('is no way round by the Content Manager or the Content-Type Builder', async () => {
    const entitled = await app.tokenWith([...PERMISSIONS]);
    for (const uid of Object.keys(app.strapi.contentTypes)) {
      if (!uid.startsWith('plugin::calltouch.')) continue;
      const entries = await app.admin('get', `/content-manager/collection-types/${uid}`, entitled);
      expect([uid, entries.status]).toEqual([uid, 403]);
    }
    const { body: shown } = await app.admin('get', '/content-manager/content-types');
    const displayed = shown.data.filter(
      ({ uid, isDisplayed }: { uid: string; isDisplayed: boolean }) =>
        isDisplayed && uid.startsWith('plugin::calltouch.'),
    );
    expect(displayed).toEqual([]);
    const { body: built } = await app.admin('get', '/content-type-builder/content-types');
    const buildable = built.data.filter(
      ({ uid, schema }: { uid: string; schema: { visible: boolean } }) =>
        schema.visible && uid.startsWith('plugin::calltouch.'),
    );
    expect(buildable).toEqual([]);
  });
});

/** Names of the actions in a list as Strapi gives it: by type, controller and action. */
function actionsOf(
  listed: Record<string, { controllers: Record<string, Record<string, unknown> | string[]> }>,
): string[] {
  return Object.entries(listed).flatMap(([type, { controllers }]) =>
    Object.entries(controllers).flatMap(([controller, actions]) =>
      (Array.isArray(actions) ? actions : Object.keys(actions)).map(
        (action) => `${type}.${controller}.${action}`,
      ),
    ),
  );
}
