/** The refusals of settings: one code each, with its English text. The admin translates by code. */
import type { SettingsError } from '../contracts';

/** Texts with the placeholders that `values` fill; each says what is wrong and what to do. */
export const SETTINGS_ERRORS = {
  // shape
  required: 'is missing: {expected} is needed',
  type: 'must be {expected}, it is {got}',
  choice: 'must be one of {choices}',
  unknownMember: 'there is no setting “{name}”: remove it or correct its name',
  tooLong: 'is longer than {limit} characters: shorten it',
  range: 'must be a whole number from {min} to {max}',
  // sites
  siteKey: 'must be 1 to 64 letters, digits, hyphens or underscores (a–z, A–Z, 0–9, -, _)',
  duplicateSiteKey: 'another site has the key “{key}” already: choose another',
  emptyName: 'must not be empty: enter a name',
  siteId: 'must be the number of the site in Calltouch, 1 to 10 digits and nothing else',
  modId: 'must be the id of the Calltouch script, 8 characters of a–z and 0–9, or empty',
  host: '“{value}” is no host name: enter it without scheme, port and path, like example.ru',
  timeZone: '“{value}” is no time zone: enter an IANA name like Europe/Moscow',
  // forms
  unknownContentType:
    '“{contentType}” is no content type whose entries can be sent: choose another',
  duplicateForm: 'there is a form for “{contentType}” already: keep one of them',
  unknownSite: 'no site has the key “{key}”: choose one of the sites, or null',
  unreadable: 'the entries of “{contentType}” can’t be read: {message}. Restore its table',
  condition: 'is no filter that Strapi understands: {message}. Mend it or leave it empty',
  // mapping
  template: 'is no valid template: {message}',
  unknownAttribute: 'there is no attribute “{attribute}”: correct the name or add the attribute',
  misspelledAttribute: 'there is no attribute “{attribute}”: did you mean “{nearest}”?',
  privateAttribute: 'the attribute “{attribute}” is private: take another, or make it public',
  passwordAttribute: 'the attribute “{attribute}” is a password, which is never sent: take another',
  unmappableAttribute: 'the attribute “{attribute}” can’t be used in a template: take another',
  listAttribute:
    '“{list}” holds several values: write {list}[0].{name}, or loop over them with for',
  emptyFieldName: 'must not be empty: enter the field’s name from Calltouch’s API settings',
  duplicateField: 'the field “{name}” is there already: keep one of them',
  customFieldsOverLimit: 'Calltouch takes at most {limit} custom fields: remove some',
  // write-back
  unknownResult: 'there is no result “{name}”: known are {choices}',
  writeBackMissing: 'there is no attribute “{attribute}”: correct the name or add the attribute',
  writeBackSystem: 'the attribute “{attribute}” is Strapi’s own: choose another',
  writeBackProtected:
    'the attribute “{attribute}” is not open to write-back: of a plugin’s type, choose an attribute that you have added yourself and that is not private',
  writeBackType: 'the attribute “{attribute}” is of type {type}: {result} needs {types}',
  writeBackTwice: 'the attribute “{attribute}” takes {result} already: choose another',
  // members of other requests
  request: 'expected {expected}',
} as const;

export type SettingsErrorCode = keyof typeof SETTINGS_ERRORS;

/**
 * One refusal.
 * @param path from the document's root.
 */
export function settingsError(
  path: string[],
  code: SettingsErrorCode,
  values: Record<string, string> = {},
): SettingsError {
  const text = SETTINGS_ERRORS[code].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
  return { path, code, values, message: `${placeOf(path)}: ${text}` };
}

/** `sites[0].siteId`, as a person would write it. */
function placeOf(path: string[]): string {
  const place = path.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  return place.replace(/^\./, '') || 'settings';
}
