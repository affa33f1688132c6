import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import en from '../../../admin/src/translations/en.json';
import ru from '../../../admin/src/translations/ru.json';
import {
  CHECK_VARIANTS,
  DELIVERY_STATUSES,
  LEAD_FIELDS,
  REASON_CODES,
  WARNING_CODES,
  WRITE_BACK_RESULTS,
} from '../../../server/src/contracts';
import { SETTINGS_ERRORS } from '../../../server/src/settings/settingsErrors';
import { itEvery } from '../../support/itEvery';

const languages: Record<string, Record<string, string>> = { en, ru };

/** Names of a message's placeholders, but for those with `select`, whose texts are in braces too. */
function placeholders(message: string): string[] {
  if (message.includes(', select,')) return [];
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
}

const ADMIN = path.resolve(__dirname, '../../../admin/src');
const source = readdirSync(ADMIN, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(path.join(ADMIN, file), 'utf8'))
  .join('\n')
  // Strapi wants the keys of its own menus with the plugin's prefix.
  .replaceAll('${PLUGIN_ID}.', '');

/** Keys that are made of the server's codes: no other may begin like these. */
const CODES: Record<string, readonly string[]> = {
  reason: [...REASON_CODES, 'ownWords', 'details'],
  warning: [...WARNING_CODES, 'line', 'named'],
  status: DELIVERY_STATUSES,
  field: LEAD_FIELDS,
  result: WRITE_BACK_RESULTS,
  error: [
    ...Object.keys(SETTINGS_ERRORS),
    // What only the page can refuse, in draft.ts.
    ...['empty', 'noContentType', 'conditionJson'],
  ],
  check: Object.entries(CHECK_VARIANTS).flatMap(([code, variants]) =>
    ['title', ...variants].map((variant) => `${code}.${variant}`),
  ),
};

/** Keys whose end the code puts in: `status.${…}` and codeText('skip', …). */
const patterns = [
  ...[...source.matchAll(/`([\w.]+\.)\$\{[^`]*?\}([\w.]*)`/g)]
    .map(([, start, end]) => [start!, end!] as const)
    // Paths of the settings; the names of their inputs stand in full where the inputs do.
    .filter(([start]) => !['sites.', 'forms.', 'delivery.'].includes(start)),
  ...[...source.matchAll(/codeText\(\s*'([\w.]+)'/g)].map(([, kind]) => [`${kind}.`, ''] as const),
];

function isUsed(key: string): boolean {
  const [group] = key.split('.');
  const codes = CODES[group!];
  if (codes) return codes.includes(key.slice(group!.length + 1));
  return (
    new RegExp(`['"\`]${key.replaceAll('.', '\\.')}['"\`]`).test(source) ||
    patterns.some(([start, end]) => key.startsWith(start) && key.endsWith(end))
  );
}

/** The forms of each `plural` of a message: `one`, `few`, … */
function pluralForms(message: string): string[][] {
  return [...message.matchAll(/, plural,/g)].map(({ index }) => {
    const forms: string[] = [];
    let depth = 0;
    let word = '';
    for (const sign of message.slice(index + ', plural,'.length)) {
      if (sign === '{' && depth === 0) {
        forms.push(word.trim());
        word = '';
      }
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      // The end of the whole plural.
      if (depth < 0) break;
      if (depth === 0 && sign !== '}') word += sign;
    }
    return forms;
  });
}

// That every key which the code uses exists is TypeScript's business: see translations/textKey.ts.
describe('the admin’s texts', () => {
  it('are the same in English and Russian, with the same placeholders', () => {
    expect(Object.keys(ru).sort()).toEqual(Object.keys(en).sort());
    for (const [key, text] of Object.entries(languages.en!)) {
      expect([key, ...placeholders(languages.ru![key]!)]).toEqual([key, ...placeholders(text)]);
    }
  });

  itEvery(Object.keys(SETTINGS_ERRORS))('explain the refusal …', (code) => {
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

  it('are all shown somewhere', () => {
    expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('have a text for each key that Strapi itself looks up', () => {
    const keys = [...source.matchAll(/intlLabel: \{ id: `([\w.]+)`/g)].map(([, key]) => key!);
    expect(keys).not.toEqual([]);
    for (const key of keys) expect(en).toHaveProperty([key]);
  });

  it('have every plural of Russian', () => {
    const plurals = Object.entries(ru).flatMap(([key, text]) =>
      pluralForms(text).map((forms) => [key, ...forms.filter((form) => !form.startsWith('='))]),
    );
    expect(plurals).not.toEqual([]);
    for (const [key, ...forms] of plurals) {
      expect([key, ...forms]).toEqual([key, 'one', 'few', 'many', 'other']);
    }
  });

  it('are set with the quotes of their language', () => {
    for (const text of [...Object.values(en), ...Object.values(ru)]) {
      // A straight apostrophe would begin a quotation of the message syntax.
      expect(text).not.toMatch(/["']|\.\.\./);
    }
    for (const text of Object.values(ru)) expect(text).not.toMatch(/[“”’]/);
    for (const text of Object.values(en)) expect(text).not.toMatch(/[«»„]/);
  });
});
