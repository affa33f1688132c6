/** The settings document: its defaults, and the check that names every problem at once. */
import {
  LEAD_FIELDS,
  type Form,
  type Settings,
  type SettingsError,
  type Site,
  WRITE_BACK_RESULTS,
} from '../contracts';
import { fieldProblems, type Mapping } from './formProblems';
import { CUSTOM_FIELDS_LIMIT } from '../lead/leadLimits';
import type { Models } from '../mapping/model';
import { settingsError } from './settingsErrors';
import { SHAPES, settingsShape, shapeErrors, type ObjectShape } from './settingsShape';

/** Settings of a fresh installation: nothing is sent until there is a site and a form. */
export const DEFAULT_SETTINGS: Settings = settingsShape.parse({ sites: [], forms: [] });

/** What the check must know of the app. */
export interface SettingsContext {
  models: Models;
  /** Whether the uid is that of a content type (and not of a component). */
  isContentType: (uid: string) => boolean;
}

/**
 * Checks a whole document.
 * @returns the settings with their defaults, or every problem that the document has. A form's
 * condition is only checked to be an object: what it filters by is for Strapi to judge.
 */
export function parseSettings(
  document: unknown,
  context: SettingsContext,
): { settings: Settings } | { errors: SettingsError[] } {
  const parsed = settingsShape.safeParse(document);
  const shape = parsed.error?.issues.flatMap((issue) => shapeErrors(issue, document)) ?? [];
  const errors = [...shape, ...contentErrors(document, context)];
  if (!parsed.success || errors.length > 0) return { errors };
  return { settings: parsed.data };
}

/**
 * Reads a document that is stored already: by an older version, or by a tool that asked nobody. What
 * does not fit is left to the check of the settings to name; it must not end the sending of the rest.
 * @returns null where it is no document at all
 */
export function readSettings(document: unknown): Settings | null {
  const parsed = settingsShape.safeParse(document);
  if (parsed.success) return parsed.data;
  const [sites, forms] = [memberOf(document, 'sites'), memberOf(document, 'forms')];
  if (!Array.isArray(sites) || !Array.isArray(forms)) return null;
  const { site, form, delivery } = SHAPES;
  return {
    sites: sites
      .filter((given) => hasTexts(given, 'key', 'siteId'))
      .map((given) => memberByMember(site, given, SITE_DEFAULTS) as unknown as Site),
    forms: forms
      .filter((given) => hasTexts(given, 'contentType'))
      // A condition that is none fails the leads visibly; without one all would go out.
      .map((given) => ({
        ...FORM_DEFAULTS,
        condition: memberOf(given, 'condition') ?? null,
        given,
      }))
      .map(({ given, ...usual }) => memberByMember(form, given, usual) as unknown as Form),
    delivery: memberByMember(
      delivery,
      memberOf(document, 'delivery'),
      DEFAULT_SETTINGS.delivery,
    ) as unknown as Settings['delivery'],
  };
}

const SITE_DEFAULTS = { name: '', modId: '', hosts: [], timeZone: 'Europe/Moscow' };
const FORM_DEFAULTS = {
  enabled: false,
  site: null,
  sendOn: 'create',
  fields: {},
  customFields: [],
  writeBack: {},
};

/** An object of which each member that does not fit its shape is the usual one, or as it is. */
function memberByMember(shape: ObjectShape, given: unknown, usual: object): object {
  const members = Object.entries(shape.shape).map(([name, member]) => {
    const value = memberOf(given, name);
    const read = member.safeParse(value);
    return [name, read.success ? read.data : name in usual ? memberOf(usual, name) : value];
  });
  return Object.fromEntries(members) as object;
}

function hasTexts(value: unknown, ...names: string[]): boolean {
  return names.every((name) => typeof memberOf(value, name) === 'string');
}

/** Problems beyond the shape. They are looked for in the raw document, whatever its shape. */
function contentErrors(document: unknown, context: SettingsContext): SettingsError[] {
  const keys = itemsOf(memberOf(document, 'sites')).map((site) => memberOf(site, 'key'));
  const forms = itemsOf(memberOf(document, 'forms'));
  const contentTypes = forms.map((form) => memberOf(form, 'contentType'));
  return [
    ...repeated(keys).map(([index, key]) =>
      settingsError(['sites', String(index), 'key'], 'duplicateSiteKey', { key }),
    ),
    ...repeated(contentTypes).map(([index, contentType]) =>
      settingsError(['forms', String(index), 'contentType'], 'duplicateForm', { contentType }),
    ),
    ...forms.flatMap((form, index) => formErrors(form, ['forms', String(index)], keys, context)),
  ];
}

/** Strapi's own types hold no submissions, and ours would send themselves. */
function canBeForm(uid: string, { models, isContentType }: SettingsContext): boolean {
  return (
    /^(?:api|plugin)::(?!calltouch\.)/.test(uid) && isContentType(uid) && models(uid) !== undefined
  );
}

function formErrors(
  form: unknown,
  path: string[],
  keys: unknown[],
  context: SettingsContext,
): SettingsError[] {
  const errors: SettingsError[] = [];
  const key = memberOf(form, 'site');
  if (typeof key === 'string' && !keys.includes(key)) {
    errors.push(settingsError([...path, 'site'], 'unknownSite', { key }));
  }
  const names = mappingOf(form).customFields.map(({ name }) => name.trim());
  // Counted here, since zod counts nothing in a list with a broken item.
  if (names.length > CUSTOM_FIELDS_LIMIT) {
    const limit = String(CUSTOM_FIELDS_LIMIT);
    errors.push(settingsError([...path, 'customFields'], 'customFieldsOverLimit', { limit }));
  }
  for (const [index, name] of repeated(names)) {
    errors.push(
      settingsError([...path, 'customFields', String(index), 'name'], 'duplicateField', { name }),
    );
  }
  const contentType = memberOf(form, 'contentType');
  if (typeof contentType !== 'string') return errors;
  const model = canBeForm(contentType, context) ? context.models(contentType) : undefined;
  if (!model) {
    const at = [...path, 'contentType'];
    return [...errors, settingsError(at, 'unknownContentType', { contentType })];
  }
  return [...errors, ...fieldProblems(mappingOf(form), model, context.models, path)];
}

/** The mapping of a form of any shape; what is no text is as if it were empty. */
function mappingOf(form: unknown): Mapping {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
  const fields = memberOf(form, 'fields');
  const writeBack = memberOf(form, 'writeBack');
  return {
    fields: Object.fromEntries(LEAD_FIELDS.map((name) => [name, textOf(memberOf(fields, name))])),
    customFields: itemsOf(memberOf(form, 'customFields')).map((field) => ({
      name: textOf(memberOf(field, 'name')),
      value: textOf(memberOf(field, 'value')),
    })),
    writeBack: Object.fromEntries(
      WRITE_BACK_RESULTS.map((result) => [result, textOf(memberOf(writeBack, result))]),
    ),
  };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts that stand before already, with their index. */
function repeated(values: unknown[]): [number, string][] {
  return values.flatMap((value, index): [number, string][] =>
    typeof value === 'string' && value !== '' && values.indexOf(value) < index
      ? [[index, value]]
      : [],
  );
}
