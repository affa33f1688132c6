import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { itEvery } from '../../support/itEvery';

const ROOT = path.resolve(__dirname, '../../..');

/** Quotes of a page: the file named above each block of code, and the block. */
function quotesOf(page: string): Map<string, string> {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  const blocks = text.matchAll(/<!-- (examples\/\S+) -->\n\n```\w+\n(.*?)```\n/gs);
  return new Map([...blocks].map(([, file, code]) => [file!, code!]));
}

describe.each(['docs/en/capture.md', 'docs/ru/capture.md'])('%s', (page) => {
  const quotes = quotesOf(page);
  const examples = readdirSync(path.join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(html|tsx?|vue)$/.test(name))
    .map((name) => `examples/${name.replaceAll(path.sep, '/')}`);

  it('quotes every example', () => {
    expect([...quotes.keys()].sort()).toEqual(examples.sort());
  });

  itEvery(examples)('quotes … as it is', (file) => {
    expect(quotes.get(file)).toBe(readFileSync(path.join(ROOT, file), 'utf8'));
  });
});
