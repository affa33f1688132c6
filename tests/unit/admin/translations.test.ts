import en from '../../../admin/src/translations/en.json';
import ru from '../../../admin/src/translations/ru.json';
import { SETTINGS_ERRORS } from '../../../server/src/core/settingsErrors';

const languages: Record<string, Record<string, string>> = { en, ru };

/** Names of a message's placeholders, but for those with `select`, whose texts are in braces too. */
function placeholders(message: string): string[] {
  if (message.includes(', select,')) return [];
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
}

describe('the admin’s texts', () => {
  it('are the same in English and Russian, with the same placeholders', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(languages.en!)) {
      expect([key, ...placeholders(languages.ru![key]!)]).toEqual([key, ...placeholders(text)]);
    }
  });

  it.each(Object.keys(SETTINGS_ERRORS))('explain the refusal %s', (code) => {
    expect(languages.en![`error.${code}`]).toBeTruthy();
    expect(languages.ru![`error.${code}`]).toMatch(/[а-яё]/i);
  });

  it('are Russian in Russian', () => {
    const untranslated = Object.entries(ru).filter(([key, text]) => {
      return !/[а-яё]/i.test(text) && (en as Record<string, string>)[key] === text;
    });
    // Names that are the same in every language, and patterns without words.
    for (const [, text] of untranslated)
      expect(text).toMatch(/^(?:Calltouch|(?:Yandex|Google) Client ID|utm_\w+|[^a-z]*|\{.*)$/i);
  });
});
