/** A first mapping for a content type, made from the names of its attributes. */
import { type Form, type LeadField, WRITE_BACK_RESULTS, type WriteBackResult } from '../contracts';
import { mappableAttributes } from '../mapping/attributePath';
import type { Attribute, Model, Models } from '../mapping/model';
import { isSystemAttribute, isTarget } from '../entries/writeBackTypes';

/** Names in English, transliterated Russian and Russian, without case, hyphens and underscores. */
const NAMES: Partial<Record<LeadField, RegExp[]>> = {
  fio: [
    /^(?:name|imya|imia|имя)$/,
    /^(?:client|customer|user|visitor|contact|your|person|klient|клиент)(?:s)?(?:full)?(?:name|imya|имя)$/,
    /^(?:klient|клиент|client|customer|visitor|contactperson|kontaktnoelico|контактноелицо)$/,
  ],
  phoneNumber: [
    /^(?:phone|phonenumber|telephone|telefon|tel|телефон|тел|номертелефона|nomertelefona)$/,
    /^(?:mobile|mobilephone|cell|cellphone|mobilnyj|mobilnyi|mobilnyy|мобильный)$/,
    /phone|telefon|телефон|mobil|мобильн/,
  ],
  email: [/^(?:email|mail|pochta|почта|emailaddress)$/, /e?mail|pochta|почт/],
  comment: [
    /^(?:comment|comments|kommentarij|kommentariy|kommentarii|комментарий)$/,
    /^(?:message|msg|soobshchenie|soobshenie|soobschenie|сообщение)$/,
    /^(?:question|vopros|вопрос|text|tekst|текст|note|notes|description|opisanie|описание)$/,
    /comment|message|komment|soobs|коммент|сообщ/,
  ],
  requestUrl: [
    /^(?:pageurl|url|requesturl|sourceurl|pageaddress|adresstranicy|адресстраницы)$/,
    /^(?:page|stranica|stranitsa|страница|link|href|location|ssylka|ссылка)$/,
  ],
  sessionId: [/^(?:calltouch|ct)session(?:id)?$/],
};

/** Names of a whole name and of its parts. */
const PARTS = {
  full: /^(?:fio|фио|fullname|polnoeimya|полноеимя)$/,
  last: /^(?:lastname|surname|familyname|secondname|familiya|familia|фамилия)$/,
  first: /^(?:firstname|givenname|name|imya|imia|имя)$/,
  middle: /^(?:middlename|patronymic|otchestvo|отчество)$/,
};

const TEXT_TYPES = ['string', 'text', 'richtext', 'email', 'uid'];
const TYPES: Partial<Record<LeadField, string[]>> = {
  phoneNumber: ['string', 'text', 'biginteger'],
  comment: ['text', 'string', 'richtext', 'blocks'],
  sessionId: ['string', 'text', 'biginteger'],
};

/**
 * Results whose bare name can mean nothing else; the others need `calltouch` before it. An attribute
 * `utm_source` may hold what the page itself saw, which a result must not overwrite unasked.
 */
const PLAIN_RESULTS = new Set<WriteBackResult>([
  'requestId',
  'attribution',
  'yaClientId',
  'guaClientId',
  'uniqueRequest',
  'uniqTargetRequest',
  'targetRequest',
]);

/**
 * Suggests a mapping: attributes whose names say that they hold a name, phone, email, comment, page
 * or session, and those whose names say that they take a result. Custom fields are not suggested,
 * since each must exist in the Calltouch account first.
 */
export function suggestMapping(
  model: Model,
  models: Models,
): Pick<Form, 'fields' | 'customFields' | 'writeBack'> {
  const writeBack = suggestWriteBack(model);
  const targets = new Set(Object.values(writeBack));
  const attributes = mappableAttributes(model, models).filter(
    ([name]) => !isSystemAttribute(name) && !targets.has(name),
  );
  const fields: Form['fields'] = { subject: literal(model.info?.displayName ?? '') };
  for (const [field, patterns] of Object.entries(NAMES) as [LeadField, RegExp[]][]) {
    const name = findByName(attributes, patterns, TYPES[field] ?? TEXT_TYPES);
    if (name !== null) fields[field] = output(name);
  }
  fields.fio = fullName(attributes) ?? fields.fio;
  const email = attributes.find(([, { type }]) => type === 'email');
  fields.email ??= email && output(email[0]);
  const filled = Object.entries(fields).filter(([, template]) => template);
  return { fields: Object.fromEntries(filled), customFields: [], writeBack };
}

type Named = [string, Attribute][];

function findByName(attributes: Named, patterns: RegExp[], types: string[]): string | null {
  for (const pattern of patterns) {
    const found = attributes.find(
      ([name, { type }]) => types.includes(type) && pattern.test(plainName(name)),
    );
    if (found) return found[0];
  }
  return null;
}

/** A whole name, or «Фамилия Имя Отчество» where it is kept in parts. */
function fullName(attributes: Named): string | null {
  const find = (pattern: RegExp) => findByName(attributes, [pattern], TEXT_TYPES);
  const full = find(PARTS.full);
  const parts = [find(PARTS.last), find(PARTS.first), find(PARTS.middle)];
  const names = full === null ? parts.filter((name) => name !== null) : [full];
  return names.length === 0 ? null : names.map(output).join(' ');
}

function suggestWriteBack(model: Model): Form['writeBack'] {
  const writeBack: Form['writeBack'] = {};
  for (const result of WRITE_BACK_RESULTS) {
    // A session of that name is what the visitor's page sends.
    if (result === 'sessionId') continue;
    const names = [`calltouch${result}`, `ct${result}`];
    if (PLAIN_RESULTS.has(result)) names.push(result);
    const wanted = new Set(names.map(plainName));
    const found = Object.keys(model.attributes).find(
      (name) => wanted.has(plainName(name)) && isTarget(model, name, result),
    );
    if (found !== undefined) writeBack[result] = found;
  }
  return writeBack;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function output(name: string): string {
  return `{{ ${name} }}`;
}

/** Text that no template takes for its own signs. */
function literal(text: string): string {
  return /\{[{%]/.test(text) ? `{% raw %}${text}{% endraw %}` : text;
}
