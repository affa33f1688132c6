import { stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, run, secondsSince } from './run.mjs';

/** The oldest major version of Node that Strapi 5 and this plugin run on. */
const OLDEST_NODE_MAJOR = 20;

/** What npm writes last into node_modules: its time is that of the installation. */
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');

/**
 * Installs the dependencies if node_modules is missing or older than the lock file.
 *
 * @throws {Error} with a sentence for the person at the terminal
 */
export async function install() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE_MAJOR) {
    throw new Error(
      `Node ${process.versions.node} is too old: this project needs Node ${OLDEST_NODE_MAJOR} or ` +
        'newer. Install it from https://nodejs.org and start again.',
    );
  }
  const [installedAtMs, lockedAtMs] = await Promise.all([
    modifiedAtMs(INSTALLED),
    modifiedAtMs(path.join(ROOT, 'package-lock.json')),
  ]);
  if (installedAtMs >= lockedAtMs) return;

  console.log('Installing the dependencies: 3 minutes the first time.');
  const startMs = performance.now();
  // Not `npm ci`: it demands that the lock file names the optional packages of every platform, also
  // of those for which the registry has none. `npm install` takes the lock file's versions as well.
  const code = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
  if (code !== 0) {
    throw new Error('npm could not install the dependencies. Its messages above say why.');
  }
  // npm leaves the file alone if nothing was missing; the next start would ask npm again.
  const now = new Date();
  await utimes(INSTALLED, now, now);
  console.log(`Installed in ${secondsSince(startMs)}.`);
}

async function modifiedAtMs(file) {
  const found = await stat(file).catch(() => null);
  return found?.mtimeMs ?? 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await install().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
