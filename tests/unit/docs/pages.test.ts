import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { itEvery } from '../../support/itEvery';

const ROOT = path.resolve(__dirname, '../../..');

/** Most bytes of README.md, and most characters of README.ru.md, whose letters have two bytes each. */
const README_LIMIT = 12_288;

interface Heading {
  level: number;
  /** As GitHub makes it. */
  slug: string;
}

/** Markdown files of a folder, by their paths from the root. */
function markdownOf(folder: string, recursive = false): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name))
    .sort();
}

function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** What is left of a page without its blocks of code, also those within a list. */
function withoutBlocks(text: string): string {
  return text.replaceAll(/^( *)(```+)[^`]*?\n.*?^\1\2 *$/gms, '');
}

function headingsOf(file: string): Heading[] {
  const seen = new Map<string, number>();
  const headings = withoutBlocks(textOf(file)).matchAll(/^(#{1,6}) +(.+?) *$/gm);
  return [...headings].map(([, signs, title]) => {
    const slug = slugOf(title!);
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return { level: signs!.length, slug: before === 0 ? slug : `${slug}-${before}` };
  });
}

/** GitHub's anchor of a heading: letters, digits, `_` and `-` of any alphabet, blanks as `-`. */
function slugOf(title: string): string {
  return title
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Links and images of a page that lead to the repository itself. */
function linksOf(file: string): string[] {
  const prose = withoutBlocks(textOf(file)).replaceAll(/(`+)[^`].*?\1/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Why a link leads nowhere; null if it leads somewhere. */
function faultOf(link: string, file: string): string | null {
  const [relative, anchor] = decodeURIComponent(link).split('#');
  const target = relative === '' ? file : path.join(path.dirname(file), relative!);
  if (!existsSync(path.join(ROOT, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined) return null;
  const slugs = target.endsWith('.md') ? headingsOf(target).map(({ slug }) => slug) : [];
  return slugs.includes(anchor) ? null : `${link}: ${target} has no heading #${anchor}`;
}

const ENGLISH = markdownOf('docs/en');
const RUSSIAN = markdownOf('docs/ru');
const LINKING = [...markdownOf('.'), ...markdownOf('docs', true)];

const twinOf = (file: string) => file.replace('docs/en/', 'docs/ru/');

describe('the pages in English and in Russian', () => {
  it('are the same', () => {
    expect(ENGLISH).toContain('docs/en/index.md');
    expect(RUSSIAN).toEqual(ENGLISH.map(twinOf));
  });

  itEvery(ENGLISH)('… has headings of the same levels in the same order as its twin', (file) => {
    const [english, russian] = [file, twinOf(file)].map((page) =>
      headingsOf(page).map(({ level }) => level),
    );
    expect(english).not.toEqual([]);
    expect(russian).toEqual(english);
  });

  itEvery(['docs/en/index.md', 'docs/ru/index.md'])('stand in …, each of them', (index) => {
    const pages = markdownOf(path.dirname(index)).map((file) => path.basename(file));
    const named = new Set(linksOf(index).filter((link) => /^[\w-]+\.md$/.test(link)));
    expect([...named, 'index.md'].sort()).toEqual(pages);
  });
});

describe('links', () => {
  it('are looked for in every page there is', () => {
    expect(LINKING).toEqual(
      expect.arrayContaining([
        ...['README.md', 'README.ru.md', 'CONTRIBUTING.md', 'docs/design.md'],
        ...[...ENGLISH, ...RUSSIAN],
      ]),
    );
    expect(linksOf('README.ru.md')).toEqual(
      expect.arrayContaining(['docs/ru/index.md', '#установка']),
    );
  });

  itEvery(LINKING)('of … lead to a file and a heading', (file) => {
    const faults = linksOf(file).map((link) => faultOf(link, file));
    expect(faults.filter((fault) => fault !== null)).toEqual([]);
  });

  itEvery([
    ["Calltouch's limits, and what the plugin does", 'calltouchs-limits-and-what-the-plugin-does'],
    ['Если Calltouch не отвечает', 'если-calltouch-не-отвечает'],
    ['`fetch`, also from a page', 'fetch-also-from-a-page'],
    ['What happened → outcome', 'what-happened--outcome'],
  ])('find the heading “…” as GitHub does', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });
});

describe('the READMEs', () => {
  it('stay short', () => {
    expect(Buffer.byteLength(textOf('README.md'))).toBeLessThanOrEqual(README_LIMIT);
    expect([...textOf('README.ru.md')].length).toBeLessThanOrEqual(README_LIMIT);
  });
});
