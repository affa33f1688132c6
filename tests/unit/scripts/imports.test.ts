import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { itEvery } from '../../support/itEvery';

const SCRIPTS = path.resolve(__dirname, '../../../scripts');

/** The script itself and every file that it imports, and those that they import. */
function filesOf(script: string, seen = new Set<string>()): Set<string> {
  if (seen.has(script)) return seen;
  seen.add(script);
  for (const name of importsOf(script)) {
    if (name.startsWith('.')) filesOf(path.resolve(path.dirname(script), name), seen);
  }
  return seen;
}

function importsOf(script: string): string[] {
  const text = readFileSync(script, 'utf8');
  return [...text.matchAll(/^import [^;]*?'([^']+)';/gms)].map((match) => match[1]!);
}

/** They import what installs the packages, so node resolves their imports before any is there. */
const INSTALLING = readdirSync(SCRIPTS)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => path.join(SCRIPTS, name))
  .filter((script) => filesOf(script).has(path.join(SCRIPTS, 'install.mjs')));

describe('the scripts that install the packages', () => {
  it('are found', () => {
    const names = INSTALLING.map((script) => path.basename(script));
    expect(names).toEqual(expect.arrayContaining(['build.mjs', 'test.mjs', 'testDatabases.mjs']));
  });

  itEvery(INSTALLING.map((script) => [path.basename(script), script]))(
    '… needs none of them',
    (_name, script) => {
      const imported = [...filesOf(script)].flatMap(importsOf);
      expect(imported.filter((name) => !name.startsWith('.') && !name.startsWith('node:'))).toEqual(
        [],
      );
    },
  );
});
