import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { startLocalCalltouch, type LocalCalltouch } from '../../local-calltouch';
import { freePort } from '../support/freePort';
import { startStrapiProcess, type StrapiProcess } from '../support/startStrapiProcess';
import { waitFor } from '../support/waitFor';

const ROOT = path.resolve(__dirname, '../..');
const run = promisify(execFile);
const MINUTE_MS = 60_000;

jest.setTimeout(10 * MINUTE_MS);

describe('the package', () => {
  let folder: string;
  let calltouch: LocalCalltouch;
  let app: StrapiProcess | null = null;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'calltouch-package-'));
    calltouch = await startLocalCalltouch();
  });

  afterAll(async () => {
    await app?.kill();
    await calltouch?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('passes strapi-plugin verify', async () => {
    const verified = await run('npx', ['strapi-plugin', 'verify'], { cwd: ROOT });
    expect(verified.stdout + verified.stderr).toContain('Verified package.json');
  });

  it('adds at most 60 KB, compressed, to the first load of the admin', async () => {
    const admin = path.join(ROOT, 'dist/admin');
    const names = await readdir(admin);
    // Strapi asks for the texts of each language of the admin when it starts.
    const first = new Set(names.filter((name) => /^(index|en-.*|ru-.*)\.mjs$/.test(name)));
    let bytes = 0;
    for (const name of first) {
      const text = await readFile(path.join(admin, name), 'utf8');
      bytes += gzipSync(text).length;
      for (const [, imported] of text.matchAll(/^(?:import|export)[^;]*?"\.\/([^"]+\.mjs)";/gm)) {
        first.add(imported!);
      }
    }
    console.log(`First load: ${bytes} bytes of ${[...first].join(', ')}`);
    expect(first.size).toBeGreaterThan(3);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
  });

  it('is packed, installed into a bare app, built into its admin, and delivers a lead', async () => {
    const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: ROOT,
    });
    const [tarball] = JSON.parse(packed.stdout) as {
      filename: string;
      files: { path: string }[];
    }[];
    const files = tarball!.files.map((file) => file.path);
    expect(files).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'strapi-server.js', 'strapi-admin.js']),
    );
    expect(
      files.filter((name) => /^(tests|server|admin|playground|local-calltouch)\//.test(name)),
    ).toEqual([]);

    const appDir = await makeBareApp(folder, tarball!.filename);
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: appDir,
      maxBuffer: 64 * 1024 * 1024,
    });
    const strapi = path.join(appDir, 'node_modules/.bin/strapi');
    await run(strapi, ['build'], {
      cwd: appDir,
      env: { ...process.env, NODE_ENV: 'production' },
      maxBuffer: 64 * 1024 * 1024,
    });
    // Not `toContain`: a failure would print the whole bundle.
    expect((await adminBundleOf(appDir)).includes('deliveries.send')).toBe(true);

    app = await startStrapiProcess(
      {
        PORT: String(await freePort()),
        DATABASE_FILENAME: path.join(folder, 'data.db'),
        CALLTOUCH_API_URL: calltouch.url,
        DEMO: 'true',
      },
      appDir,
    );
    const answer = await fetch(`${app.url}/api/leads`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ data: { name: 'Анна', phone: '8 (920) 123-45-67' } }),
    });
    expect(answer.status).toBe(201);
    await waitFor('the lead', () => calltouch.leads.length === 1);
    expect(calltouch.leads[0]!.params).toMatchObject({ fio: 'Анна', phoneNumber: '79201234567' });
    expect(await app.terminate()).toBe(0);
    app = null;
  });
});

/** The playground without its link to the repository: what a user's own app looks like. */
async function makeBareApp(folder: string, tarball: string): Promise<string> {
  const appDir = path.join(folder, 'app');
  const playground = path.join(ROOT, 'playground');
  await mkdir(appDir);
  for (const name of ['config', 'src', 'public', 'tsconfig.json']) {
    await cp(path.join(playground, name), path.join(appDir, name), { recursive: true });
  }
  const plugins = path.join(appDir, 'config/plugins.ts');
  const source = await readFile(plugins, 'utf8');
  const installed = source.replace(/^\s*\/\/ The plugin is.*\n\s*resolve: .*\n/m, '');
  expect(installed).not.toContain('resolve:');
  await writeFile(plugins, installed);
  const { dependencies, strapi } = JSON.parse(
    await readFile(path.join(playground, 'package.json'), 'utf8'),
  ) as { dependencies: Record<string, string>; strapi: object };
  const { mysql2, pg, ...bare } = dependencies;
  expect([mysql2, pg]).not.toContain(undefined);
  const root = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  await writeFile(
    path.join(appDir, 'package.json'),
    JSON.stringify({
      name: 'bare-app',
      private: true,
      dependencies: {
        ...bare,
        'strapi-plugin-calltouch': `file:${path.join(folder, tarball)}`,
      },
      devDependencies: {
        '@types/node': root.devDependencies['@types/node'],
        typescript: root.devDependencies.typescript,
      },
      strapi,
    }),
  );
  // What the app needs of the packages that are here already need not be fetched again; npm removes
  // the rest, so that nothing is found that the app does not ask for.
  await run('cp', [
    '-al',
    path.join(ROOT, 'node_modules'),
    path.join(appDir, 'node_modules'),
  ]).catch(() => rm(path.join(appDir, 'node_modules'), { recursive: true, force: true }));
  return appDir;
}

/** All scripts of the built admin panel. */
async function adminBundleOf(appDir: string): Promise<string> {
  const folder = path.join(appDir, 'dist/build');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.join('\n');
}
