import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SERVER = path.resolve(__dirname, '../../../server/src');
/** A file that one can read at a sitting, and a folder that one can see at a glance. */
const LINES_OF_FILE = 250;
const FILES_OF_FOLDER = 16;

const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const textOf = (file: string) => readFileSync(path.join(SERVER, file), 'utf8');

/** Files of the server that a file imports, types included. */
function importsOf(file: string): string[] {
  return [...textOf(file).matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].flatMap(([, name]) => {
    const base = path.join(path.dirname(file), name!);
    return [`${base}.ts`, path.join(base, 'index.ts')].filter((found) => files.includes(found));
  });
}

/** Groups of files each of which leads to each other one. */
function cycles(): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const next of importsOf(file)) {
      const reached = !order.has(next)
        ? visit(next)
        : open.includes(next)
          ? order.get(next)!
          : null;
      if (reached !== null) lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === order.get(file)) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1) found.push(group);
    }
    return lowest.get(file)!;
  };
  for (const file of files) if (!order.has(file)) visit(file);
  return found;
}

/** The files that the design lists under a heading, in order. */
function listed(heading: string): string[] {
  const design = readFileSync(path.resolve(SERVER, '../../docs/design.md'), 'utf8');
  const [, text = ''] = design.split(heading);
  const [, list = ''] = /^\n+((?:\d+\. .*\n)+)/.exec(text) ?? [];
  return [...list.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file]) => `${file}.ts`);
}

/** Files that the wiring reaches in two steps: what a port stands for. */
function wired(): string[] {
  return importsOf('bootstrap.ts').flatMap((file) => [file, ...importsOf(file)]);
}

describe('the server’s files', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(importsOf('index.ts')).toContain('bootstrap.ts');
  });

  it('import each other in no circle, types included', () => {
    expect(cycles()).toEqual([]);
  });

  it('are short enough to be read at a sitting', () => {
    const long = files.filter((file) => textOf(file).split('\n').length > LINES_OF_FILE + 1);
    expect(long).toEqual([]);
  });

  it('have each a name of their own', () => {
    const names = files.map((file) => path.basename(file)).filter((name) => name !== 'index.ts');
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('lie in folders that one can see at a glance', () => {
    const folders = [...new Set(files.map((file) => path.dirname(file)))];
    const full = folders.filter(
      (folder) => files.filter((file) => path.dirname(file) === folder).length > FILES_OF_FOLDER,
    );
    expect(full).toEqual([]);
  });

  it.each([
    "A submission's way until its commit:",
    "A delivery's way from its claim to the write-back:",
  ])('lead on from one to the next as the design lists them: %s', (heading) => {
    const way = listed(heading);
    expect(way.length).toBeGreaterThan(5);
    expect(way.length).toBeLessThanOrEqual(12);
    const cut = way.filter((file, index) => {
      const before = way.slice(0, index);
      const isReached = before.some((earlier) => importsOf(earlier).includes(file));
      // The sender knows what it works with as ports, which are wired elsewhere.
      const isPort = before.some((earlier) => importsOf(earlier).includes('sending/ports.ts'));
      return index > 0 && !isReached && !(isPort && wired().includes(file));
    });
    expect(cut).toEqual([]);
  });
});
