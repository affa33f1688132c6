import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import buildStamp from './buildStamp.cjs';
import { install } from './install.mjs';
import { ROOT, run, runInstalled, secondsSince } from './run.mjs';

/** Fingerprints of the last builds; git ignores the folder. */
const STAMPS = path.join(ROOT, '.cache', 'builds.json');

/**
 * What is built, in this order. `sources` are what a build reads, `results` what shows that it was
 * done and that nobody has built something else in its place since.
 */
const BUILDS = [
  {
    name: 'plugin',
    sources: ['server', 'admin', 'package.json', 'tsconfig.json', 'package-lock.json'],
    results: ['dist/server', 'dist/admin'],
    needed: ['dist/server/index.js', 'dist/admin/index.mjs'],
    build: () => runInstalled('strapi-plugin', ['build']),
  },
  {
    name: 'capture script',
    sources: ['client', 'scripts/buildClient.mjs', 'tsconfig.json', 'package-lock.json'],
    results: ['dist/client'],
    needed: ['dist/client/client.js', 'dist/client/index.mjs', 'dist/client/index.d.mts'],
    // In a process of its own: this file is read before the packages that it imports are installed.
    build: () => run('node', ['scripts/buildClient.mjs']),
  },
  {
    name: 'playground',
    // The plugin's server is loaded when Strapi starts; its admin is bundled with the playground's.
    sources: ['playground', 'dist/admin', 'package-lock.json'],
    results: ['playground/dist/config', 'playground/dist/src', 'playground/dist/build/index.html'],
    needed: ['playground/dist/src/index.js', 'playground/dist/build/index.html'],
    build: () =>
      runInstalled('strapi', ['build'], {
        cwd: 'playground',
        env: {
          NODE_ENV: 'production',
          STRAPI_TELEMETRY_DISABLED: 'true',
        },
      }),
  },
];

/**
 * Builds the plugin, its capture script and the playground, each only if something has changed since
 * its last build.
 *
 * @throws {Error} with a sentence for the person at the terminal
 */
export async function build() {
  const stamps = await readStamps();
  for (const { name, sources, results, needed, build: buildIt } of BUILDS) {
    const sourcesPrint = await buildStamp.fingerprint(ROOT, sources, isSource);
    const known = stamps[name];
    if (
      known?.sources === sourcesPrint &&
      known.results === (await buildStamp.fingerprint(ROOT, results))
    ) {
      continue;
    }
    console.log(`Building the ${name}: up to a minute.`);
    const startMs = performance.now();
    const code = await buildIt();
    const missing = needed.filter((file) => !existsSync(path.join(ROOT, file)));
    if (code !== 0 || missing.length > 0) {
      const why = code === 0 ? `It did not make ${missing.join(', ')}.` : 'Messages above say why.';
      throw new Error(`The ${name} could not be built. ${why}`);
    }
    stamps[name] = {
      sources: sourcesPrint,
      results: await buildStamp.fingerprint(ROOT, results),
    };
    await mkdir(path.dirname(STAMPS), { recursive: true });
    await writeFile(STAMPS, JSON.stringify(stamps, null, 2));
    console.log(`Built the ${name} in ${secondsSince(startMs)}.`);
  }
}

/** Strapi writes its own types and notes while it builds and runs. */
function isSource(file) {
  return !file.startsWith('playground/types/') && !file.endsWith('.strapi-updater.json');
}

async function readStamps() {
  try {
    return JSON.parse(await readFile(STAMPS, 'utf8'));
  } catch {
    // None yet, or cut off while being written: everything is built.
    return {};
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await install();
    await build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
