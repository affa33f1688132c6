/** JSON that form builders store, as text for people: `[{ "label": "Имя", "value": "Иван" }]`. */

const LABELS = ['label', 'title', 'question', 'name', 'key'];
const VALUES = ['value', 'answer'];

type Members = Record<string, unknown>;

/**
 * A line `label: value` for each filled item of a list whose items all have a label and a value, or
 * for each member of an object of plain values.
 * @returns null for any other JSON
 */
export function labelledText(json: unknown): string | null {
  const pairs = pairsOf(json);
  if (pairs === null) return null;
  return pairs
    .map(([label, value]) => [label, valueText(value)])
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label}: ${text}`)
    .join('\n');
}

function pairsOf(json: unknown): [string, unknown][] | null {
  if (Array.isArray(json)) {
    const pairs = json.map(pairOf);
    const complete = pairs.filter((pair) => pair !== null);
    return complete.length > 0 && complete.length === pairs.length ? complete : null;
  }
  if (!isMembers(json)) return null;
  const pairs = Object.entries(json);
  return pairs.length > 0 && pairs.every(([, value]) => isPlain(value)) ? pairs : null;
}

function pairOf(item: unknown): [string, unknown] | null {
  if (!isMembers(item)) return null;
  const label = LABELS.find((name) => typeof item[name] === 'string' && item[name] !== '');
  const value = VALUES.find((name) => Object.hasOwn(item, name));
  return label === undefined || value === undefined ? null : [String(item[label]), item[value]];
}

/** One line; lists are joined by commas, and labelled values within by semicolons. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isPlain(value)) return String(value).trim();
  const inner = labelledText(value);
  if (inner !== null) return inner.replaceAll('\n', '; ');
  if (Array.isArray(value) && value.every(isPlain))
    return value
      .map(valueText)
      .filter((text) => text !== '')
      .join(', ');
  return JSON.stringify(value);
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
