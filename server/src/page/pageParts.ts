import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { PageForm } from '../contracts';

/** What a page consists of, as far as anybody asks. */
export interface PageParts {
  /** Scripts by address, in the page's order. */
  scripts: PageScript[];
  /** Addresses of scripts that the page announces (`<link rel="preload" as="script">`). */
  announced: string[];
  /** All that is written inside script tags, data for scripts included. */
  code: string;
  forms: PageForm[];
}

export interface PageScript {
  /** In full. */
  url: string;
  /** `type="text/plain"`: it runs only after something has allowed it, e.g. a consent banner. */
  isHeld: boolean;
  /** It has the attribute `data-load-tracker`. */
  loadsTracker: boolean;
}

type Attributes = Map<string, string>;

/** Longest text of an attribute that is shown. */
const LONGEST_TEXT = 200;

/**
 * Takes a page apart. Comments are left out, and so are broken addresses.
 *
 * It works on tokens and knows of no nesting: that needs no tree and takes time in proportion to the
 * page, while htmlparser2's `Parser` searches all open tags at each closing one, so that a page made
 * for it would keep Strapi busy for minutes.
 *
 * @param pageUrl for addresses that are relative, unless the page names another base
 */
export function pageParts(html: string, pageUrl: string): PageParts {
  const code: string[] = [];
  const forms: PageForm[] = [];
  const sources: (Omit<PageScript, 'url'> & { src: string })[] = [];
  const links: string[] = [];
  let base: string | null = null;
  let isInScript = false;

  const opened = (name: string, attributes: Attributes) => {
    const of = (attribute: string) => attributes.get(attribute) ?? '';
    if (name === 'base' && attributes.has('href')) base ??= of('href');
    if (name === 'link' && of('as').toLowerCase() === 'script') links.push(of('href'));
    if (name === 'script') {
      isInScript = true;
      if (!attributes.has('src')) return;
      const isHeld = of('type').trim().toLowerCase() === 'text/plain';
      sources.push({ src: of('src'), isHeld, loadsTracker: attributes.has('data-load-tracker') });
    }
    if (name === 'form') {
      const [id = '', ownName = '', action = ''] = ['id', 'name', 'action'].map((attribute) =>
        of(attribute).slice(0, LONGEST_TEXT),
      );
      forms.push({ isMarked: attributes.has('data-calltouch'), id, name: ownName, action });
    }
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...tags(html, opened),
      onclosetag: () => void (isInScript = false),
      ontext: (start, end) => void (isInScript && code.push(html.slice(start, end))),
    },
  );
  tokenizer.write(html);
  tokenizer.end();

  const baseUrl = absolute(base ?? '', pageUrl) ?? pageUrl;
  return {
    scripts: sources.flatMap(({ src, ...rest }) => {
      const url = absolute(src, baseUrl);
      return url === null ? [] : [{ url, ...rest }];
    }),
    announced: links.flatMap((href) => absolute(href, baseUrl) ?? []),
    code: code.join('\n'),
    forms,
  };
}

/** Puts together what the tokenizer tells of a tag; of a repeated attribute the first counts. */
function tags(
  html: string,
  opened: (name: string, attributes: Attributes) => void,
): Omit<TokenizerCallbacks, 'onclosetag' | 'ontext'> {
  let tag = '';
  let attributes: Attributes = new Map();
  let name = '';
  let value = '';
  const end = () => opened(tag, attributes);
  return {
    onopentagname(start, stop) {
      tag = html.slice(start, stop).toLowerCase();
      attributes = new Map();
    },
    onattribname(start, stop) {
      name = html.slice(start, stop).toLowerCase();
      value = '';
    },
    onattribdata: (start, stop) => void (value += html.slice(start, stop)),
    onattribentity: (codepoint) => void (value += String.fromCodePoint(codepoint)),
    onattribend: () => void (attributes.has(name) || attributes.set(name, value)),
    onopentagend: end,
    onselfclosingtag: end,
    ontextentity: () => {},
    oncdata: () => {},
    oncomment: () => {},
    ondeclaration: () => {},
    onprocessinginstruction: () => {},
    onend: () => {},
  };
}

function absolute(address: string, base: string): string | null {
  return URL.canParse(address, base) ? new URL(address, base).href : null;
}
