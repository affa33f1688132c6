/**
 * The text that a template inserts for a value of each Strapi attribute type:
 *
 * | attribute type | text |
 * | --- | --- |
 * | string, text | as it is, HTML entities decoded |
 * | richtext | the same; an editor's HTML as plain text, a line per block; Markdown as it is |
 * | email, uid, enumeration | as it is |
 * | integer, biginteger, decimal, float | digits; `0` is a value |
 * | boolean | `true` or `false` |
 * | datetime, timestamp | `dd.mm.yyyy hh:mm:ss` in the site's zone |
 * | date | `dd.mm.yyyy` |
 * | time | `hh:mm`, with `:ss` if the seconds are not 0 |
 * | json | a line `label: value` for each of a list of labels and values, or of an object of plain values; else compact JSON; a text or number within it as it is |
 * | blocks | plain text, a line per block; items of lists with `- `; a link's address in brackets |
 * | media | absolute address |
 * | relation, component | text of its main attribute: the first that is filled of title, name, label, displayName, username, email, slug; else of its other texts; else its documentId |
 * | several media, relations, components; dynamic zone | the texts joined by `, ` |
 * | empty or missing | nothing |
 *
 * Values that are no primitives carry their text under `Symbol.toPrimitive`, which templates can't
 * name: so Liquid's filters, which call `String(value)`, see the same text as an output does.
 */

/** Gives an object its text form, in place of an earlier one; Liquid reads its members as before. */
export function withText<T extends object>(target: T, text: () => string): T {
  const toPrimitive = (hint: string) =>
    hint !== 'string' && target instanceof Date ? target.getTime() : text();
  return Object.defineProperty(target, Symbol.toPrimitive, {
    value: toPrimitive,
    configurable: true,
  });
}

/** The text of any value that a template can come to hold. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return String(value);
  if (Object.hasOwn(value, Symbol.toPrimitive)) return String(value);
  if (Array.isArray(value)) return listText(value);
  return JSON.stringify(value);
}

/** The texts of several values in one line; empty ones leave no comma behind. */
export function listText(values: readonly unknown[]): string {
  return values
    .map(textOf)
    .filter((text) => text !== '')
    .join(', ');
}

/** JavaScript writes numbers from 1e21 and below 1e-6 with an exponent, which no reader expects. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return '';
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

/** `10:30:00.000` as `10:30`; seconds stay where they say something. */
export function timeText(value: string): string {
  const match = /^(\d{2}:\d{2})(?::(\d{2}))?/.exec(value);
  if (!match) return value;
  const [, minutes = '', seconds] = match;
  return seconds === undefined || seconds === '00' ? minutes : `${minutes}:${seconds}`;
}

/**
 * An address with scheme and host; what the upload plugin stores for local files has neither.
 * @param baseUrl the server's own address, which may have a path.
 */
export function absoluteUrl(url: string, baseUrl: string): string {
  return url.startsWith('/') && !url.startsWith('//') ? baseUrl.replace(/\/+$/, '') + url : url;
}

/** Strapi's blocks (its rich text editor's document) as plain text. */
export function blocksText(value: unknown): string {
  return nodesOf(value)
    .map((block) => blockText(block, ''))
    .filter((text) => text.trim() !== '')
    .join('\n');
}

type Node = Record<string, unknown>;

function nodesOf(value: unknown): Node[] {
  if (!Array.isArray(value)) return [];
  return value.filter((node): node is Node => typeof node === 'object' && node !== null);
}

function blockText(block: Node, indent: string): string {
  if (block.type === 'list') {
    return nodesOf(block.children)
      .map((item) =>
        item.type === 'list' ? blockText(item, `${indent}  `) : `${indent}- ${inlineText(item)}`,
      )
      .join('\n');
  }
  if (block.type === 'image') return imageText(block.image);
  return inlineText(block);
}

function inlineText(node: Node): string {
  if (typeof node.text === 'string') return node.text;
  const text = nodesOf(node.children).map(inlineText).join('');
  if (node.type !== 'link' || typeof node.url !== 'string' || node.url === text) return text;
  return text === '' ? node.url : `${text} (${node.url})`;
}

function imageText(image: unknown): string {
  const { alternativeText, url } = (image ?? {}) as Node;
  const filled = [alternativeText, url].filter((text) => typeof text === 'string' && text !== '');
  return textOf(filled[0]);
}
