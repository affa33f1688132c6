import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

const ROOT = path.resolve(__dirname, '../..');
const run = promisify(execFile);
const ADDED = ['@strapi/plugin-graphql', '@strapi/plugin-documentation'];
const EMAIL = 'admin@example.com';
const PASSWORD = 'Calltouch1';
/** What a site has for itself and may show: an attribute of the playground's bookings. */
const SITES_OWN = /^Booking|^booking/;

jest.setTimeout(10 * 60_000);

describe('an app with Strapi’s plugins for GraphQL and documentation', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess;
  let administrator: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-graphql-'));
    calltouch = await startLocalCalltouch();
    app = await startStrapiProcess(
      {
        PORT: String(await freePort()),
        DATABASE_FILENAME: path.join(folder, 'data.db'),
        CALLTOUCH_API_URL: calltouch.url,
        DEMO: 'true',
        // In production there is no introspection, and the documentation is made elsewhere.
        NODE_ENV: 'test',
        DEMO_EMAIL: EMAIL,
        DEMO_PASSWORD: PASSWORD,
      },
      await makeApp(folder),
    );
    administrator = await login(app.url);
  });
  afterAll(async () => {
    await app?.kill();
    await calltouch?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes session and page of a mutation from cookies and Referer', async () => {
    const query = `mutation { createLead(data: { name: "Анна", phone: "89201234567" }) { documentId } }`;
    const answer = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Cookie: '_ct_ids=demo1234%3A18990%3A4794763832',
        Referer: 'http://localhost/kitchens',
      },
      body: JSON.stringify({ query }),
    });
    expect(await answer.json()).toEqual({
      data: { createLead: { documentId: expect.any(String) } },
    });
    await waitFor('the lead', () => calltouch.leads.length === 1);
    expect(calltouch.leads[0]!.params).toMatchObject({
      fio: 'Анна',
      sessionId: '4794763832',
      requestUrl: 'http://localhost/kitchens',
    });
  });

  it('has no name of the plugin in its GraphQL schema', async () => {
    const query = `{ __schema { types {
      name enumValues { name } inputFields { name } fields { name args { name } } possibleTypes { name }
    } } }`;
    const { data } = await ask(query);
    const named = (data!.__schema.types as GraphqlType[]).filter(
      (type) => !SITES_OWN.test(type.name),
    );
    expect(named.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Lead', 'LeadInput', 'LeadFiltersInput', 'Query', 'Mutation']),
    );
    // The input of that name alone may stand there; calltouchDeliveries, calltouchStatus may not.
    const names = JSON.stringify(named).match(/"name":"[^"]*calltouch[^"]*"/gi) ?? [];
    expect(names.filter((name) => name !== '"name":"calltouch"')).toEqual([]);
  });

  it.each([
    ['read-only', {}],
    ['full-access', {}],
    ['custom', { permissions: ['api::lead.lead.find', 'api::lead.lead.create'] }],
  ])('gives no lead of the plugin to a %s token, and takes none', async (type, more) => {
    const token = await apiToken(app.url, administrator, { type, ...more });
    const own = await ask('{ leads { documentId name } }', token);
    expect(own.data!.leads.length).toBeGreaterThan(0);
    for (const query of [
      '{ calltouchDeliveries { phone lead capture } }',
      '{ calltouchAttempts { request } }',
      '{ calltouchSlots { egress } }',
      '{ leads { calltouchStatus } }',
      '{ leads(filters: { calltouchStatus: { notNull: true } }) { name } }',
      'mutation { createCalltouchDelivery(data: { phone: "1" }) { phone } }',
      'mutation { createLead(data: { name: "x", calltouchStatus: "forged" }) { name } }',
    ]) {
      const answer = await ask(query, token);
      expect([query, answer.errors?.[0]?.message]).toEqual([
        query,
        expect.stringMatching(/Cannot query field|is not defined by type/),
      ]);
    }
    // Strapi's schema can sort by what it does not show; the answer must be none that tells of it.
    const sorted = await ask('{ leads(sort: "calltouchStatus") { name } }', token);
    expect(sorted.errors).toBeDefined();
  });

  it('has no name of the plugin in the documentation that it makes', async () => {
    const file = 'documentation/documentation/1.0.0/full_documentation.json';
    const text = await readFile(
      path.join(folder, 'repository/playground/src/extensions', file),
      'utf8',
    );
    const { schemas } = (JSON.parse(text) as { components: { schemas: Record<string, unknown> } })
      .components;
    const others = Object.entries(schemas).filter(([name]) => !SITES_OWN.test(name));
    expect(others.map(([name]) => name)).toEqual(expect.arrayContaining(['Lead', 'LeadRequest']));
    expect(JSON.stringify(others)).not.toMatch(/calltouch/i);
    // What the site has itself stays, and so do the paths.
    expect(JSON.stringify(schemas.Booking)).toContain('calltouchRequestId');
    expect(text).toContain('"/leads"');
  });

  /** Asks the GraphQL API, with an API token or as a visitor. */
  async function ask(query: string, token?: string): Promise<GraphqlAnswer> {
    const answer = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query }),
    });
    return (await answer.json()) as GraphqlAnswer;
  }
});

interface GraphqlType {
  name: string;
}
interface GraphqlAnswer {
  data?: Record<string, any> | null;
  errors?: { message: string }[];
}

/** Logs the demo's administrator in. */
async function login(url: string): Promise<string> {
  const answer = await fetch(`${url}/admin/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

/** Makes an API token, as the admin's page does. */
async function apiToken(url: string, administrator: string, wanted: object): Promise<string> {
  const answer = await fetch(`${url}/admin/api-tokens`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${administrator}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      description: '',
      lifespan: null,
      permissions: null,
      ...wanted,
      name: JSON.stringify(wanted),
    }),
  });
  const { data, error } = (await answer.json()) as {
    data?: { accessKey: string };
    error?: unknown;
  };
  if (!data) throw new Error(JSON.stringify(error));
  return data.accessKey;
}

/** The playground in a copy of the repository that has these two plugins, too. */
async function makeApp(folder: string): Promise<string> {
  const repository = path.join(folder, 'repository');
  const appDir = path.join(repository, 'playground');
  await cp(path.join(ROOT, 'playground'), appDir, {
    recursive: true,
    filter: (source) => !/\/(\.tmp|\.cache|build)$/.test(source),
  });
  const file = path.join(appDir, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { '@strapi/strapi': version } = manifest.dependencies;
  for (const name of ADDED) manifest.dependencies[name] = version!;
  await writeFile(file, JSON.stringify(manifest));
  for (const name of ['dist', 'package.json', 'strapi-server.js', 'strapi-admin.js']) {
    await symlink(path.join(ROOT, name), path.join(repository, name));
  }

  // Beside the installed packages, which are linked, not copied.
  const added = path.join(folder, 'added');
  await mkdir(added);
  const packages = ADDED.map((name) => `${name}@${version}`);
  packages.push('--legacy-peer-deps', '--prefer-offline');
  await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: added });
  const modules = path.join(repository, 'node_modules');
  await run('cp', ['-al', path.join(ROOT, 'node_modules'), modules]);
  await run('cp', ['-rn', `${path.join(added, 'node_modules')}/.`, modules]).catch(() => undefined);
  // This one needs a newer one than what is there already.
  const newer = 'path-to-regexp';
  await cp(
    path.join(added, 'node_modules', newer),
    path.join(modules, '@strapi/plugin-documentation/node_modules', newer),
    { recursive: true },
  );
  const installed = (await readdir(path.join(modules, '@strapi'))).map((name) => `@strapi/${name}`);
  expect(installed).toEqual(expect.arrayContaining(ADDED));
  return appDir;
}
