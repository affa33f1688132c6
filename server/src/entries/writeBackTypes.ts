/** Which attributes can take which result of a delivery. */
import { DELIVERY_STATUSES, RESULT_ATTRIBUTES, type WriteBackResult } from '../contracts';
import type { Attribute, Model } from '../mapping/model';

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

/** Results of which no two leads have the same. */
const UNIQUE = new Set<WriteBackResult>(['requestId', 'requestNumber']);

/** Whether the attribute can take the result. An enumeration takes the status if it has them all. */
export function canTake(attribute: Attribute, result: WriteBackResult): boolean {
  if (!writeBackTypes(result).includes(attribute.type)) return false;
  if (attribute.unique === true && !UNIQUE.has(result)) return false;
  if (attribute.type !== 'enumeration') return true;
  return DELIVERY_STATUSES.every((status) => attribute.enum?.includes(status));
}

const OWN = new Set(Object.values(RESULT_ATTRIBUTES));

/**
 * Why nothing may be written to an attribute, whatever its type; null if it may. One rule for the
 * settings' check, the choice that the admin offers and the writing itself.
 *
 * A plugin trusts what stands in its own types: who could fill `resetPasswordToken` or `role` of a
 * user, or the token of some other plugin's login, would own the account. So of such types only
 * attributes that the site has added itself are targets, and none that it keeps private.
 */
export function targetRefusal(
  model: Model,
  name: string,
): 'writeBackSystem' | 'writeBackMissing' | 'writeBackProtected' | null {
  if (isSystemAttribute(name)) return 'writeBackSystem';
  const attribute = Object.hasOwn(model.attributes, name) ? model.attributes[name] : undefined;
  if (!attribute) return 'writeBackMissing';
  if (!model.siteAttributes) return null;
  if (!model.siteAttributes.has(name)) return 'writeBackProtected';
  const isPrivate = attribute.private === true || model.options?.privateAttributes?.includes(name);
  return isPrivate && !OWN.has(name) ? 'writeBackProtected' : null;
}

/** Whether write-back may be told to copy the result to the attribute of that name. */
export function isTarget(model: Model, name: string, result: WriteBackResult): boolean {
  const attribute = model.attributes[name];
  return targetRefusal(model, name) === null && !!attribute && canTake(attribute, result);
}

/** Whether Strapi itself keeps the attribute of that name, so that nothing may be written to it. */
export function isSystemAttribute(name: string): boolean {
  return SYSTEM.has(name);
}
