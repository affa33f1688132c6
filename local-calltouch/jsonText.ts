/** What can be written as JSON without losing a digit: a bigint is a number of any length. */
export type Json = null | boolean | number | bigint | string | Json[] | { [member: string]: Json };

/** Writes a value as compact JSON, bigints as their digits. */
export function jsonText(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** An id for JSON: a number if it is one, as in the sample of Calltouch's page, else the text. */
export function idJson(id: string): bigint | string {
  return /^(0|[1-9]\d*)$/.test(id) ? BigInt(id) : id;
}
