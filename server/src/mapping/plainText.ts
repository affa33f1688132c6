/** Plain text of what editors and escaping frontends store: entities decoded, an editor's tags left out. */

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  bull: '•',
  middot: '·',
  shy: '',
};

/**
 * Decodes HTML entities once: those that editors and escaping write, and numbers. What is none
 * (`R&D`, `a&b;`) stays as it is. A no-break space becomes a space.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (entity, decimal, hex, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    })
    .replace(/\u00a0/g, ' ');
}

/** A tag, by its name; what stands between `<` and `>` in an ordinary sentence has none of these. */
const TAG =
  /<(\/?)(a|abbr|b|blockquote|br|code|del|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|label|li|mark|oembed|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)(?=[\s/>])[^<>]*>/gi;
const COMMENT = /<!--[^<>]*-->/g;
const LINES = new Set(
  'blockquote div figure h1 h2 h3 h4 h5 h6 hr ol p pre section table tr ul'.split(' '),
);

/** The text of an editor's HTML: a line for each block, `- ` before items; then entities decoded. */
export function htmlText(html: string): string {
  let hidden = '';
  let text = '';
  let hasTags = false;
  let from = 0;
  for (const tag of html.matchAll(TAG)) {
    const [whole, slash, given = ''] = tag;
    const name = given.toLowerCase();
    if (hidden === '') text += html.slice(from, tag.index) + between(name, slash === '/');
    if (name === 'script' || name === 'style') hidden = slash === '/' ? '' : name;
    from = tag.index + whole.length;
    hasTags = true;
  }
  if (!hasTags) return decodeEntities(html);
  if (hidden === '') text += html.slice(from);
  const lines = text
    .replace(COMMENT, '')
    .split('\n')
    .map((line) => line.trim());
  return decodeEntities(lines.filter((line) => line !== '' && line !== '-').join('\n'));
}

/** What stands in the text in a tag's place. */
function between(name: string, isEnd: boolean): string {
  if (name === 'li') return isEnd ? '' : '\n- ';
  if (name === 'td' || name === 'th') return isEnd ? ' ' : '';
  return name === 'br' || LINES.has(name) ? '\n' : '';
}
