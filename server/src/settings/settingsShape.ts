/** The shape of the settings document, and zod's complaints in our words. */
import { z } from '@strapi/utils';
import { LEAD_FIELDS, type SettingsError, WRITE_BACK_RESULTS } from '../contracts';
import { LEAD_LIMITS } from '../lead/leadLimits';
import { isTimeZone } from '../lead/requestDate';
import { SETTINGS_ERRORS, settingsError, type SettingsErrorCode } from './settingsErrors';

/** A refinement's complaint: our code travels as zod's message. */
function complaint(code: SettingsErrorCode, params: Record<string, string> = {}) {
  return { message: code, params };
}

function filled(code: SettingsErrorCode, limit: number) {
  return z
    .string()
    .trim()
    .refine((text) => text !== '', complaint(code))
    .refine((text) => text.length <= limit, complaint('tooLong', { limit: String(limit) }));
}

function whole(min: number, max: number) {
  const isWhole = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return z.number().refine(isWhole, complaint('range', { min: String(min), max: String(max) }));
}

const HOST_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

function isHostName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => HOST_LABEL.test(label));
}

const site = z.strictObject({
  key: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, complaint('siteKey')),
  name: filled('emptyName', 256),
  // It becomes a part of the request's path, so nothing but digits may pass.
  siteId: z
    .string()
    .trim()
    .regex(/^\d{1,10}$/, complaint('siteId')),
  modId: z
    .string()
    .trim()
    .regex(/^(?:[0-9a-z]{8})?$/, complaint('modId')),
  hosts: z.array(z.string().trim().toLowerCase().refine(isHostName, complaint('host'))).default([]),
  timeZone: z.string().refine(isTimeZone, complaint('timeZone')).default('Europe/Moscow'),
});

const customField = z.strictObject({
  name: filled('emptyFieldName', LEAD_LIMITS.customFieldName),
  value: z.string(),
});

const form = z.strictObject({
  contentType: z.string(),
  enabled: z.boolean(),
  site: z.string().nullable().default(null),
  sendOn: z.enum(['create', 'publish']),
  condition: z.record(z.string(), z.unknown()).nullable().default(null),
  fields: z.partialRecord(z.enum(LEAD_FIELDS), z.string()),
  customFields: z.array(customField).default([]),
  writeBack: z
    .partialRecord(z.enum(WRITE_BACK_RESULTS), z.string())
    // The admin's empty choice is the same as none.
    .transform((map) => Object.fromEntries(Object.entries(map).filter(([, name]) => name !== '')))
    .default({}),
});

const delivery = z.strictObject({
  paused: z.boolean().default(false),
  giveUpAfterHours: whole(1, 8760).default(168),
  onUnknown: z.enum(['resend', 'hold']).default('resend'),
  dailyLimit: whole(1, 1_000_000_000).nullable().default(null),
  sessionGraceMs: whole(0, 60_000).default(3_000),
  retentionDays: whole(1, 3650).default(90),
});

/** The document with its defaults; what depends on content types is checked elsewhere. */
export const settingsShape = z.strictObject({
  sites: z.array(site),
  forms: z.array(form),
  delivery: delivery.prefault({}),
});

/** The shapes of its parts, for a document of which not all fits. */
export const SHAPES = { site, form, delivery };
export type ObjectShape = { shape: Record<string, z.ZodType> };

type Issue = z.core.$ZodIssue;

/** Zod's words for what it expected, in ours. */
const EXPECTED: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** One issue of zod as refusals with our codes. */
export function shapeErrors(issue: Issue, document: unknown): SettingsError[] {
  const path = issue.path.map(String);
  const value = valueAt(document, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((name) => settingsError([...path, name], 'unknownMember', { name }));
    case 'invalid_key':
      return [unknownKey(path)];
    case 'invalid_type': {
      const expected = EXPECTED[issue.expected] ?? issue.expected;
      if (value === undefined) return [settingsError(path, 'required', { expected })];
      return [settingsError(path, 'type', { expected, got: kindOf(value) })];
    }
    case 'invalid_value': {
      const choices = issue.values.map(String).join(', ');
      if (value === undefined) return [settingsError(path, 'required', { expected: choices })];
      return [settingsError(path, 'choice', { choices })];
    }
    case 'custom':
    case 'invalid_format': {
      const params = 'params' in issue ? issue.params : undefined;
      const given: Record<string, string> = typeof value === 'string' ? { value } : {};
      return [settingsError(path, codeOf(issue.message), { ...given, ...params })];
    }
    default:
      return [settingsError(path, 'type', { expected: issue.message, got: kindOf(value) })];
  }
}

function unknownKey(path: string[]): SettingsError {
  const name = path.at(-1) ?? '';
  if (path.at(-2) !== 'writeBack') return settingsError(path, 'unknownMember', { name });
  return settingsError(path, 'unknownResult', { name, choices: WRITE_BACK_RESULTS.join(', ') });
}

function codeOf(message: string): SettingsErrorCode {
  const codes = Object.keys(SETTINGS_ERRORS) as SettingsErrorCode[];
  return codes.find((code) => code === message) ?? 'type';
}

function valueAt(document: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    document,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'text', number: 'a number', boolean: 'true or false' }[typeof value as string] ??
    'an object'
  );
}
