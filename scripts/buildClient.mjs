import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { minify } from '@swc/core';
import { build } from 'esbuild';
import { ROOT, runInstalled } from './run.mjs';

const SOURCES = path.join(ROOT, 'client', 'src');
const RESULTS = path.join(ROOT, 'dist', 'client');

/** What browsers of 2020 and later understand. */
const TARGET = 'es2020';

/**
 * Builds the capture script into `dist/client`: `client.js`, which the plugin serves, and
 * `index.mjs` with its types, which sites import.
 *
 * @returns {Promise<number>} the exit code
 */
async function buildClient() {
  await rm(RESULTS, { recursive: true, force: true });
  const options = { bundle: true, target: TARGET, logLevel: 'warning' };
  await build({
    ...options,
    entryPoints: [path.join(SOURCES, 'index.ts')],
    format: 'esm',
    outfile: path.join(RESULTS, 'index.mjs'),
  });
  const served = await build({
    ...options,
    entryPoints: [path.join(SOURCES, 'served.ts')],
    format: 'esm',
    // Else esbuild takes "strict" of tsconfig.json for a wish to write "use strict".
    tsconfigRaw: {},
    write: false,
  });
  // A function keeps the names from the page's other scripts. The plugin calls it with its sites.
  const wrapped = `(SITES => {${served.outputFiles[0].text}})(globalThis)`;
  const { code } = await minify(wrapped, {
    ecma: 2020,
    compress: { passes: 4, ecma: 2020 },
    mangle: true,
  });
  await writeFile(path.join(RESULTS, 'client.js'), code.replace(/\(globalThis\);?$/, '();'));
  const exitCode = await runInstalled('tsc', ['--project', 'client/tsconfig.build.json']);
  await nameTypesAsModules();
  return exitCode;
}

/** Types of an `.mjs` end in `.d.mts`, and name each other with `.mjs`. */
async function nameTypesAsModules() {
  for (const name of await readdir(RESULTS)) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(RESULTS, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(/(from '\.\/\w+)'/g, "$1.mjs'"));
    await rename(file, file.replace(/ts$/, 'mts'));
  }
}

process.exitCode = await buildClient();
