/** Strings, signs of the structure, and all else that is no white space: numbers and words. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * A JSON text with a line for each member; any other text as it is. Numbers keep all their digits,
 * which they would lose if they were parsed: Calltouch's ids exceed 2^53.
 */
export function prettyJson(source: string): string {
  try {
    JSON.parse(source);
  } catch {
    return source;
  }
  let depth = 0;
  let before = '';
  let result = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  for (const token of source.match(TOKENS) ?? []) {
    const isClosing = token === '}' || token === ']';
    if (isClosing) depth -= 1;
    const isInside = before === '{' || before === '[';
    if (isClosing ? !isInside : isInside || before === ',') result += newLine();
    result += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return result;
}
