import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { run, runInstalled } from './run.mjs';

/** Names under which systems install Chromium. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds a Chromium, or installs one.
 *
 * @returns {Promise<string>} path of the program
 * @throws {Error} with a sentence for the person at the terminal
 */
export async function findBrowser() {
  return installed() ?? (await playwrights()) ?? (await install());
}

function installed() {
  const { CHROMIUM_PATH, PATH = '' } = process.env;
  if (CHROMIUM_PATH) {
    if (!isProgram(CHROMIUM_PATH)) {
      throw new Error(`CHROMIUM_PATH names ${CHROMIUM_PATH}, which can't be run.`);
    }
    return CHROMIUM_PATH;
  }
  const places = NAMES.flatMap((name) =>
    PATH.split(path.delimiter).map((folder) => path.join(folder, name)),
  );
  return places.find(isProgram) ?? null;
}

async function playwrights() {
  const { chromium } = await import('playwright-core');
  const program = chromium.executablePath();
  return program && isProgram(program) ? program : null;
}

async function install() {
  console.log('Installing Chromium for the tests in a browser.');
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const updated = (await run('apt-get', ['update', '-q'])) === 0;
    const args = ['install', '-y', '-q', '--no-install-recommends', 'chromium'];
    if (updated) await run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  }
  // Ubuntu's chromium is a snap, which needs more than apt.
  if (!installed()) await runInstalled('playwright-core', ['install', 'chromium']);
  const found = installed() ?? (await playwrights());
  if (!found) throw new Error('No Chromium. Install one, or name one in CHROMIUM_PATH.');
  return found;
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
