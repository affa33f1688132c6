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

jest.setTimeout(10 * 60_000);

describe('an app with Strapi’s GraphQL plugin', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-graphql-'));
    calltouch = await startLocalCalltouch();
    app = await startStrapiProcess(
      {
        PORT: String(await freePort()),
        DATABASE_FILENAME: path.join(folder, 'data.db'),
        CALLTOUCH_API_URL: calltouch.url,
        DEMO: 'true',
      },
      await makeApp(folder),
    );
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
});

/** The playground in a copy of the repository that has the GraphQL plugin, too. */
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
  manifest.dependencies['@strapi/plugin-graphql'] = version!;
  await writeFile(file, JSON.stringify(manifest));
  for (const name of ['dist', 'package.json', 'strapi-server.js', 'strapi-admin.js']) {
    await symlink(path.join(ROOT, name), path.join(repository, name));
  }

  // Beside the installed packages, which are linked, not copied.
  const added = path.join(folder, 'added');
  await mkdir(added);
  const packages = [`@strapi/plugin-graphql@${version}`, '--legacy-peer-deps', '--prefer-offline'];
  await run('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: added });
  const modules = path.join(repository, 'node_modules');
  await run('cp', ['-al', path.join(ROOT, 'node_modules'), modules]);
  await run('cp', ['-rn', `${path.join(added, 'node_modules')}/.`, modules]).catch(() => undefined);
  expect(await readdir(path.join(modules, '@strapi'))).toContain('plugin-graphql');
  return appDir;
}
