/** Which attributes can take which result of a delivery. */
import { DELIVERY_STATUSES, type WriteBackResult } from '../contracts';
import type { Attribute } from './models';

const TEXTS = ['string', 'text', 'richtext'];

const TYPES: Partial<Record<WriteBackResult, string[]>> = {
  status: [...TEXTS, 'enumeration'],
  // Calltouch's ids exceed the 32 bits of an integer column.
  requestId: [...TEXTS, 'biginteger'],
  sessionId: [...TEXTS, 'biginteger'],
  clientId: [...TEXTS, 'biginteger'],
  attribution: [...TEXTS, 'integer', 'biginteger'],
  uniqueRequest: ['boolean', ...TEXTS],
  uniqTargetRequest: ['boolean', ...TEXTS],
  targetRequest: ['boolean', ...TEXTS],
  deliveredAt: ['datetime', ...TEXTS],
  // Longer than a string column.
  response: ['json', 'text', 'richtext'],
};

/** Strapi's own attributes: writing one would break the entry. */
const SYSTEM = new Set([
  'id',
  'documentId',
  'locale',
  'localizations',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'firstPublishedAt',
  'createdBy',
  'updatedBy',
]);

/** Types of attributes that can take the result; other results than these are short texts. */
export function writeBackTypes(result: WriteBackResult): string[] {
  return TYPES[result] ?? TEXTS;
}

/** Whether the attribute can take the result. An enumeration takes the status if it has them all. */
export function canTake(attribute: Attribute, result: WriteBackResult): boolean {
  if (!writeBackTypes(result).includes(attribute.type)) return false;
  if (attribute.type !== 'enumeration') return true;
  return DELIVERY_STATUSES.every((status) => attribute.enum?.includes(status));
}

/** Whether Strapi itself keeps the attribute of that name, so that nothing may be written to it. */
export function isSystemAttribute(name: string): boolean {
  return SYSTEM.has(name);
}
