import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { fingerprint } = jest.requireActual<{
  fingerprint: (
    root: string,
    names: string[],
    wanted?: (file: string) => boolean,
  ) => Promise<string>;
}>('../../../scripts/buildStamp.cjs');

describe('the fingerprint of files', () => {
  let root: string;
  const file = (name: string): string => path.join(root, name);
  const print = (): Promise<string> => fingerprint(root, ['src', 'package.json', 'missing']);

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'calltouch-stamp-'));
    await mkdir(file('src/deep'), { recursive: true });
    await writeFile(file('src/deep/a.ts'), 'one');
    await writeFile(file('package.json'), '{}');
  });
  afterEach(() => rm(root, { recursive: true }));

  it('stays the same when a file is only touched', async () => {
    const before = await print();
    await utimes(file('src/deep/a.ts'), 0, 0);
    expect(await print()).toBe(before);
  });

  it('changes with a content, a name, and a new file', async () => {
    const prints = [await print()];
    await writeFile(file('src/deep/a.ts'), 'two');
    prints.push(await print());
    await rename(file('src/deep/a.ts'), file('src/deep/b.ts'));
    prints.push(await print());
    await writeFile(file('missing'), '');
    prints.push(await print());
    expect(new Set(prints).size).toBe(4);
  });

  it('leaves out installed packages, results, and what is not wanted', async () => {
    const before = await print();
    await mkdir(file('src/node_modules'));
    await writeFile(file('src/node_modules/x.js'), '');
    expect(await print()).toBe(before);
    const wanted = (name: string): boolean => !name.endsWith('a.ts');
    const without = await fingerprint(root, ['src'], wanted);
    await writeFile(file('src/deep/a.ts'), 'two');
    expect(await fingerprint(root, ['src'], wanted)).toBe(without);
  });
});
