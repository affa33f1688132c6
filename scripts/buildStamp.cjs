'use strict';

const { createHash } = require('node:crypto');
const { readFile, readdir, stat } = require('node:fs/promises');
const path = require('node:path');

/** What no build reads: results, installed packages, caches, databases. */
const IGNORED = new Set(['node_modules', 'dist', 'build', '.tmp', '.cache', '.strapi', 'uploads']);

/**
 * A fingerprint of files by their names and contents. Times don't count: a fresh clone, another
 * branch and back, or a touched file make no difference.
 *
 * @param {string} root folder that the names are relative to
 * @param {string[]} names files, or folders with all that lies in them; one that is missing counts
 *   as missing
 * @param {(relativePath: string) => boolean} [wanted] leaves files out
 * @returns {Promise<string>}
 */
async function fingerprint(root, names, wanted = () => true) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of (await filesOf(root, name)).filter(wanted)) {
      const content = await readFile(path.join(root, file));
      // The length keeps a name and a content apart from the next ones.
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
    hash.update('\0');
  }
  return hash.digest('hex');
}

async function filesOf(root, name) {
  const found = await stat(path.join(root, name)).catch(() => null);
  if (!found) return [];
  if (found.isFile()) return [name];
  const entries = await readdir(path.join(root, name), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !IGNORED.has(entry.name))
      .map((entry) => filesOf(root, path.posix.join(name, entry.name))),
  );
  return nested.flat().sort();
}

module.exports = { fingerprint };
