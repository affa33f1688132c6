import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MOD_A } from './trackers';

const ROOT = path.resolve(__dirname, '../..');
const run = promisify(execFile);

/** The examples with a `package.json` of their own. */
const SITES = ['react', 'vue', 'next', 'nuxt'];

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/**
 * A folder with all examples, the packages that they name and the packed plugin, installed as
 * docs/en/capture.md says; their script ID is that of the first tracker.
 *
 * @returns the folder; who asked removes it
 */
export async function installExamples(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'calltouch-examples-'));
  await cp(path.join(ROOT, 'examples'), folder, { recursive: true });
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(tsx?|vue)$/.test(name)) continue;
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll('abcd1234', MOD_A));
  }
  await run('npm', ['pack', '--pack-destination', folder], { cwd: ROOT });
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));

  const dependencies: Record<string, string> = {};
  for (const site of SITES) {
    const text = await readFile(path.join(folder, site, 'package.json'), 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    Object.assign(dependencies, manifest.dependencies, manifest.devDependencies);
  }
  // The one that was built here, not one that a registry may have.
  dependencies['strapi-plugin-calltouch'] = `file:${tarball}`;
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies }),
  );
  await writeFile(path.join(folder, '.npmrc'), 'legacy-peer-deps=true\n');
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  return folder;
}
