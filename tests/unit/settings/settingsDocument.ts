import type { Settings, SettingsError } from '../../../server/src/contracts';
import { DEFAULT_SETTINGS, parseSettings } from '../../../server/src/settings/parseSettings';
import { FORM, models, SITE } from '../mapping/mappingModels';

export const CONTEXT = {
  models,
  isContentType: (uid: string) => models(uid)?.modelType === 'contentType',
};

/** A valid document, as JSON: tests change it at will. */
export function documentOf(form: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return {
    sites: [SITE],
    forms: [{ ...FORM, ...form }],
    delivery: DEFAULT_SETTINGS.delivery,
    ...more,
  };
}

export function errorsOf(document: unknown): SettingsError[] {
  const result = parseSettings(document, CONTEXT);
  return 'errors' in result ? result.errors : [];
}

export function settingsOf(document: unknown): Settings {
  const result = parseSettings(document, CONTEXT);
  if ('errors' in result) throw new Error(JSON.stringify(result.errors));
  return result.settings;
}

/** `path: code` of every refusal. */
export function refusals(document: unknown): string[] {
  return errorsOf(document).map(({ path, code }) => `${path.join('.')}: ${code}`);
}

export function without(value: object, name: string) {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}
